import type { Config } from '../../contract/config.js';
import { given } from '../../contract/given.js';
import { InvalidInput } from '../../contract/errors.js';
import { startSandbox } from '../../sandbox/index.js';
import { SANDBOX_SECRETS } from '../../sandbox/secrets.js';
import { isLoopback, isSandbox } from '../../worker/sandboxed.js';
import { assertPortFree } from '../../worker/ports.js';

export interface Sandbox {
  url: string;
  rules: { list(): readonly unknown[] };
  close(): Promise<void>;
}

export interface SandboxWanted {
  /** Whether it posts notices to the webhook server of the configuration. @default false */
  sendsNotices?: boolean;
  /** A JSON file of rules that hold from the start. @default none */
  rulesFile?: string | undefined;
}

/**
 * Starts the sandbox where the configuration puts it. Throws `TuntasError` (code PortInUse), and `InvalidInput`
 * (InvalidConfig) for a file that has no rules.
 */
export async function openSandbox(
  { sandbox, webhooks }: Config,
  { sendsNotices = false, rulesFile }: SandboxWanted = {},
): Promise<Sandbox> {
  await assertPortFree(sandbox.host, sandbox.port, 'sandbox.port');
  const webhookTarget = sendsNotices ? `http://${webhooks.host}:${webhooks.port}/webhooks/{provider}` : undefined;
  return startSandbox({ ...sandbox, ...given({ webhookTarget, rulesFile }) });
}

/** What a person has to know of a sandbox that has started. */
export function sandboxLines({ url, rules }: Sandbox): string[] {
  const count = rules.list().length;
  const held = count > 0 ? `${count} rules from the file` : 'no rules: those of an earlier start are gone';
  return [`Sandbox: ${url} (${held})`];
}

/** Whether anything in the configuration points at the sandbox. */
export function usesSandbox(config: Config): boolean {
  const services = [...Object.values(config.providers), ...(config.ledger ? [config.ledger] : [])];
  return services.some(({ baseUrl }) => isSandbox(baseUrl, config));
}

/**
 * Real bills must not be paid from a set-up for development. Throws `InvalidInput` (code InvalidConfig) with each provider,
 * and the ledger, that is on another machine.
 */
export function refuseElsewhere({ providers, ledger }: Config): void {
  const services = Object.entries({
    ...Object.fromEntries(Object.entries(providers).map(([name, { baseUrl }]) => [`providers.${name}`, baseUrl])),
    ...(ledger ? { ledger: ledger.baseUrl } : {}),
  });
  const faults = services
    .filter(([, baseUrl]) => !isLoopback(new URL(baseUrl).hostname))
    .map(([path]) => ({ path: `${path}.baseUrl`, reason: 'is not on this machine: `tuntas worker` is for that' }));
  if (faults.length > 0) throw new InvalidInput('InvalidConfig', faults);
}

/**
 * The environment, completed with the sandbox's secrets for the services on this machine: the sandbox, or a program in
 * its place. They are valid nowhere else.
 */
export function withSandboxSecrets(env: NodeJS.ProcessEnv, config: Config): NodeJS.ProcessEnv {
  const known: Record<string, Record<string, string>> = SANDBOX_SECRETS;
  const added: NodeJS.ProcessEnv = {};
  for (const { adapter, credentials } of Object.values(config.providers)) {
    for (const [credential, { env: variable }] of Object.entries(credentials)) {
      const value = known[adapter]?.[credential];
      if (!env[variable] && value) added[variable] = value;
    }
  }
  const token = config.ledger?.token?.env;
  if (token && !env[token]) added[token] = SANDBOX_SECRETS.ledger.token;
  return { ...env, ...added };
}

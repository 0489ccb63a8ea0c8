import type { Config } from '../../contract/config.js';
import { startSandbox } from '../../sandbox/index.js';
import { SANDBOX_SECRETS } from '../../sandbox/secrets.js';
import { isLoopback, isSandbox } from '../../worker/sandboxed.js';
import { assertPortFree } from '../../worker/ports.js';

export interface Sandbox {
  url: string;
  close(): Promise<void>;
}

/** Starts the sandbox where the configuration puts it. Throws `TuntasError` (code PortInUse). */
export async function openSandbox({ sandbox }: Config): Promise<Sandbox> {
  await assertPortFree(sandbox.host, sandbox.port, 'sandbox.port');
  return startSandbox(sandbox);
}

/** Whether anything in the configuration points at the sandbox. */
export function usesSandbox(config: Config): boolean {
  const services = [...Object.values(config.providers), ...(config.ledger ? [config.ledger] : [])];
  return services.some(({ baseUrl }) => isSandbox(baseUrl, config));
}

/**
 * The environment, completed with the sandbox's secrets for the services on this machine: the sandbox, or a program in
 * its place. They are valid nowhere else. A variable that a service on another machine also uses is not set, because
 * the sandbox's value would hide that the real secret is missing.
 */
export function withSandboxSecrets(env: NodeJS.ProcessEnv, config: Config): NodeJS.ProcessEnv {
  const known: Record<string, Record<string, string>> = SANDBOX_SECRETS;
  const added: NodeJS.ProcessEnv = {};
  const elsewhere = variablesElsewhere(config);
  for (const { adapter, baseUrl, credentials } of Object.values(config.providers)) {
    if (!isLoopback(new URL(baseUrl).hostname)) continue;
    for (const [credential, { env: variable }] of Object.entries(credentials)) {
      const value = known[adapter]?.[credential];
      if (!env[variable] && value && !elsewhere.has(variable)) added[variable] = value;
    }
  }
  const token = config.ledger?.token?.env;
  if (token && !env[token] && !elsewhere.has(token)) added[token] = SANDBOX_SECRETS.ledger.token;
  return { ...env, ...added };
}

/** The variables whose secrets are sent to another machine. */
function variablesElsewhere({ providers, ledger }: Config): Set<string> {
  const services = [
    ...Object.values(providers).map(({ baseUrl, credentials }) => ({ baseUrl, secrets: Object.values(credentials) })),
    ...(ledger?.token ? [{ baseUrl: ledger.baseUrl, secrets: [ledger.token] }] : []),
  ];
  return new Set(
    services
      .filter(({ baseUrl }) => !isLoopback(new URL(baseUrl).hostname))
      .flatMap(({ secrets }) => secrets.map(({ env }) => env)),
  );
}

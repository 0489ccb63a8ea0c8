import type { Config } from '../contract/config.js';
import { startSandbox } from '../sandbox/index.js';
import { SANDBOX_SECRETS } from '../sandbox/secrets.js';
import { assertPortFree } from '../worker/temporal/ports.js';

export interface Sandbox {
  url: string;
  close(): Promise<void>;
}

/** Starts the sandbox where the configuration puts it. Throws `TuntasError` (code PortInUse). */
export async function openSandbox({ sandbox }: Config): Promise<Sandbox> {
  await assertPortFree(sandbox.host, sandbox.port, 'sandbox.port');
  return startSandbox(sandbox);
}

/** Whether that address is the configured sandbox's. */
export function isSandbox(baseUrl: string, { sandbox }: Config): boolean {
  const { hostname, port, protocol } = new URL(baseUrl);
  const hosts = new Set([sandbox.host, ...(isLoopbackName(sandbox.host) ? ['127.0.0.1', 'localhost', '[::1]'] : [])]);
  return hosts.has(hostname) && Number(port || (protocol === 'https:' ? 443 : 80)) === sandbox.port;
}

/** Whether anything in the configuration points at the sandbox. */
export function usesSandbox(config: Config): boolean {
  const services = [...Object.values(config.providers), ...(config.ledger ? [config.ledger] : [])];
  return services.some(({ baseUrl }) => isSandbox(baseUrl, config));
}

/** The environment, completed with the sandbox's own secrets for what points at the sandbox. */
export function withSandboxSecrets(env: NodeJS.ProcessEnv, config: Config): NodeJS.ProcessEnv {
  const known: Record<string, Record<string, string>> = SANDBOX_SECRETS;
  const added: NodeJS.ProcessEnv = {};
  for (const { adapter, baseUrl, credentials } of Object.values(config.providers)) {
    if (!isSandbox(baseUrl, config)) continue;
    for (const [credential, { env: variable }] of Object.entries(credentials)) {
      const value = known[adapter]?.[credential];
      if (!env[variable] && value) added[variable] = value;
    }
  }
  const { ledger } = config;
  if (ledger?.token && !env[ledger.token.env] && isSandbox(ledger.baseUrl, config)) {
    added[ledger.token.env] = SANDBOX_SECRETS.ledger.token;
  }
  return { ...env, ...added };
}

function isLoopbackName(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1', '0.0.0.0', '::'].includes(host);
}

import { isIP } from 'node:net';
import type { Config } from '../contract/config.js';

/** Whether `baseUrl` is the address of the configured sandbox. */
export function isSandbox(baseUrl: string, { sandbox }: Pick<Config, 'sandbox'>): boolean {
  const { hostname, port, protocol } = new URL(baseUrl);
  const same = hostname === sandbox.host || (isLoopback(hostname) && (isLoopback(sandbox.host) || isAny(sandbox.host)));
  return same && Number(port || (protocol === 'https:' ? 443 : 80)) === sandbox.port;
}

/** Whether every provider is the sandbox, so that no real money is at risk. */
export function isSandboxed(config: Config): boolean {
  return Object.values(config.providers).every(({ baseUrl }) => isSandbox(baseUrl, config));
}

/** Whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Whether a server with this host listens on every address. */
function isAny(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

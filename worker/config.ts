import { milliseconds } from '../contract/duration.js';
import { readFile } from 'node:fs/promises';
import { adapters } from '../activities/providers/index.js';
import { checkQueue, ledgerQueue, notifyQueue, providerQueue, referencesQueue } from '../contract/names.js';
import type { Adapter } from '../activities/providers/provider.js';
import { type Config, configSchema, type ProviderConfig } from '../contract/config.js';
import { type Fault, InvalidInput } from '../contract/errors.js';
import { faultsOf } from '../contract/faults.js';
import { isLoopback } from './sandboxed.js';

/** The configuration's file where nothing else is named: `TUNTAS_CONFIG`, else `temporal.config.json` here. */
export function configPath(env: NodeJS.ProcessEnv = process.env): string {
  return env['TUNTAS_CONFIG'] || 'temporal.config.json';
}

/**
 * What becomes of a provider whose adapter is not known here: it is refused; or its settings and credentials stay unchecked,
 * for a process that makes no provider. A worker may have adapters of its own (`runWorker`).
 */
export type UnknownAdapters = 'refused' | 'unchecked';

/**
 * Reads and checks the configuration, each provider's settings and credentials against its adapter included.
 * Throws `InvalidInput` (code InvalidConfig) with every error's path.
 */
export async function loadConfig(
  path = configPath(),
  known: Readonly<Record<string, Adapter>> = adapters,
  others: UnknownAdapters = 'refused',
): Promise<Config> {
  return parseConfig(await readConfigFile(path), known, others);
}

/** The content of the configuration's file, unchecked. Throws `InvalidInput` where it cannot be read or is not JSON. */
export async function readConfigFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? 'unknown error'})`;
    throw new InvalidInput('InvalidConfig', [
      { path: '', reason: `${path}: ${why}. TUNTAS_CONFIG names the configuration's file` },
    ]);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text, which may hold a secret that was put there by mistake; its position does not.
    throw new InvalidInput('InvalidConfig', [{ path: '', reason: `${path}: not JSON${placeOf(error, text)}` }]);
  }
}

/** Checks a configuration that was read already. Throws like `loadConfig`. */
export function parseConfig(
  value: unknown,
  known: Readonly<Record<string, Adapter>> = adapters,
  others: UnknownAdapters = 'refused',
): Config {
  const result = configSchema.safeParse(value);
  if (!result.success) throw new InvalidInput('InvalidConfig', faultsOf(result.error));
  const { providers, ledger, notify = [], retention } = result.data;
  const ownQueues = [ledgerQueue, referencesQueue, ...notify.map(({ name }) => notifyQueue(name))];
  const faults = Object.entries(providers).flatMap(([name, provider]) => [
    ...(ownQueues.includes(providerQueue(name))
      ? [{ path: `providers.${name}`, reason: 'needs another name: this one is the name of a queue of ours' }]
      : []),
    ...Object.keys(providers)
      .filter((other) => providerQueue(name) === checkQueue(other))
      .map((other) => ({
        path: `providers.${name}`,
        reason: `needs another name: this one is the queue of the status checks of ${other}`,
      })),
    ...providerFaults(`providers.${name}`, provider, known, others),
    ...(provider.insecure ? [] : plainAddresses(addressesOf(`providers.${name}`, provider))),
  ]);
  if (ledger && !ledger.insecure) faults.push(...plainAddresses({ 'ledger.baseUrl': ledger.baseUrl }));
  for (const [index, { insecure, url, giveUpAfter }] of notify.entries()) {
    if (!insecure) faults.push(...plainAddresses({ [`notify[${index}].url`]: url }));
    // What a message says is read from Temporal's record of the payment.
    if (milliseconds(giveUpAfter) >= milliseconds(retention)) {
      faults.push({ path: `notify[${index}].giveUpAfter`, reason: `must be shorter than retention, ${retention}` });
    }
  }
  if (faults.length > 0) throw new InvalidInput('InvalidConfig', faults);
  return result.data;
}

function providerFaults(
  path: string,
  provider: ProviderConfig,
  known: Readonly<Record<string, Adapter>>,
  others: UnknownAdapters,
): Fault[] {
  const adapter = Object.hasOwn(known, provider.adapter) ? known[provider.adapter] : undefined;
  if (!adapter && others === 'unchecked') return [];
  if (!adapter) {
    return [{ path: `${path}.adapter`, reason: `must be one of ${Object.keys(known).sort().join(', ')}` }];
  }
  const settings = adapter.settings.safeParse(provider.settings);
  const takes = [...adapter.credentials, ...(adapter.optionalCredentials ?? [])];
  return [
    ...(settings.success ? [] : faultsOf(settings.error, `${path}.settings`)),
    ...adapter.credentials
      .filter((name) => !Object.hasOwn(provider.credentials, name))
      .map((name) => ({ path: `${path}.credentials.${name}`, reason: 'is needed by the adapter' })),
    ...Object.keys(provider.credentials)
      .filter((name) => !takes.includes(name))
      .map((name) => ({
        path: `${path}.credentials.${name}`,
        reason: `is not known to the adapter, which takes ${takes.join(', ')}`,
      })),
  ];
}

/** Where a provider's addresses may stand: each by its path. */
function addressesOf(path: string, { baseUrl, settings }: ProviderConfig): Record<string, unknown> {
  const ofSettings = Object.entries(settings).map(([key, value]) => [`${path}.settings.${key}`, value] as const);
  return { [`${path}.baseUrl`]: baseUrl, ...Object.fromEntries(ofSettings) };
}

/** Addresses on another machine without TLS: there anybody on the way could read secrets and write replies. */
function plainAddresses(addresses: Record<string, unknown>): Fault[] {
  return Object.entries(addresses)
    .filter(([, value]) => typeof value === 'string' && isPlain(value))
    .map(([path]) => ({ path, reason: 'must be https (`insecure: true` allows http in a private network)' }));
}

function isPlain(text: string): boolean {
  if (!text.startsWith('http://') || !URL.canParse(text)) return false;
  return !isLoopback(new URL(text).hostname);
}

function placeOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec((error as Error).message)?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`;
}

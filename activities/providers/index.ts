import type { Config } from '../../contract/config.js';
import { digiflazz } from './digiflazz/index.js';
import type { Adapter, Provider } from './provider.js';

/** The protocols that Tuntas speaks, by the name that `adapter` has in the configuration. */
export const adapters: Record<string, Adapter> = {
  digiflazz,
};

/**
 * Makes every configured provider, by its key in the configuration. Configuration and secrets were checked against the
 * adapters before: an unknown adapter is a mistake of the program here.
 *
 * @param secrets provider → credential → value
 * @param now milliseconds since 1970. Default: the clock
 */
export function createProviders(
  config: Pick<Config, 'providers'>,
  secrets: Record<string, Record<string, string>>,
  now: () => number = Date.now,
  known: Record<string, Adapter> = adapters,
): Record<string, Provider> {
  return Object.fromEntries(
    Object.entries(config.providers).map(([name, provider]) => {
      const adapter = Object.hasOwn(known, provider.adapter) ? known[provider.adapter] : undefined;
      if (!adapter) throw new Error(`provider ${name} has no adapter ${provider.adapter}`);
      return [name, adapter.create({ name, config: provider, secrets: secrets[name] ?? {}, now })];
    }),
  );
}

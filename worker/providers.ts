import { adapters } from '../activities/providers/index.js';
import type { Adapter, Provider } from '../activities/providers/provider.js';
import type { Config } from '../contract/config.js';
import type { Secrets } from './secrets.js';

/** Makes every configured provider from its adapter. The configuration was checked by `loadConfig`. */
export function createProviders(
  config: Config,
  secrets: Secrets,
  known: Record<string, Adapter> = adapters,
): Record<string, Provider> {
  return Object.fromEntries(
    Object.entries(config.providers).map(([name, provider]) => {
      const adapter = Object.hasOwn(known, provider.adapter) ? known[provider.adapter] : undefined;
      if (!adapter) throw new Error(`provider ${name} has no adapter ${provider.adapter}`);
      return [name, adapter.create({ name, config: provider, secrets: secrets.providers[name] ?? {}, now: Date.now })];
    }),
  );
}

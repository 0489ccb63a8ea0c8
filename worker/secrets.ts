import { adapters } from '../activities/providers/index.js';
import type { Adapter } from '../activities/providers/provider.js';
import type { Config } from '../contract/config.js';
import { TuntasError } from '../contract/errors.js';

/** The values of the secrets that the configuration names. */
export interface Secrets {
  /** Provider → credential → value. */
  providers: Record<string, Record<string, string>>;
  ledgerToken?: string;
}

/**
 * Reads every secret that the configuration names from the environment. An optional credential of the adapter is left
 * out when its variable is not set. Throws `TuntasError` (code MissingSecret) that names all missing variables at once.
 */
export function secretsFrom(
  env: NodeJS.ProcessEnv,
  config: Config,
  known: Record<string, Adapter> = adapters,
): Secrets {
  const missing: string[] = [];
  const providers: Secrets['providers'] = {};
  for (const [name, provider] of Object.entries(config.providers)) {
    const optional = known[provider.adapter]?.optionalCredentials ?? [];
    const values: Record<string, string> = {};
    for (const [credential, { env: variable }] of Object.entries(provider.credentials)) {
      const value = env[variable];
      if (value) values[credential] = value;
      else if (!optional.includes(credential)) missing.push(`${variable} (${credential} of provider ${name})`);
    }
    providers[name] = values;
  }
  const tokenVariable = config.ledger?.token?.env;
  const ledgerToken = tokenVariable && env[tokenVariable];
  if (tokenVariable && !ledgerToken) missing.push(`${tokenVariable} (token of the ledger)`);
  if (missing.length > 0) {
    throw new TuntasError('MissingSecret', `not set in the environment: ${missing.join(', ')}`);
  }
  return { providers, ...(ledgerToken ? { ledgerToken } : {}) };
}

import { adapters } from '../../activities/providers/index.js';
import type { Config } from '../../contract/config.js';
import { isSandbox } from '../../worker/sandboxed.js';
import { readSecrets, type SecretsRead } from '../../worker/secrets.js';
import { withSandboxSecrets } from '../dev/local-sandbox.js';

/**
 * The configuration and the secrets that it names, as a worker reads them. The sandbox's own stand in for what is not set of
 * services at the sandbox.
 */
export interface Setup extends SecretsRead {
  config: Config;
  /** Where the configuration names each secret, its variable, and its value. */
  named: NamedSecret[];
}

export interface NamedSecret {
  /** Such as `providers.digiflazz.credentials.apiKey`. */
  path: string;
  /** The provider and its credential; undefined for the ledger, receivers and the key of customers. */
  provider?: string;
  credential?: string;
  variable: string;
  /** Empty where it is not set. Never shown. */
  value: string;
  /**
   * What it protects: two paths with the same purpose may have the same value. None: it is no secret (an account's name, a
   * public key).
   */
  purpose?: string;
  /** The sandbox's own, which protects nothing. */
  isOfSandbox: boolean;
}

/** Reads every secret that the configuration names. */
export function readSetup(env: NodeJS.ProcessEnv, config: Config): Setup {
  const completed = withSandboxSecrets(env, atSandbox(config));
  return { config, ...readSecrets(completed, config), named: namedIn(config, completed) };
}

/** The part of the configuration that points at the sandbox. */
export function atSandbox(config: Config): Config {
  const { ledger, ...rest } = config;
  const providers = Object.entries(config.providers).filter(([, { baseUrl }]) => isSandbox(baseUrl, config));
  return {
    ...rest,
    providers: Object.fromEntries(providers),
    ...(ledger && isSandbox(ledger.baseUrl, config) ? { ledger } : {}),
  };
}

function namedIn(config: Config, env: NodeJS.ProcessEnv): NamedSecret[] {
  const sandboxed = atSandbox(config);
  const value = (variable: string) => env[variable] ?? '';
  const ofProviders = Object.entries(config.providers).flatMap(([provider, { adapter, baseUrl, credentials }]) =>
    Object.entries(credentials).map(([credential, { env: variable }]): NamedSecret => {
      const purpose = isPublic(adapter, credential)
        ? {}
        : // While a secret is changed the earlier one stands beside it.
          { purpose: [adapter, new URL(baseUrl).origin, credential.replace(/Previous$/, '')].join(' ') };
      const path = `providers.${provider}.credentials.${credential}`;
      const isOfSandbox = Object.hasOwn(sandboxed.providers, provider);
      return { path, provider, credential, variable, value: value(variable), ...purpose, isOfSandbox };
    }),
  );
  const token = config.ledger?.token?.env;
  const ofLedger: NamedSecret[] = token
    ? [
        {
          path: 'ledger.token',
          variable: token,
          value: value(token),
          purpose: 'ledger.token',
          isOfSandbox: sandboxed.ledger !== undefined,
        },
      ]
    : [];
  // While a receiver's secret is changed its variable holds two.
  const ofReceivers = (config.notify ?? []).flatMap(({ secret, name }, index) => {
    const each = {
      path: `notify[${index}].secret`,
      variable: secret.env,
      purpose: `notify ${name}`,
      isOfSandbox: false,
    };
    return value(secret.env)
      .trim()
      .split(/\s+/)
      .map((one): NamedSecret => ({ ...each, value: one }));
  });
  // An earlier key stands beside the present one while payments of its time are kept.
  const ofCustomers = (['customerKey', 'customerKeyPrevious'] as const).flatMap((path): NamedSecret[] => {
    const variable = config[path]?.env;
    if (variable === undefined) return [];
    return [{ path, variable, value: value(variable), purpose: 'customerKey', isOfSandbox: false }];
  });
  return [...ofProviders, ...ofLedger, ...ofReceivers, ...ofCustomers];
}

/** The name of our account, and a provider's public key, are no secrets. */
function isPublic(adapter: string, credential: string): boolean {
  const { account, publicCredentials = [] } = adapters[adapter] ?? {};
  return account === credential || publicCredentials.includes(credential);
}

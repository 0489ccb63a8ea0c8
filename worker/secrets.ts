import { adapters } from '../activities/providers/index.js';
import type { Adapter } from '../activities/providers/provider.js';
import type { Config } from '../contract/config.js';
import { customerKeyOf } from '../contract/customer.js';
import { type Fault, InvalidInput, TuntasError } from '../contract/errors.js';
import { given } from '../contract/given.js';

/** The values of the secrets that the configuration names. */
export interface Secrets {
  /** Provider → credential → value. */
  providers: Record<string, Record<string, string>>;
  ledgerToken?: string;
  customerKey?: Uint8Array;
  /** Receiver of `notify` → its secrets `whsec_…`. */
  notify?: Record<string, string[]>;
}

/** Of a secret that we choose ourselves: the least number of characters. */
const LEAST_LENGTH = 16;

/** Which process needs the secrets: the worker all of them, the webhook server those that verify notices. */
export type SecretsFor = 'worker' | 'webhooks';

/** A variable that is not set, or is empty. */
export interface MissingSecret {
  /** Where the configuration names it, such as `providers.digiflazz.credentials.apiKey`. */
  path: string;
  variable: string;
  /** What it is for, in words. */
  of: string;
}

/** The secrets that there are, and what is wrong with the others. */
export interface SecretsRead {
  secrets: Secrets;
  missing: MissingSecret[];
  /** Secrets that are too short or have another form, by their paths. None of their values is repeated. */
  faults: Fault[];
}

/**
 * Reads the secrets that the process needs, as the configuration names them, from the environment. An optional credential of the adapter is left
 * out when its variable is not set. Throws `TuntasError` (code MissingSecret) that names all missing variables at once, and
 * `InvalidInput` (code InvalidConfig) with the path and the variable of each secret of our own choice that is too short.
 */
export function secretsFrom(...args: Parameters<typeof readSecrets>): Secrets {
  const { secrets, ...wrong } = readSecrets(...args);
  refuse(wrong);
  return secrets;
}

function refuse({ missing, faults }: Wrong): void {
  if (missing.length > 0) {
    const list = missing.map(({ variable, of }) => `${variable} (${of})`).join(', ');
    throw new TuntasError('MissingSecret', `not set in the environment: ${list}`);
  }
  if (faults.length > 0) throw new InvalidInput('InvalidConfig', faults);
}

/** Like `secretsFrom`, but returns what is missing and what is wrong. */
export function readSecrets(
  env: NodeJS.ProcessEnv,
  config: Config,
  known: Readonly<Record<string, Adapter>> = adapters,
  process: SecretsFor = 'worker',
): SecretsRead {
  const missing: MissingSecret[] = [];
  const faults: Fault[] = [];
  const checkLength = (path: string, variable: string) => {
    const length = env[variable]?.length ?? 0;
    if (length === 0 || length >= LEAST_LENGTH) return;
    faults.push({ path, reason: `the secret in ${variable} must have at least ${LEAST_LENGTH} characters` });
  };
  const providers: Secrets['providers'] = {};
  for (const [name, provider] of Object.entries(config.providers)) {
    const {
      optionalCredentials: optional = [],
      ownCredentials = [],
      noticeCredentials = [],
    } = known[provider.adapter] ?? {};
    const values: Record<string, string> = {};
    for (const [credential, { env: variable }] of Object.entries(provider.credentials)) {
      if (process === 'webhooks' && !noticeCredentials.includes(credential)) continue;
      const value = env[variable];
      const path = `providers.${name}.credentials.${credential}`;
      if (ownCredentials.includes(credential)) checkLength(path, variable);
      if (value) values[credential] = value;
      else if (!optional.includes(credential))
        missing.push({ path, variable, of: `${credential} of provider ${name}` });
    }
    providers[name] = values;
  }
  const tokenVariable = process === 'worker' ? config.ledger?.token?.env : undefined;
  const ledgerToken = tokenVariable && env[tokenVariable];
  if (tokenVariable && !ledgerToken) {
    missing.push({ path: 'ledger.token', variable: tokenVariable, of: 'token of the ledger' });
  }
  if (tokenVariable) checkLength('ledger.token', tokenVariable);
  const notify: Record<string, string[]> = {};
  for (const [index, receiver] of process === 'worker' ? (config.notify ?? []).entries() : []) {
    const { name, secret } = receiver;
    const path = `notify[${index}].secret`;
    const values = (env[secret.env] ?? '').split(/\s+/).filter((value) => value !== '');
    if (values.length === 0) missing.push({ path, variable: secret.env, of: `secret of receiver ${name}` });
    if (!values.every(isWebhookSecret)) {
      const reason = `the secrets in ${secret.env} must be whsec_ and 24 to 64 bytes in base64, with blanks between them`;
      faults.push({ path, reason });
    }
    notify[name] = values;
  }
  const customerKey =
    process === 'worker' ? readCustomerKey(env, 'customerKey', config, { missing, faults }) : undefined;
  const secrets = given({
    providers,
    notify: config.notify && notify,
    ledgerToken: ledgerToken || undefined,
    customerKey,
  });
  return { secrets, missing, faults };
}

/** What finds a customer's payments: the present key, and an earlier one where there is one. Throws like `secretsFrom`. */
export function customerKeysFrom(env: NodeJS.ProcessEnv, config: Config): Uint8Array[] {
  const wrong: Wrong = { missing: [], faults: [] };
  const names = ['customerKey', 'customerKeyPrevious'] as const;
  const keys = names.flatMap((name) => readCustomerKey(env, name, config, wrong) ?? []);
  if (!config.customerKey) {
    wrong.faults.push({ path: 'customerKey', reason: 'is not configured: no payment has a hash' });
  }
  refuse(wrong);
  return keys;
}

type Wrong = Pick<SecretsRead, 'missing' | 'faults'>;

function readCustomerKey(
  env: NodeJS.ProcessEnv,
  name: 'customerKey' | 'customerKeyPrevious',
  config: Config,
  { missing, faults }: Wrong,
): Uint8Array | undefined {
  const variable = config[name]?.env;
  if (variable === undefined) return undefined;
  const value = env[variable];
  if (!value) return void missing.push({ path: name, variable, of: name });
  const key = customerKeyOf(value);
  if (!key) faults.push({ path: name, reason: `the secret in ${variable} must be 32 bytes in base64` });
  return key;
}

/** As Standard Webhooks have it: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function isWebhookSecret(text: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  if (base64 === undefined) return false;
  const { length } = Buffer.from(base64, 'base64');
  return length >= 24 && length <= 64;
}

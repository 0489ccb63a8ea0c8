import { z } from 'zod';
import { adapters } from '../../activities/providers/index.js';
import type { Adapter } from '../../activities/providers/provider.js';
import { SANDBOX_SECRETS } from '../../sandbox/secrets.js';
import { parseConfig } from '../../worker/config.js';
import { createNoticeSources } from '../../worker/providers.js';
import { customerKeysFrom, readSecrets, secretsFrom } from '../../worker/secrets.js';

const adapter: Adapter = {
  credentials: ['user', 'key'],
  optionalCredentials: ['hook'],
  ownCredentials: ['hook'],
  settings: z.strictObject({}),
  account: 'user',
  noticeCredentials: [],
  createNotices: () => {
    throw new Error('not made here');
  },
  create: () => {
    throw new Error('not needed here');
  },
};
const known = { plain: adapter };
const provider = (prefix: string) => ({
  adapter: 'plain',
  baseUrl: 'http://127.0.0.1:1',
  credentials: { user: { env: `${prefix}_USER` }, key: { env: `${prefix}_KEY` }, hook: { env: `${prefix}_HOOK` } },
  poll: [{ every: '1s', for: '10s' }],
});
const config = parseConfig(
  {
    providers: { one: provider('ONE'), two: provider('TWO') },
    ledger: { baseUrl: 'http://127.0.0.1:2', token: { env: 'LEDGER_TOKEN' } },
  },
  known,
);
const all = { ONE_USER: 'u1', ONE_KEY: 'k1', TWO_USER: 'u2', TWO_KEY: 'k2', LEDGER_TOKEN: 'a-token-of-22-letters!' };

test('secrets are taken from the variables that the configuration names', () => {
  expect(secretsFrom({ ...all, TWO_HOOK: 'exactly-16-chars' }, config, known)).toEqual({
    providers: { one: { user: 'u1', key: 'k1' }, two: { user: 'u2', key: 'k2', hook: 'exactly-16-chars' } },
    ledgerToken: all.LEDGER_TOKEN,
  });
});

test('all missing secrets are named at once, with provider, credential and variable', () => {
  const env = { ...all, ONE_USER: '', TWO_KEY: undefined, LEDGER_TOKEN: undefined };
  expect(() => secretsFrom(env, config, known)).toThrow(
    expect.objectContaining({
      code: 'MissingSecret',
      message:
        'not set in the environment: ONE_USER (user of provider one), TWO_KEY (key of provider two), ' +
        'LEDGER_TOKEN (token of the ledger)',
    }),
  );
});

test('what is missing and what is wrong can be read without an error, both at once, and what is there too', () => {
  const { secrets, missing, faults } = readSecrets({ ...all, ONE_KEY: '', LEDGER_TOKEN: 'short' }, config, known);
  expect(secrets.providers).toEqual({ one: { user: 'u1' }, two: { user: 'u2', key: 'k2' } });
  expect(missing).toEqual([{ path: 'providers.one.credentials.key', variable: 'ONE_KEY', of: 'key of provider one' }]);
  expect(faults).toEqual([{ path: 'ledger.token', reason: expect.stringContaining('LEDGER_TOKEN') }]);
});

test('an error about missing secrets shows none of those that are set', () => {
  expect(() => secretsFrom({ ONE_USER: 'hunter2' }, config, known)).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
  );
});

test('a secret of our own choice of less than 16 characters is refused, with its path and variable and without its value', () => {
  const env = { ...all, ONE_HOOK: 'hunter2', TWO_HOOK: '15-characters-x', LEDGER_TOKEN: 'x' };
  expect(() => secretsFrom(env, config, known)).toThrow(
    expect.objectContaining({
      code: 'InvalidConfig',
      faults: [
        ['providers.one.credentials.hook', 'ONE_HOOK'],
        ['providers.two.credentials.hook', 'TWO_HOOK'],
        ['ledger.token', 'LEDGER_TOKEN'],
      ].map(([path, name]) => ({ path, reason: `the secret in ${name} must have at least 16 characters` })),
    }),
  );
  expect(() => secretsFrom(env, config, known)).not.toThrow(/hunter2|15-characters/);
});

test('the secrets that we choose ourselves are the webhook secrets of Digiflazz, and the sandbox has long ones', () => {
  const own = Object.entries(adapters).flatMap(([name, { ownCredentials = [] }]) =>
    ownCredentials.map((one) => [name, one]),
  );
  expect(own).toEqual([
    ['digiflazz', 'webhookSecret'],
    ['digiflazz', 'webhookSecretPrevious'],
  ]);
  const { digiflazz, ledger } = SANDBOX_SECRETS;
  for (const secret of [digiflazz.webhookSecret, ledger.token]) expect(secret.length).toBeGreaterThanOrEqual(16);
});

test('the process that takes webhooks needs the secrets that verify them, and is given no others', () => {
  const { providers } = parseConfig({
    providers: {
      digiswitch: {
        adapter: 'digiflazz',
        baseUrl: 'https://a.test',
        credentials: {
          username: { env: 'D_USER' },
          apiKey: { env: 'D_KEY' },
          webhookSecret: { env: 'D_HOOK' },
        },
        poll: [{ every: '1m', for: '1h' }],
        settings: { dialect: 'digiswitch' },
      },
      tokopedia: {
        adapter: 'tokopedia',
        baseUrl: 'https://b.test',
        credentials: {
          clientId: { env: 'T_ID' },
          clientSecret: { env: 'T_SECRET' },
          privateKey: { env: 'T_PRIVATE' },
          publicKey: { env: 'T_PUBLIC' },
        },
        poll: [{ every: '1m', for: '1h' }],
      },
    },
  });
  const webhooksConfig = parseConfig({
    providers: JSON.parse(JSON.stringify(providers)) as unknown,
    ledger: { baseUrl: 'https://l.test', token: { env: 'L_TOKEN' } },
  });
  const { publicKey } = SANDBOX_SECRETS.tokopedia;
  const env = { D_USER: 'u', D_HOOK: 'exactly-16-chars', T_PUBLIC: publicKey, T_PRIVATE: 'never read' };
  const secrets = secretsFrom(env, webhooksConfig, adapters, 'webhooks');
  expect(secrets).toEqual({
    providers: { digiswitch: { webhookSecret: 'exactly-16-chars' }, tokopedia: { publicKey } },
  });
  const sources = createNoticeSources(webhooksConfig, secrets);
  expect(sources['digiswitch']?.notice?.({ headers: {}, body: Buffer.from('{}') })).toMatchObject({ why: 'unsigned' });
  expect(sources['tokopedia']?.notice?.({ headers: {}, body: Buffer.from('{}') })).toMatchObject({ why: 'unsigned' });
  expect(() => secretsFrom(env, webhooksConfig)).toThrow(expect.objectContaining({ code: 'MissingSecret' }));
});

describe('the key of the search attribute PaymentCustomer', () => {
  const keyed = { ...config, customerKey: { env: 'NEW' }, customerKeyPrevious: { env: 'OLD' } };
  const [NEW, OLD] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));

  test('is read for the worker, and with the earlier one for a search', () => {
    expect(secretsFrom({ ...all, NEW }, keyed, known).customerKey).toEqual(new Uint8Array(32).fill(1));
    expect(customerKeysFrom({ NEW, OLD }, keyed)).toEqual([new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]);
  });

  test('is missing, or no key: the variable is named and no value', () => {
    expect(() => secretsFrom(all, keyed, known)).toThrow('NEW (customerKey)');
    expect(() => customerKeysFrom({ NEW: 'hunter2', OLD }, keyed)).toThrow(
      expect.objectContaining({
        faults: [{ path: 'customerKey', reason: 'the secret in NEW must be 32 bytes in base64' }],
      }),
    );
    expect(() => customerKeysFrom({}, config)).toThrow('customerKey: is not configured');
  });
});

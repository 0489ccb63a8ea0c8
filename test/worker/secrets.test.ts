import { z } from 'zod';
import type { Adapter } from '../../activities/providers/provider.js';
import { parseConfig } from '../../worker/config.js';
import { secretsFrom } from '../../worker/secrets.js';

const adapter: Adapter = {
  credentials: ['user', 'key'],
  optionalCredentials: ['hook'],
  settings: z.strictObject({}),
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
const all = { ONE_USER: 'u1', ONE_KEY: 'k1', TWO_USER: 'u2', TWO_KEY: 'k2', LEDGER_TOKEN: 't' };

test('secrets are taken from the variables that the configuration names', () => {
  expect(secretsFrom({ ...all, TWO_HOOK: 'h2' }, config, known)).toEqual({
    providers: { one: { user: 'u1', key: 'k1' }, two: { user: 'u2', key: 'k2', hook: 'h2' } },
    ledgerToken: 't',
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

test('an error about missing secrets shows none of those that are set', () => {
  expect(() => secretsFrom({ ONE_USER: 'hunter2' }, config, known)).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
  );
});

import { withSandboxSecrets } from '../../../cli/dev/local-sandbox.js';
import { configSchema } from '../../../contract/config.js';
import { SANDBOX_SECRETS } from '../../../sandbox/secrets.js';

const service = (baseUrl: string, variable: string) => ({
  ...{ adapter: 'digiflazz', baseUrl, credentials: { username: { env: 'A_NAME' }, apiKey: { env: variable } } },
  poll: [{ every: '60s', for: '1h' }],
});
const here = 'http://127.0.0.1:7411';
const elsewhere = 'https://api.a.test';

test('what stands on this machine gets the secrets of the sandbox, and what is set stays', () => {
  const ledger = { baseUrl: here, token: { env: 'A_TOKEN' } };
  const config = configSchema.parse({ providers: { one: service(here, 'A_KEY') }, ledger });
  expect(withSandboxSecrets({ A_NAME: 'mine' }, config)).toEqual({
    ...{ A_NAME: 'mine', A_KEY: SANDBOX_SECRETS.digiflazz.apiKey, A_TOKEN: SANDBOX_SECRETS.ledger.token },
  });
});

test('a variable that a provider elsewhere also names is never filled in', () => {
  const providers = { one: service(here, 'A_KEY'), two: service(elsewhere, 'B_KEY') };
  const ledger = { baseUrl: here, token: { env: 'B_KEY' } };
  expect(withSandboxSecrets({}, configSchema.parse({ providers, ledger }))).toEqual({
    A_KEY: SANDBOX_SECRETS.digiflazz.apiKey,
  });
});

test('a variable that the ledger elsewhere also names is never filled in', () => {
  const ledger = { baseUrl: elsewhere, token: { env: 'A_KEY' } };
  const config = configSchema.parse({ providers: { one: service(here, 'A_KEY') }, ledger });
  expect(withSandboxSecrets({}, config)).toEqual({ A_NAME: SANDBOX_SECRETS.digiflazz.username });
});

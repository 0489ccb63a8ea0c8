import { withSandboxSecrets } from '../../../cli/dev/local-sandbox.js';
import { configSchema } from '../../../contract/config.js';
import { SANDBOX_SECRETS } from '../../../sandbox/secrets.js';

const service = (baseUrl: string, variable: string) => ({
  ...{ adapter: 'digiflazz', baseUrl, credentials: { username: { env: 'A_NAME' }, apiKey: { env: variable } } },
  poll: [{ every: '60s', for: '1h' }],
});
const here = 'http://127.0.0.1:7411';

test('what stands on this machine gets the secrets of the sandbox, and what is set stays', () => {
  const ledger = { baseUrl: here, token: { env: 'A_TOKEN' } };
  const config = configSchema.parse({ providers: { one: service(here, 'A_KEY') }, ledger });
  expect(withSandboxSecrets({ A_NAME: 'mine' }, config)).toEqual({
    ...{ A_NAME: 'mine', A_KEY: SANDBOX_SECRETS.digiflazz.apiKey, A_TOKEN: SANDBOX_SECRETS.ledger.token },
  });
});

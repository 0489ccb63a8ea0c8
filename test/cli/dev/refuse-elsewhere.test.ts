import { refuseElsewhere } from '../../../cli/dev/local-sandbox.js';
import { cleanEnvironment } from '../../../cli/dev/environment.js';
import { configSchema } from '../../../contract/config.js';

const service = (baseUrl: string) => ({
  adapter: 'digiflazz',
  baseUrl,
  credentials: {},
  poll: [{ every: '60s', for: '1h' }],
});

test('a set-up for development refuses each provider on another machine, and the ledger', () => {
  const providers = { here: service('http://127.0.0.1:7411'), real: service('https://api.digiflazz.com') };
  const config = configSchema.parse({ providers, ledger: { baseUrl: 'https://ledger.example.com' } });
  expect(() => refuseElsewhere(config)).toThrow(
    expect.objectContaining({
      code: 'InvalidConfig',
      faults: [
        { path: 'providers.real.baseUrl', reason: expect.stringContaining('not on this machine') },
        { path: 'ledger.baseUrl', reason: expect.stringContaining('not on this machine') },
      ],
    }),
  );
  expect(() => refuseElsewhere(configSchema.parse({ providers: { here: service('http://[::1]:1') } }))).not.toThrow();
});

test('a program that is started gets paths and proxies, and no variable of ours', () => {
  const env = { PATH: '/bin', HOME: '/home/a', GOPROXY: 'https://p', https_proxy: 'http://q', LC_ALL: 'C' };
  expect(cleanEnvironment({ ...env, DIGIFLAZZ_API_KEY: 'k', TUNTAS_LOG: 'info', AWS_SECRET: 's' })).toEqual(env);
});

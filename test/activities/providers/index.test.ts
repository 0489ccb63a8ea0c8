import { adapters } from '../../../activities/providers/index.js';
import { createProviders } from '../../../worker/providers.js';
import { configSchema } from '../../../contract/config.js';

const config = (adapter: string) =>
  configSchema.parse({
    providers: {
      one: {
        adapter,
        baseUrl: 'http://a.test',
        credentials: {},
        poll: [{ every: '60s', for: '1h' }],
        settings: { dialect: 'digiswitch' },
      },
      two: {
        adapter,
        baseUrl: 'http://b.test',
        credentials: {},
        poll: [{ every: '60s', for: '1h' }],
        settings: { dialect: 'digiflazz' },
      },
    },
  });

test('every configured provider is made by its adapter, under its own name', () => {
  const providers = createProviders(config('digiflazz'), { providers: { one: { username: 'u', apiKey: 'k' } } });
  expect(Object.keys(providers)).toEqual(['one', 'two']);
  expect(providers['two']?.name).toBe('two');
});

test('an adapter that is none is refused, also by the name of an object of JavaScript', () => {
  for (const name of ['other', 'constructor'])
    expect(() => createProviders(config(name), { providers: {} })).toThrow(/no adapter/);
});

describe('the settings of digiflazz', () => {
  const check = (settings: unknown) => adapters['digiflazz']!.settings.safeParse(settings).success;

  test('the settings of digiflazz need a dialect and nothing else', () => {
    expect(check({ dialect: 'digiswitch' })).toBe(true);
    expect(check({})).toBe(false);
    expect(check({ dialect: 'guess' })).toBe(false);
    expect(check({ dialect: 'digiflazz', unknown: 1 })).toBe(false);
  });

  test('the settings of digiflazz never make a status call of a command that inquires or pays', () => {
    for (const statusCommand of [
      'pay-pasca',
      'inq-pasca',
      'pay-',
      '',
      'PAY-PASCA',
      'topup',
      'deposit',
      'bayar',
      'x-status',
    ]) {
      expect(check({ dialect: 'digiswitch', statusCommand })).toBe(false);
    }
    for (const statusCommand of ['status-pasca', 'cek-status', 'check-status']) {
      expect(check({ dialect: 'digiswitch', statusCommand })).toBe(true);
    }
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Adapter } from '../../activities/providers/provider.js';
import { InvalidInput } from '../../contract/errors.js';
import { projectFolder } from '../../worker/bundle.js';
import { configPath, loadConfig, parseConfig } from '../../worker/config.js';
import { eachTestsFolder } from '../support/folder.js';

const folder = eachTestsFolder();

const adapter: Adapter = {
  credentials: ['user', 'key'],
  optionalCredentials: ['hook'],
  settings: z.strictObject({ dialect: z.enum(['a', 'b'], 'must be "a" or "b"') }),
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

function example(changes: object = {}): { providers: { shop: Record<string, unknown> } } {
  return {
    providers: {
      shop: {
        adapter: 'plain',
        baseUrl: 'http://127.0.0.1:1',
        credentials: { user: { env: 'SHOP_USER' }, key: { env: 'SHOP_KEY' } },
        poll: [{ every: '1s', for: '10s' }],
        settings: { dialect: 'a' },
        ...changes,
      },
    },
  };
}

function faultsOf(value: unknown): Record<string, string> {
  try {
    parseConfig(value, known);
  } catch (error) {
    if (error instanceof InvalidInput) {
      expect(error.code).toBe('InvalidConfig');
      return Object.fromEntries(error.faults.map(({ path, reason }) => [path, reason]));
    }
    throw error;
  }
  return {};
}

describe('the configuration', () => {
  test('is completed with its defaults', () => {
    const config = parseConfig(example(), known);
    expect(config.deadline).toBe('15m');
    expect(config.providers['shop']?.minGap).toBe('60s');
  });

  test('names the path of a wrong interval', () => {
    expect(faultsOf(example({ poll: [{ every: 'soon', for: '10s' }] }))).toEqual({
      'providers.shop.poll[0].every': expect.stringContaining('must be a duration'),
    });
  });

  test('takes only timeouts and intervals with which something can happen', () => {
    for (const timeout of ['0s', '0ms', '11m', '1d']) {
      expect(faultsOf(example({ timeout }))).toEqual({ 'providers.shop.timeout': 'must be from "1ms" to "10m"' });
    }
    expect(faultsOf({ ...example(), ledger: { baseUrl: 'http://127.0.0.1:1', timeout: '0s' } })).toEqual({
      'ledger.timeout': 'must be from "1ms" to "10m"',
    });
    for (const timeout of ['1ms', '300ms', '10m']) expect(faultsOf(example({ timeout }))).toEqual({});
    expect(faultsOf(example({ poll: [{ every: '0s', for: '10s' }] }))).toEqual({
      'providers.shop.poll[0].every': 'must be longer than no time',
    });
  });

  test.each(['https://FILL-IN', 'https://FILL-IN.api.digiswitch.id/v1', 'https://fill-in'])(
    'refuses the address %s, which an operator must fill in',
    (baseUrl) => {
      expect(faultsOf(example({ baseUrl }))).toEqual({
        'providers.shop.baseUrl': 'must be filled in: the address that you were given, in place of FILL-IN',
      });
      expect(faultsOf({ ...example(), ledger: { baseUrl } })).toHaveProperty(['ledger.baseUrl']);
    },
  );

  test.each(['http://me:pw@a.test', 'http://me@a.test/', 'http://a.test/?x=1', 'http://a.test?', 'http://a.test/#x'])(
    'refuses the address %s, without repeating it',
    (baseUrl) => {
      expect(faultsOf(example({ baseUrl }))).toEqual({
        'providers.shop.baseUrl': 'must have no user, password, query or fragment',
      });
    },
  );

  test('names the path of every error at once', () => {
    expect(Object.keys(faultsOf({ ...example({ baseUrl: 'ftp://x', slots: 0 }), colour: 'red' })).sort()).toEqual([
      'colour',
      'providers.shop.baseUrl',
      'providers.shop.slots',
    ]);
  });

  test("refuses a provider whose queue is another provider's queue of status checks", () => {
    const { shop } = example().providers;
    expect(faultsOf({ providers: { shop, 'shop-checks': shop } })).toEqual({
      'providers.shop-checks': 'needs another name: this one is the queue of the status checks of shop',
    });
    expect(faultsOf({ providers: { 'shop-checks': shop } })).toEqual({});
  });

  test("keeps a share of the provider's rate for status checks, never all of it and never nothing", () => {
    expect(parseConfig(example(), known).providers['shop']?.checkShare).toBe(0.5);
    for (const checkShare of [0, 1])
      expect(Object.keys(faultsOf(example({ checkShare })))).toEqual(['providers.shop.checkShare']);
    expect(faultsOf(example({ checkShare: 0.2 }))).toEqual({});
  });

  test('refuses http to another machine, in settings too, unless it is allowed for a private network', () => {
    const service = (more: object) => ({
      adapter: 'tokopedia',
      credentials: {
        clientId: { env: 'A' },
        clientSecret: { env: 'B' },
        privateKey: { env: 'C' },
        publicKey: { env: 'D' },
      },
      poll: [{ every: '1m', for: '1h' }],
      ...more,
    });
    const plain = { baseUrl: 'http://10.0.0.1', settings: { tokenUrl: 'http://accounts.test/token' } };
    const file = (more: object) => ({
      providers: { p: service({ ...plain, ...more }) },
      ledger: { baseUrl: 'http://ledger.test', ...more },
    });
    expect(() => parseConfig(file({}))).toThrow(
      expect.objectContaining({
        faults: ['providers.p.baseUrl', 'providers.p.settings.tokenUrl', 'ledger.baseUrl'].map((path) => ({
          path,
          reason: expect.stringContaining('must be https'),
        })),
      }),
    );
    expect(() => parseConfig(file({ insecure: true }))).not.toThrow();
    const here = { baseUrl: 'http://127.0.0.1:7411', settings: {} };
    expect(() => parseConfig({ providers: { p: service(here) } })).not.toThrow();
  });

  test('refuses an adapter that does not exist, naming those that do', () => {
    expect(faultsOf(example({ adapter: 'toString' }))).toEqual({
      'providers.shop.adapter': 'must be one of plain',
    });
  });

  test('has the settings checked by the adapter', () => {
    expect(faultsOf(example({ settings: { dialect: 'c', x: 1 } }))).toEqual({
      'providers.shop.settings.dialect': 'must be "a" or "b"',
      'providers.shop.settings.x': 'unknown key',
    });
  });

  test('has the credentials checked by the adapter', () => {
    const credentials = { user: { env: 'U' }, hook: { env: 'H' }, pin: { env: 'P' } };
    expect(faultsOf(example({ credentials }))).toEqual({
      'providers.shop.credentials.key': 'is needed by the adapter',
      'providers.shop.credentials.pin': expect.stringContaining('not known to the adapter'),
    });
  });

  test('refuses a secret in place of the name of its variable, without repeating it', async () => {
    const secret = 'hunter2-is-the-secret';
    expect(JSON.stringify(faultsOf(example({ credentials: { user: secret, key: { env: secret } } })))).not.toContain(
      secret,
    );
  });

  test('refuses http to a receiver on another machine, unless it is allowed for a private network', () => {
    const { shop } = example().providers;
    const file = (more: object) => ({
      providers: { shop },
      notify: [{ name: 'backend', url: 'http://backend.test/hook', secret: { env: 'S' }, ...more }],
    });
    expect(faultsOf(file({}))).toEqual({ 'notify[0].url': expect.stringContaining('must be https') });
    expect(faultsOf(file({ insecure: true }))).toEqual({});
    expect(faultsOf(file({ url: 'http://127.0.0.1:8080/hook' }))).toEqual({});
  });

  test('refuses a message that would be tried for longer than the payment is kept', () => {
    const { shop } = example().providers;
    const file = (retention: string, giveUpAfter: string) => ({
      ...{ providers: { shop }, retention },
      notify: [{ name: 'backend', url: 'https://backend.test/hook', secret: { env: 'S' }, giveUpAfter }],
    });
    const fault = { 'notify[0].giveUpAfter': 'must be shorter than retention, 90d' };
    expect(faultsOf(file('90d', '90d'))).toEqual(fault);
    expect(faultsOf(file('90d', '89d'))).toEqual({});
  });

  test('refuses a provider named like the queue of a receiver', () => {
    const { shop } = example().providers;
    const notify = [{ name: 'backend', url: 'https://backend.test/hook', secret: { env: 'S' } }];
    expect(faultsOf({ providers: { 'notify-backend': shop }, notify })).toEqual({
      'providers.notify-backend': 'needs another name: this one is the name of a queue of ours',
    });
  });

  test('refuses a provider named like the queue of the ledger', () => {
    const { shop } = example().providers;
    expect(faultsOf({ providers: { ledger: shop } })).toEqual({
      'providers.ledger': expect.stringContaining('queue'),
    });
  });
});

describe('the defaults of the configuration', () => {
  const withoutPoll = { ...example().providers.shop, poll: undefined };
  const config = (defaults: unknown, ...changes: object[]) => ({
    defaults,
    providers: Object.fromEntries(changes.map((change, i) => [`shop-${i}`, { ...withoutPoll, ...change }])),
  });
  const poll = [{ every: '2s', for: '20s' }];

  test('complete what a provider leaves out, and the provider keeps what it has', () => {
    const { providers } = parseConfig(config({ poll, timeout: '7s', slots: 3 }, {}, { timeout: '8s' }), known);
    expect(providers['shop-0']).toMatchObject({ poll, timeout: '7s', slots: 3, minGap: '60s' });
    expect(providers['shop-1']).toMatchObject({ poll, timeout: '8s', slots: 3, minGap: '60s' });
  });

  test('are taken a key at a time, never a part of one', () => {
    const { providers } = parseConfig(
      config({ poll, breaker: { failures: 3 } }, { breaker: { pause: '1s' } }, { poll: [{ every: '9s', for: '9s' }] }),
      known,
    );
    expect(providers['shop-0']?.breaker).toEqual({ failures: 10, pause: '1s' });
    expect(providers['shop-1']?.breaker).toEqual({ failures: 3, pause: '30s' });
    expect(providers['shop-1']?.poll).toEqual([{ every: '9s', for: '9s' }]);
  });

  test('need no poll where every provider has its own, and a provider needs none where they have it', () => {
    expect(faultsOf(config({}, { poll }))).toEqual({});
    expect(faultsOf(config({ poll }, {}))).toEqual({});
    expect(faultsOf(config({ timeout: '1s' }, {}, { poll: [] }))).toEqual({
      'providers.shop-0.poll': 'needs at least one interval',
      'providers.shop-1.poll': 'needs at least one interval',
    });
    expect(faultsOf({ providers: { shop: withoutPoll } })).toEqual({
      'providers.shop.poll': 'needs at least one interval',
    });
  });

  test('are faulty in one place however many providers use them, and an own fault is the own', () => {
    const wrong = [{ every: 'soon', for: '10s' }];
    expect(faultsOf(config({ poll: wrong, timeout: '0s' }, {}, {}, { poll: wrong }))).toEqual({
      'defaults.poll[0].every': expect.stringContaining('must be a duration'),
      'defaults.timeout': 'must be from "1ms" to "10m"',
      'providers.shop-2.poll[0].every': expect.stringContaining('must be a duration'),
    });
  });

  test('take the keys of a plan only: no address, credentials or settings', () => {
    const own = { poll, baseUrl: 'http://127.0.0.1:1', credentials: {}, settings: {}, adapter: 'plain' };
    expect(Object.keys(faultsOf(config(own, {}))).sort()).toEqual([
      'defaults.adapter',
      'defaults.baseUrl',
      'defaults.credentials',
      'defaults.settings',
    ]);
  });

  test.each([3, 'x', null, []])('are refused when they are %j', (defaults) => {
    expect(Object.keys(faultsOf(config(defaults, { poll })))).toEqual(['defaults']);
  });
});

describe('the file of the configuration', () => {
  test('is the one that TUNTAS_CONFIG names', () => {
    expect(configPath({})).toBe('temporal.config.json');
    expect(configPath({ TUNTAS_CONFIG: 'other.json' })).toBe('other.json');
  });

  test('that does not exist is named', async () => {
    const path = join(folder(), 'none.json');
    await expect(loadConfig(path, known)).rejects.toThrow(`${path}: there is no such file`);
  });

  test('that cannot be read is named', async () => {
    await expect(loadConfig(folder(), known)).rejects.toThrow('cannot be read (EISDIR)');
  });

  test('that is not JSON is named, and none of its text is repeated', async () => {
    const path = join(folder(), 'broken.json');
    await writeFile(path, '{\n  "apiKey": hunter2\n}');
    const error = await loadConfig(path, known).catch((caught: unknown) => caught as Error);
    expect(error).toBeInstanceOf(InvalidInput);
    expect((error as Error).message).toMatch(/broken\.json: not JSON( \(line 2, column 13\))?$/);
  });

  test('that is shipped is valid', async () => {
    await expect(loadConfig(join(projectFolder, 'temporal.config.json'))).resolves.toBeDefined();
  });

  test('for production is refused until an operator has filled in exactly these paths', async () => {
    const error = await loadConfig(join(projectFolder, PRODUCTION)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InvalidInput);
    expect((error as InvalidInput).faults).toEqual(
      TO_FILL_IN.map((path) => ({ path, reason: expect.stringMatching(/^must be filled in: /) as string })),
    );
  });

  test('for production is valid once those paths are filled in, and has nothing else to fill in', async () => {
    const production = await fileOf(PRODUCTION);
    for (const path of TO_FILL_IN) {
      const name = path.split('.')[1]!;
      production.providers[name] = { ...production.providers[name]!, baseUrl: `https://${name}.test` };
    }
    expect(JSON.stringify(production)).not.toMatch(/fill/i);
    expect(parseConfig(production).providers['ayoconnect']).toMatchObject({ baseUrl: 'https://ayoconnect.test' });
  });

  test('for production has the providers and the credentials of the shipped one, and every setting is sourced', async () => {
    const [production, shipped] = [await fileOf(PRODUCTION), await fileOf('temporal.config.json')];
    const adaptersOf = ({ providers }: ConfigFile) =>
      Object.entries(providers).map(([name, { adapter, credentials }]) => [name, adapter, credentials]);
    expect(adaptersOf(production)).toEqual(adaptersOf(shipped));
    const settings = Object.entries(production.providers).map(([name, provider]) => [name, provider.settings ?? {}]);
    // A setting that is added here needs its source in docs/providers.md. What a default says is left out.
    expect(Object.fromEntries(settings)).toEqual({
      digiswitch: { dialect: 'digiswitch' },
      digiflazz: { dialect: 'digiflazz' },
      tokopedia: {},
      ayoconnect: {},
    });
  });

  test('for production asks no status of a provider that documents no status call', async () => {
    const { providers } = await fileOf(PRODUCTION);
    const statusCalls = Object.entries(providers).map(([name, { statusCall = true }]) => [name, statusCall]);
    expect(Object.fromEntries(statusCalls)).toEqual({
      ...{ digiswitch: false, digiflazz: true, tokopedia: true, ayoconnect: true },
    });
  });

  test.each(['ayopop', 'TSBX', 'api.ayoconnect.id', '127.0.0.1'])(
    'for production has nothing of a sample or of the sandbox: %s',
    async (text) => {
      expect(await readFile(join(projectFolder, PRODUCTION), 'utf8')).not.toContain(text);
    },
  );

  test('works as a copy of the shipped one in which only an address and the plans are changed', async () => {
    const shipped = JSON.parse(await readFile(join(projectFolder, 'temporal.config.json'), 'utf8')) as {
      providers: Record<string, object>;
    };
    const plan = { minGap: '1m', firstCheck: '2m', poll: [{ every: '3m', for: '1d' }], reviewAfter: '1d' };
    const changed = { ...shipped.providers['tokopedia'], baseUrl: 'https://b2b.tokopedia.com/api', ...plan };
    const config = parseConfig({ ...shipped, providers: { ...shipped.providers, tokopedia: changed } });
    expect(config.providers['tokopedia']).toMatchObject({ ...plan, timeout: '5s' });
    expect(config.providers['digiflazz']).toMatchObject({ minGap: '1s', firstCheck: '1s', reviewAfter: '10m' });
  });
});

const PRODUCTION = 'docs/temporal.config.production.json';
/** Every white label of Digiswitch has an address of its own; no source names Ayoconnect's. */
const TO_FILL_IN = ['providers.digiswitch.baseUrl', 'providers.ayoconnect.baseUrl'];

interface ProviderEntry {
  adapter: string;
  baseUrl: string;
  credentials: object;
  settings?: object;
  statusCall?: boolean;
}

interface ConfigFile {
  providers: Record<string, ProviderEntry>;
}

async function fileOf(path: string): Promise<ConfigFile> {
  return JSON.parse(await readFile(join(projectFolder, path), 'utf8')) as ConfigFile;
}

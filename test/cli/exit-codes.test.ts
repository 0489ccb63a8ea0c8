import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../support/ports.js';
import { eachTestsFolder } from '../support/folder.js';
import { tuntas } from '../support/run.js';

const folder = eachTestsFolder();

const SECRETS = { SHOP_USERNAME: 'u', SHOP_API_KEY: 'k' };

async function configured(changes: object = {}): Promise<NodeJS.ProcessEnv> {
  const path = join(folder(), 'config.json');
  const config = {
    providers: {
      shop: {
        adapter: 'digiflazz',
        baseUrl: 'https://shop.example.com',
        credentials: { username: { env: 'SHOP_USERNAME' }, apiKey: { env: 'SHOP_API_KEY' } },
        poll: [{ every: '1s', for: '10s' }],
        settings: { dialect: 'digiflazz' },
      },
    },
    ...changes,
  };
  await writeFile(path, JSON.stringify(config));
  return { ...process.env, TUNTAS_CONFIG: path, TEMPORAL_CONFIG_FILE: join(folder(), 'none.toml') };
}

test.each(['dev', 'worker', 'sandbox'])(
  '`tuntas %s` ends with 2 on a bad configuration, naming the path',
  async (command) => {
    const { code, stdout, stderr } = await tuntas([command], { env: await configured({ deadline: 'soon' }) });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^tuntas: deadline: must be a duration .*\n$/);
  },
);

test('`tuntas worker` ends with 2 when a secret is missing, naming its variable', async () => {
  const { code, stderr } = await tuntas(['worker'], { env: { ...(await configured()), SHOP_USERNAME: 'u' } });
  expect(code).toBe(2);
  expect(stderr).toContain('SHOP_API_KEY (apiKey of provider shop)');
});

test('`tuntas dev` ends with 2 for a provider on another machine, naming its path', async () => {
  const { code, stderr } = await tuntas(['dev'], { env: { ...(await configured()), ...SECRETS } });
  expect(code).toBe(2);
  expect(stderr).toContain('providers.shop.baseUrl: is not on this machine');
});

test('`tuntas worker` ends with 2 when a secret of our own choice is too short, naming its variable and not its value', async () => {
  const ledger = { baseUrl: 'https://ledger.example.com', token: { env: 'SHOP_LEDGER_TOKEN' } };
  const env = { ...(await configured({ ledger })), ...SECRETS, SHOP_LEDGER_TOKEN: 'hunter2' };
  const { code, stderr } = await tuntas(['worker'], { env });
  expect(code).toBe(2);
  expect(stderr).toContain('ledger.token: the secret in SHOP_LEDGER_TOKEN must have at least 16 characters');
  expect(stderr).not.toContain('hunter2');
});

test('`tuntas worker` ends with 4 when Temporal does not answer', async () => {
  const port = await freePort();
  const env = { ...(await configured()), ...SECRETS, TEMPORAL_ADDRESS: `127.0.0.1:${port}` };
  const { code, stderr } = await tuntas(['worker'], { env });
  expect(code).toBe(4);
  expect(stderr).toContain(`Temporal does not answer at 127.0.0.1:${port}`);
});

test('`tuntas dev` ends with 2 when its port is taken by another program, naming the key to change', async () => {
  const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const temporal = { port, uiPort: await freePort(), state: join(folder(), 'state') };
  const env = { ...(await configured({ temporal, providers: {} })), ...SECRETS };
  const { code, stderr } = await tuntas(['dev'], { env });
  other.close();
  expect(code).toBe(2);
  expect(stderr).toContain('temporal.port');
});

test('with --json an error is one document on stdout', async () => {
  const { code, stdout } = await tuntas(['worker', '--json'], { env: await configured({ deadline: 'soon' }) });
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'InvalidConfig', faults: [{ path: 'deadline' }] },
  });
});

test('an unknown command ends with 2, help with 0', async () => {
  expect((await tuntas(['fly'])).code).toBe(2);
  expect((await tuntas(['--help'])).code).toBe(0);
});

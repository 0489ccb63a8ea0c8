import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { raiseRetention } from '../../worker/namespace.js';
import { type DevServer, startDevServer } from '../support/environment.js';
import { eachTestsFolder } from '../support/folder.js';
import { tuntas, tuntasCommand } from '../support/run.js';

const folder = eachTestsFolder();
let server: DevServer;
beforeAll(async () => {
  server = await startDevServer();
});
afterAll(() => server.stop());

async function environment(more: object = {}): Promise<NodeJS.ProcessEnv> {
  const path = join(folder(), 'config.json');
  const shop = {
    adapter: 'digiflazz',
    baseUrl: 'http://127.0.0.1:9',
    credentials: { username: { env: 'SHOP_USERNAME' }, apiKey: { env: 'SHOP_API_KEY' } },
    poll: [{ every: '1s', for: '10s' }],
    settings: { dialect: 'digiflazz' },
    ...more,
  };
  await writeFile(path, JSON.stringify({ retention: '90d', providers: { shop } }));
  return {
    ...process.env,
    TUNTAS_CONFIG: path,
    TEMPORAL_CONFIG_FILE: join(folder(), 'none.toml'),
    TEMPORAL_ADDRESS: server.address,
    SHOP_USERNAME: 'u',
    SHOP_API_KEY: 'k',
  };
}

test('a worker refuses a namespace with too short a retention, and names the command that raises it', async () => {
  const { code, stderr } = await tuntas(['worker'], { env: await environment() });
  expect(code).toBe(2);
  expect(stderr).toContain('temporal operator namespace update -n default --retention 7776000s');
});

test('a worker drains at SIGTERM and ends with 0', async () => {
  const connection = await Connection.connect({ address: server.address });
  await raiseRetention(connection, 'default', '90d');
  await connection.close();
  const child = spawn(process.execPath, [...tuntasCommand, 'worker'], { env: await environment() });
  let words = '';
  await new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
      if (words.includes('Worker: shop')) resolve();
    });
    child.once('exit', () => resolve());
  });
  expect(words).toContain('No operators are configured');
  expect(words).toContain(`Worker: shop at ${server.address}, namespace default`);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
});

test('a worker with another counterparty than the recorded one is refused, and one with a changed address goes on', async () => {
  // The tests before it have recorded the first address.
  const moved = { baseUrl: 'http://127.0.0.1:10' };
  const { code, stderr } = await tuntas(['worker'], { env: await environment(moved) });
  expect(code).toBe(2);
  expect(stderr).toMatch(/providers\.shop: .*another address or account.*formerly/);
  const child = spawn(process.execPath, [...tuntasCommand, 'worker'], {
    env: await environment({ ...moved, formerly: ['http://127.0.0.1:9'] }),
  });
  await new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Worker: shop')) resolve();
    });
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

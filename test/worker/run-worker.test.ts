import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { z } from 'zod';
import { Payments } from '../../client/payments.js';
import { runWebhooks } from '../../webhooks/run.js';
import { type Adapter, type ConfigFile, type Evidence, mismatch, runWorker } from '../../worker/index.js';
import { raiseRetention } from '../../worker/namespace.js';
import { type DevServer, startDevServer } from '../support/environment.js';
import { freePort } from '../support/ports.js';
import { tuntas } from '../support/run.js';

// A program may have set the SDK up before it runs a worker.
Runtime.install({ logger: new DefaultLogger('ERROR') });

const TOKEN = 'a-token-of-sixteen-characters';

/** A provider of a user's own: it takes every bill, and reports in a notice with its token how it ended. */
const mybiller: Adapter = {
  credentials: ['account', 'token'],
  ownCredentials: ['token'],
  account: 'account',
  noticeCredentials: ['token'],
  settings: z.strictObject({ price: z.int().min(1) }),
  create: ({ name, config, now }) => {
    const said = () => ({ at: new Date(now()).toISOString(), code: '', message: '' });
    const price = Number(config.settings['price']);
    return {
      name,
      terms: async () => ({ inquiry: true }),
      inquire: async () => ({ kind: 'bill', ...said(), amount: price, receipt: [] }),
      pay: async ({ request }) => ({
        kind: request.product === 'slow' ? 'pending' : 'success',
        from: 'pay',
        ...said(),
      }),
      check: async () => ({ kind: 'pending', from: 'status', ...said() }),
      ...noticesOf(TOKEN),
    };
  },
  createNotices: ({ name, secrets }) => ({ name, ...noticesOf(secrets['token'] ?? '') }),
};

function noticesOf(token: string): Pick<ReturnType<Adapter['createNotices']>, 'notice' | 'signatureHeaders'> {
  return {
    signatureHeaders: ['x-token'],
    notice: ({ headers, body }) => {
      if (headers['x-token'] !== token) return { kind: 'refused', why: 'bad-signature' };
      const about = JSON.parse(body.toString('utf8')) as { refId: string; product: string; customerNo: string };
      const evidence: Evidence = {
        kind: 'success',
        from: 'notice',
        at: new Date().toISOString(),
        code: '',
        message: 'paid',
      };
      return { kind: 'claim', claim: { ...about, evidence } };
    },
  };
}

let server: DevServer;
let connection: Connection;
let payments: Payments;
let folder: string;
let config: ConfigFile;
const secrets = { SHOP_ACCOUNT: 'shop', SHOP_TOKEN: TOKEN };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuntas-run-worker-'));
  server = await startDevServer();
  connection = await Connection.connect({ address: server.address });
  await raiseRetention(connection, 'default', '90d');
  payments = new Payments(new Client({ connection }));
  config = {
    temporal: { port: Number(server.address.split(':')[1]) },
    webhooks: { port: await freePort() },
    providers: {
      shop: {
        adapter: 'mybiller',
        baseUrl: 'https://mybiller.example',
        credentials: { account: { env: 'SHOP_ACCOUNT' }, token: { env: 'SHOP_TOKEN' } },
        poll: [{ every: '1h', for: '1d' }],
        settings: { price: 12_500 },
      },
    },
  };
});
afterAll(async () => {
  await connection.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const request = (refId: string, product = 'fast') => ({ provider: 'shop', refId, product, customerNo: '123' });

test('a worker carries payments out with a provider of its own, until it is stopped', async () => {
  const stop = new AbortController();
  const lines: string[] = [];
  const running = runWorker({
    config,
    adapters: { mybiller },
    secrets,
    stop: stop.signal,
    log: (line) => lines.push(line),
  });
  expect(await payments.pay(request('own-1'))).toMatchObject({ status: 'Sukses', amount: 12_500 });
  stop.abort();
  await running;
  expect(lines.join('\n')).toContain('Worker: shop');
});

test('the webhook server takes the notices of a provider of its own', async () => {
  const stop = new AbortController();
  let ready: () => void = () => undefined;
  const up = new Promise<void>((resolve) => (ready = resolve));
  const options = { config, adapters: { mybiller }, secrets, stop: stop.signal };
  const running = Promise.all([
    runWorker({ ...options, log: () => undefined }),
    runWebhooks({ ...options, log: (line) => line.startsWith('Webhooks: http') && ready() }),
  ]);
  const slow = request('own-2', 'slow');
  await payments.start(slow);
  await up;
  while ((await payments.progress(slow)).stage !== 'polling') await new Promise((resolve) => setTimeout(resolve, 100));
  const { port } = config.webhooks ?? {};
  const { refId, product, customerNo } = slow;
  const answer = await fetch(`http://127.0.0.1:${port}/webhooks/shop`, {
    method: 'POST',
    headers: { 'x-token': TOKEN },
    body: JSON.stringify({ refId, product, customerNo }),
  });
  expect(answer.status).toBe(200);
  expect(await payments.outcome(slow)).toMatchObject({ status: 'Sukses', message: 'paid' });
  stop.abort();
  await running;
});

test('the configuration of a provider of its own is checked before anything runs', async () => {
  const shop = { ...config.providers['shop']!, settings: {} };
  await expect(
    runWorker({ config: { ...config, providers: { shop } }, adapters: { mybiller }, secrets }),
  ).rejects.toThrow('providers.shop.settings.price');
  await expect(runWorker({ config, secrets })).rejects.toThrow(/providers\.shop\.adapter: must be one of/);
  await expect(runWorker({ config, adapters: { mybiller }, secrets: {} })).rejects.toMatchObject({
    code: 'MissingSecret',
  });
});

test('the commands of a client go on with a configuration whose adapter they do not know, and the worker is refused', async () => {
  const file = join(folder, 'temporal.config.json');
  await writeFile(file, JSON.stringify(config));
  const env = { ...process.env, TUNTAS_CONFIG: file, TEMPORAL_CONFIG_FILE: join(folder, 'none.toml') };
  const list = await tuntas(['list', '--provider', 'shop', '--json'], { env });
  expect({ code: list.code, stderr: list.stderr }).toEqual({ code: 0, stderr: '' });
  expect(await tuntas(['worker'], { env })).toMatchObject({ code: 2 });
});

test.each([
  ['the payment itself', {}, undefined],
  ['the number with leading zeros', { customerNo: '0000123' }, undefined],
  ['an alias of the product', { product: 'power' }, undefined],
  ['another reference', { refId: 'b' }, 'other-reference'],
  ['another product', { product: 'gas' }, 'other-product'],
  ['another customer', { customerNo: '124' }, 'other-customer'],
  ['no customer', { customerNo: undefined }, 'incomplete'],
])('a reply that names %s is read as such', (_what, change, why) => {
  const asked = { refId: 'a', product: 'pln', customerNo: '123' };
  expect(mismatch(asked, { ...asked, ...change }, ['power'])).toBe(why);
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Provider } from '../../activities/providers/provider.js';
import { configSchema } from '../../contract/config.js';
import { startWebhooks, type Webhooks, type WebhooksOptions } from '../../webhooks/index.js';
import { provider } from '../activities/providers/digiflazz/support.js';
import { notice, post } from './support.js';

const config = configSchema.parse({ providers: {} });

let webhooks: Webhooks;
let lines: string[];
let temporal: SlowTemporal;
let sockets: Socket[];

/** Runs every payment, but for those called `unknown…`, and answers about payments of `slow` only when it is let go. */
class SlowTemporal {
  slow = 'nobody';
  readonly asked: string[] = [];
  readonly signalled: string[] = [];
  #letGo: () => void = () => undefined;
  readonly #gate = new Promise<void>((resolve) => (this.#letGo = resolve));

  readonly client = {
    withDeadline: (_deadline: number, ask: () => Promise<unknown>) => ask(),
    workflow: {
      getHandle: (id: string) => ({
        signal: async () => {
          await this.#answer(id);
          this.signalled.push(id);
        },
        describe: async () => {
          await this.#answer(id);
          return { status: { name: 'RUNNING' }, historyLength: 10 };
        },
      }),
    },
  } as unknown as Client;

  letGo(): void {
    this.#letGo();
  }

  async #answer(id: string): Promise<void> {
    this.asked.push(id);
    if (id.startsWith(`payment:${this.slow}:`)) await this.#gate;
    if (id.includes(':unknown')) throw new WorkflowNotFoundError('not found', id, undefined);
  }
}

const refIdIn = (body: Buffer) => body.toString().split(' ')[0] ?? '';

/** A provider whose notices prove nothing, and one of which some do. */
const hinting: Provider = {
  ...({} as Provider),
  name: 'hinting',
  notice: ({ body }) => ({ kind: 'hint', refId: refIdIn(body) }),
};
const mixed: Provider = {
  ...hinting,
  name: 'mixed',
  notice: ({ body, headers }) => {
    const refId = refIdIn(body);
    if (!headers['x-proof']) return { kind: 'hint', refId };
    const evidence = { kind: 'success', from: 'notice', at: '', code: '', message: '' } as const;
    return { kind: 'claim', claim: { refId, product: 'p', customerNo: 'c', evidence } };
  },
};

async function start(more: Partial<WebhooksOptions> = {}) {
  lines = [];
  sockets = [];
  temporal = new SlowTemporal();
  const providers = { digiswitch: provider(), hinting, mixed };
  const log = (line: string) => void lines.push(line);
  webhooks = await startWebhooks({ config, providers, client: temporal.client, port: 0, log, ...more });
}

async function send(to: string, refId: string, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(`${webhooks.url}/webhooks/${to}`, { method: 'POST', body: refId, headers });
  await response.arrayBuffer();
  return response.status;
}

const many = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
const signed = (n: number) => post(webhooks.url, notice({ ref_id: `r${n}` })).then(({ status }) => status);
const waitUntil = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
};

async function idle(): Promise<Socket> {
  const socket = connect(Number(new URL(webhooks.url).port), '127.0.0.1');
  sockets.push(socket.on('error', () => undefined).resume());
  await once(socket, 'connect');
  return socket;
}

afterEach(async () => {
  temporal.letGo();
  for (const socket of sockets) socket.destroy();
  await webhooks.close();
});

describe('a flood of unsigned hints', () => {
  test("takes no slot from another provider's signed notices, nor from its own", async () => {
    await start();
    temporal.slow = 'hinting';
    const flood = many(120, (n) => send('hinting', `h${n}`));
    await waitUntil(() => webhooks.counts.received === 120);
    expect(await Promise.all(many(60, signed))).toEqual(many(60, () => 200));

    temporal.slow = 'mixed';
    const own = many(120, (n) => send('mixed', `h${n}`));
    await waitUntil(() => webhooks.counts.received === 300);
    const proven = many(90, (n) => send('mixed', `c${n}`, { 'x-proof': 'yes' }));
    await waitUntil(() => webhooks.counts.received === 390);
    temporal.letGo();
    expect(await Promise.all(proven)).toEqual(many(90, () => 200));
    await Promise.all([...flood, ...own]);
  });

  test('is refused with 429 beyond its rate, counted, and not asked about at Temporal', async () => {
    await start();
    const started = Date.now();
    const statuses = await Promise.all(many(300, (n) => send('hinting', `unknown${n}`)));
    const most = 50 + 20 * Math.ceil((Date.now() - started) / 1_000);
    const taken = statuses.filter((status) => status === 200).length;
    expect(taken).toBeLessThanOrEqual(most);
    expect(statuses.filter((status) => status === 429)).toHaveLength(300 - taken);
    expect(webhooks.counts.limited).toBe(300 - taken);
    expect(temporal.asked).toHaveLength(taken);
  });

  test('does not limit signed notices of the same provider', async () => {
    await start();
    await Promise.all(many(200, (n) => send('mixed', `h${n}`)));
    const statuses: number[] = [];
    for (let n = 0; n < 80; n += 1) statuses.push(await send('mixed', `c${n}`, { 'x-proof': 'yes' }));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test('writes one log line for each provider and kind, whatever their number', async () => {
    await start();
    await Promise.all(many(300, (n) => send('hinting', `unknown${n}`)));
    expect(lines.length).toBeLessThanOrEqual(2);
    expect(lines.join()).toContain('hinting');
    await webhooks.close();
    expect(lines.join('\n')).toMatch(/hinting: .* … and \d+ more like it/);
    await start();
  });
});

describe('a repeated hint', () => {
  test('about a reference that Temporal does not know is asked about once', async () => {
    await start();
    expect([await send('hinting', 'unknown1 a'), await send('hinting', 'unknown1 b')]).toEqual([200, 200]);
    expect(temporal.asked).toHaveLength(1);
    expect(webhooks.counts.unknown).toBe(2);
  });

  test('about a payment that just got one has to come again later', async () => {
    await start();
    expect([await send('hinting', 'h1 a'), await send('hinting', 'h1 b')]).toEqual([200, 429]);
    expect(temporal.signalled).toEqual(['payment:hinting:h1']);
    expect(await send('mixed', 'h1 c')).toBe(200);
    expect(webhooks.counts.limited).toBe(1);
  });
});

describe('idle connections', () => {
  test('do not shut out a signed notice, however many there are', async () => {
    await start({ limits: { connections: 8 } });
    for (let n = 0; n < 30; n += 1) await idle();
    expect(await signed(1)).toBe(200);
  });

  test('that wait with half a request do not shut out a signed notice', async () => {
    await start({ limits: { connections: 8 } });
    for (let n = 0; n < 30; n += 1) {
      (await idle()).write('POST /webhooks/digiswitch HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{');
    }
    expect(await signed(1)).toBe(200);
  });

  test('do not cost a delivery its reply that has come in and waits for Temporal', async () => {
    await start({ limits: { connections: 8 } });
    temporal.slow = 'mixed';
    const proven = many(4, (n) => send('mixed', `c${n}`, { 'x-proof': 'yes' }));
    await waitUntil(() => temporal.asked.length === 4);
    for (let n = 0; n < 30; n += 1) await idle();
    temporal.letGo();
    expect(await Promise.all(proven)).toEqual(many(4, () => 200));
  });

  test('are closed when nothing comes on them', async () => {
    await start({ limits: { idleMs: 500 } });
    const [silent, served] = [await idle(), await idle()];
    served.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
    const since = Date.now();
    await Promise.all([once(silent, 'close'), once(served, 'close')]);
    expect(Date.now() - since).toBeLessThan(5_000);
  });
});

test('headers of more than 8 KB are refused before anything is read of them', async () => {
  await start();
  expect(await send('mixed', 'c1', { 'x-proof': 'x'.repeat(9_000) })).toBe(431);
  expect(webhooks.counts.received).toBe(0);
});

test('the public port shows neither the counts nor whether Temporal answers', async () => {
  await start();
  const status = async (path: string) => (await fetch(webhooks.url + path)).status;
  expect([await status('/health'), await status('/ready'), await status('/counts')]).toEqual([200, 404, 404]);
  expect(webhooks.operationsUrl).toBeUndefined();
});

import { connect } from 'node:net';
import { once } from 'node:events';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Provider } from '../../activities/providers/provider.js';
import { configSchema } from '../../contract/config.js';
import { startWebhooks, type Webhooks } from '../../webhooks/index.js';
import { provider, SECRETS } from '../activities/providers/digiflazz/support.js';
import { notice, post } from './support.js';

const config = configSchema.parse({ providers: {}, webhooks: { port: 0, operations: { port: 0 } } });

let webhooks: Webhooks;
let lines: string[];
let temporal: FakeTemporal;

/** Knows payments by their workflow id, records their signals, and can be unreachable. */
class FakeTemporal {
  readonly running = new Set(['payment:digiswitch:r1']);
  readonly closed = new Map<string, string>();
  readonly signals: { id: string; args: unknown[] }[] = [];
  historyLength = 10;
  reachable = true;

  readonly client = {
    withDeadline: (_deadline: number, ask: () => Promise<unknown>) => ask(),
    workflowService: { getSystemInfo: () => this.#reach() },
    workflow: {
      getHandle: (id: string) => this.#handle(id),
      // All that have ended have the same run.
      list: () =>
        [...this.closed.values()].map((name) => ({ runId: 'a-run', startTime: new Date(), status: { name } })),
    },
  } as unknown as Client;

  #handle(id: string) {
    return {
      signal: async (_name: string, ...args: unknown[]) => {
        await this.#reach();
        if (!this.running.has(id)) throw new WorkflowNotFoundError('not found', id, undefined);
        this.signals.push({ id, args });
      },
      describe: async () => {
        await this.#reach();
        const name = this.running.has(id) ? 'RUNNING' : this.closed.get(id);
        if (name === undefined) throw new WorkflowNotFoundError('not found', id, undefined);
        return { runId: 'a-run', status: { name }, historyLength: this.historyLength };
      },
    };
  }

  async #reach(): Promise<void> {
    if (!this.reachable) throw new Error('14 UNAVAILABLE: nobody home at 0812');
    return Promise.resolve();
  }
}

/** A provider whose notices name payments and prove nothing. */
const hinting: Provider = {
  ...({} as Provider),
  name: 'hinting',
  notice: ({ body }) => ({ kind: 'hint', refId: body.toString() }),
};

async function start(providers: Record<string, Provider> = { digiswitch: provider(), hinting }) {
  lines = [];
  temporal = new FakeTemporal();
  const log = (line: string) => void lines.push(line);
  webhooks = await startWebhooks({ config, providers, client: temporal.client, port: 0, log });
}

const status = async (body: string, sent = {}) => (await post(webhooks.url, body, sent)).status;
const hint = async (refId: string) =>
  (await fetch(`${webhooks.url}/webhooks/hinting`, { method: 'POST', body: refId })).status;

beforeEach(() => start());
afterEach(() => webhooks.close());

describe('deliveries', () => {
  test('a delivery with the right signature reaches its payment as it came, with the header of its signature only', async () => {
    expect(await status(notice())).toBe(200);
    const body = Buffer.from(notice()).toString('base64');
    const headers = { 'x-hub-signature': expect.stringMatching(/^sha1=[0-9a-f]{40}$/) };
    expect(temporal.signals).toEqual([{ id: 'payment:digiswitch:r1', args: [{ body, headers }] }]);
    expect(webhooks.counts).toMatchObject({ received: 1, claims: 1, undelivered: 0 });
  });

  test.each(['text/plain', 'nonsense', 'application/json; charset=x', 'application/x-www-form-urlencoded'])(
    'a delivery is read whatever its content type, such as %s',
    async (type) => {
      expect(await status(notice(), { headers: { 'content-type': type } })).toBe(200);
      expect(temporal.signals).toHaveLength(1);
    },
  );

  test('a delivery signed with another key does nothing', async () => {
    expect(await status(notice(), { secret: 'other' })).toBe(401);
    expect(webhooks.counts.refused['bad-signature']).toBe(1);
    expect(temporal.signals).toEqual([]);
  });

  test('a delivery without a signature does nothing', async () => {
    expect(await status(notice(), { headers: { 'x-hub-signature': '' } })).toBe(401);
    expect(webhooks.counts.refused.unsigned).toBe(1);
    expect(temporal.signals).toEqual([]);
  });

  test.each(['<html>', '[]', '{"data":{"rc":"00"}}'])(
    'a signed delivery that cannot be read, %s, is a bad request',
    async (body) => {
      expect(await status(body)).toBe(400);
      expect(webhooks.counts.refused.unreadable).toBe(1);
    },
  );

  test('a delivery with a reference that cannot be ours is accepted, counted and not logged', async () => {
    expect(await status(notice({ ref_id: 'INV/Budi/0812' }))).toBe(200);
    expect(webhooks.counts).toMatchObject({ received: 1, claims: 0, unknown: 1 });
    expect(webhooks.counts.refused.unreadable).toBe(0);
    expect(lines.join()).toContain('digiswitch');
    expect(lines.join()).not.toContain('Budi');
    expect(temporal.signals).toEqual([]);
  });

  test('a delivery that leaves out the product or the customer is a hint', async () => {
    expect(await status(notice({ code: undefined }))).toBe(200);
    expect(await status(notice({ customer_no: undefined }))).toBe(200);
    expect(temporal.signals.map(({ args }) => args)).toEqual([[], []]);
    expect(webhooks.counts).toMatchObject({ hints: 2, claims: 0 });
  });

  test('a delivery without a verdict goes no further once the history is long; a verdict always does', async () => {
    temporal.historyLength = 5_000;
    expect(await status(notice({ status: 'Pending', rc: '03' }))).toBe(200);
    expect(await status(notice({ status: 'Gagal', rc: '98' }))).toBe(200);
    expect(temporal.signals).toEqual([]);
    expect(webhooks.counts.repeated).toBe(2);
    expect(await status(notice())).toBe(200);
    expect(temporal.signals).toHaveLength(1);
    temporal.historyLength = 10;
    expect(await status(notice({ status: 'Pending', rc: '03', message: 'again' }))).toBe(200);
    expect(temporal.signals).toHaveLength(2);
  });

  test('a delivery that is too large is refused, whether its headers show its size or not', async () => {
    const body = notice({ message: 'x'.repeat(70_000) });
    expect(await status(body)).toBe(413);
    const stream = new Blob([body]).stream();
    const streamed = await fetch(`${webhooks.url}/webhooks/digiswitch`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    });
    expect(streamed.status).toBe(413);
    expect(webhooks.counts.refused['too-large']).toBe(2);
    expect(temporal.signals).toEqual([]);
  });

  test('a ping is answered and sent to no payment', async () => {
    const response = await post(webhooks.url, '{"sed":"hi","hook":{"secret":"h00k"}}');
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(webhooks.counts.pings).toBe(1);
    expect(temporal.signals).toEqual([]);
  });

  test('a delivery that comes in several times is forwarded once', async () => {
    for (let copy = 0; copy < 3; copy += 1) expect(await status(notice())).toBe(200);
    expect(temporal.signals).toHaveLength(1);
    expect(webhooks.counts).toMatchObject({ received: 3, claims: 3, repeated: 2 });
  });

  test('a delivery that came in with a good signature is refused with a bad one', async () => {
    await status(notice());
    expect(await status(notice(), { secret: 'other' })).toBe(401);
  });

  test('a delivery about a reference that Temporal does not know is recorded and answered every time', async () => {
    expect(await status(notice({ ref_id: 'r2' }))).toBe(200);
    expect(await status(notice({ ref_id: 'r2' }))).toBe(200);
    expect(webhooks.counts).toMatchObject({ unknown: 2, repeated: 0 });
    expect(lines).toHaveLength(1);
  });

  test('a delivery that Temporal does not accept must be sent again, and is accepted then', async () => {
    temporal.reachable = false;
    expect(await status(notice())).toBe(503);
    expect(webhooks.counts.undelivered).toBe(1);
    temporal.reachable = true;
    expect(await status(notice())).toBe(200);
    expect(temporal.signals).toHaveLength(1);
  });

  test('a delivery about a payment that was ended from outside is recorded', async () => {
    temporal.closed.set('payment:digiswitch:r3', 'TERMINATED');
    expect(await status(notice({ ref_id: 'r3' }))).toBe(200);
    expect(webhooks.counts.broken).toBe(1);
    expect(lines.join()).toContain('r3');
  });

  test('a delivery leaves nothing of a customer, a secret or its signature in the log or the reply', async () => {
    const answers = [await post(webhooks.url, notice()), await post(webhooks.url, notice(), { secret: 'other' })];
    temporal.reachable = false;
    answers.push(await post(webhooks.url, notice({ sn: 'again' })), await post(webhooks.url, '{"x":"0812"}x'));
    answers.push(await fetch(`${webhooks.url}/webhooks/0812`, { method: 'POST', body: '0812' }));
    const said = [...lines, ...(await Promise.all(answers.map((answer) => answer.text())))].join('\n');
    expect(said).not.toMatch(/0812|h00k|sha1/);
  });
});

describe('hints', () => {
  test('a hint reaches a running payment as a signal without content', async () => {
    temporal.running.add('payment:hinting:h1');
    expect(await hint('h1')).toBe(200);
    expect(temporal.signals).toEqual([{ id: 'payment:hinting:h1', args: [] }]);
  });

  test('a hint about an ended payment, or one with a long history, goes no further', async () => {
    temporal.closed.set('payment:hinting:h2', 'COMPLETED');
    temporal.running.add('payment:hinting:h3');
    temporal.historyLength = 5_000;
    expect([await hint('h2'), await hint('h3')]).toEqual([200, 200]);
    expect(temporal.signals).toEqual([]);
    expect(webhooks.counts.repeated).toBe(2);
  });

  test('a hint whose reference is invalid is a bad request', async () => {
    expect([await hint('h1:x'), await hint('../h1'), await hint('')]).toEqual([400, 400, 400]);
  });

  test('a hint about an unknown reference leaves the reference out of the log', async () => {
    expect(await hint('Budi-0812')).toBe(200);
    expect(lines.join()).toContain('hinting');
    expect(lines.join()).not.toContain('Budi');
  });
});

test('without a secret every delivery is refused, and the start logs it', async () => {
  await webhooks.close();
  const { username, apiKey } = SECRETS;
  await start({ digiswitch: provider({ secrets: { username, apiKey } }) });
  expect(lines).toEqual([expect.stringContaining('digiswitch: no webhook secret')]);
  expect(await status(notice(), { secret: '' })).toBe(401);
  expect(webhooks.counts.refused['no-secret']).toBe(1);
});

test('a provider that sends no webhooks has no address', async () => {
  await webhooks.close();
  await start({ digiswitch: { ...({} as Provider), name: 'digiswitch' } });
  expect(await status(notice())).toBe(404);
});

test('the operations port shows that the server runs, whether Temporal answers, and its counts', async () => {
  const get = (path: string) => fetch(`${webhooks.operationsUrl}${path}`);
  expect([(await get('/health')).status, (await get('/ready')).status]).toEqual([200, 200]);
  const health = { status: 'ok', service: 'tuntas-webhooks' };
  for (const url of [webhooks.url, webhooks.operationsUrl]) {
    expect(await (await fetch(`${url}/health`)).json()).toEqual(health);
  }
  temporal.reachable = false;
  expect([(await get('/health')).status, (await get('/ready')).status]).toEqual([200, 503]);
  expect(await (await get('/counts')).json()).toEqual(webhooks.counts);
});

test('a body that never ends is cut off, and others are answered meanwhile', async () => {
  const socket = connect(Number(new URL(webhooks.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined).resume();
  socket.write('POST /webhooks/digiswitch HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{');
  const trickle = setInterval(() => socket.write('x'), 1_000);
  expect(await status(notice())).toBe(200);
  await once(socket, 'close');
  clearInterval(trickle);
  expect(temporal.signals).toHaveLength(1);
});

test('closing logs the counts', async () => {
  await status(notice());
  await webhooks.close();
  expect(lines.at(-1)).toContain('"claims":1');
  await start();
});

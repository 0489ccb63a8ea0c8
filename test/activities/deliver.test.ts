import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure, defaultDataConverter, defaultPayloadConverter } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { Webhook } from 'standardwebhooks';
import type { HttpCall, HttpResult } from '../../activities/http.js';
import { createNotifyActivities } from '../../activities/index.js';
import { thisMachine } from '../../activities/world.js';
import type { Notification } from '../../contract/notification.js';
import { testConfig } from '../support/test-workers.js';

const SECRETS = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
const receiver = { name: 'shop', events: [], firstRetryMs: 1, longestRetryMs: 1, giveUpAfterMs: 1 };
const key = { provider: 'digiswitch', refId: 'inv-1' };
const MESSAGE: Notification = {
  ...key,
  ...{ id: 'msg_1', type: 'payment.review', timestamp: '2026-11-21T03:00:00.000Z', status: 'Pending', receiver },
};

/** A run of the payment: how it stands, and with which status it has ended. */
interface Run {
  status: string;
  outcome?: 'Sukses' | 'Gagal';
  /** More of the outcome. */
  said?: object;
  firstRunId?: string;
}

/** The run that has started the message, and the latest one where it is another. */
type Runs = Record<'a-run', Run> & { after?: Run | undefined };

/** Temporal's record: the message's own workflow and, where it has one, the workflow that has started it. */
function client(parent: { type: string; workflowId: string; taskQueue?: string } | null, runs: Runs): Client {
  const parentExecution = parent && { workflowId: parent.workflowId, runId: 'a-run' };
  const getHandle = (workflowId: string, named?: string) => {
    const runId = named ?? (runs.after ? 'after' : 'a-run');
    const { status, outcome, said, firstRunId = 'a-run' } = runs[runId as keyof Runs] ?? runs['a-run'];
    const raw = { workflowExecutionInfo: { firstRunId } };
    const ended = {
      workflowExecutionCompletedEventAttributes: {
        result: toPayloads(...(outcome ? [{ ...outcomeOf(outcome), ...said }] : [])),
      },
    };
    return {
      describe: async () =>
        workflowId === parent?.workflowId
          ? { ...parent, runId, taskQueue: parent.taskQueue ?? 'payments', status: { name: status }, raw }
          : { raw: { workflowExecutionInfo: { parentExecution } } },
      fetchHistory: async () => ({ events: [ended] }),
    };
  };
  return { workflow: { getHandle }, options: { loadedDataConverter: defaultDataConverter } } as unknown as Client;
}

const outcomeOf = (status: 'Sukses' | 'Gagal') => ({
  ...key,
  status,
  customerNo: '530000000001',
  message: '',
  receipt: [],
});

const toPayloads = (...values: unknown[]) => ({
  payloads: values.map((value) => defaultPayloadConverter.toPayload(value)),
});

const PAYMENT = { type: 'payment', workflowId: 'payment:digiswitch:inv-1' };

const RUNNING: Runs = { 'a-run': { status: 'RUNNING' } };

interface Given {
  /** Who has started the message. @default the payment */
  parent?: Parameters<typeof client>[0];
  message?: Notification;
  /** @default the payment is running */
  runs?: Runs;
  /** @default 1 */
  attempt?: number;
  /** What the receiver has asked for. @default nothing */
  include?: string[];
}

async function deliver(
  result: HttpResult,
  { parent = PAYMENT, message = MESSAGE, runs = RUNNING, attempt = 1, include = [] }: Given = {},
) {
  const calls: HttpCall[] = [];
  const shop = { name: 'shop', url: 'https://shop.example/hook', secret: { env: 'S' }, include };
  const config = testConfig({}, { notify: [shop] });
  const { deliver: activity } = createNotifyActivities({
    ...thisMachine,
    exchange: async (call) => {
      calls.push(call);
      return result;
    },
    config,
    providers: {},
    client: client(parent, runs),
    notifySecrets: { shop: SECRETS },
  });
  const environment = new MockActivityEnvironment({
    attempt,
    workflowExecution: { workflowId: 'notify:x', runId: 'own' },
  });
  const delivered = environment.run<[Notification], string, (message: Notification) => Promise<string>>(
    activity,
    message,
  );
  return { calls, outcome: await delivered.catch((error: unknown) => error) };
}

const reply = (status: number, body = '', headers = {}, more = {}): HttpResult => ({
  ...{ kind: 'reply', status, headers, body: Buffer.from(body), ...more },
});

test.each([reply(200, 'ok'), reply(204), reply(299, '{"ok":true}'), reply(200, 'PK binary')])(
  'a 2xx is a delivery, whatever its text (%#)',
  async (result) => {
    expect((await deliver(result)).outcome).toBe('delivered');
  },
);

test.each([
  ['a redirect', reply(302, '', { location: 'https://other.example' })],
  ['a refusal', reply(401)],
  ['an error', reply(500)],
  ['a page of a proxy', reply(200, '<html><body>Log in</body></html>', { 'content-type': 'text/html' })],
  ['a page without its type', reply(200, ' <!DOCTYPE html><p>Welcome')],
  ['no answer', { kind: 'unknown', why: 'timeout' } as const],
  ['a private address', { kind: 'not-sent', why: 'private-address' } as const],
])('%s is no delivery, and is tried again', async (_, result) => {
  const { outcome } = await deliver(result);
  expect(outcome).toBeInstanceOf(ApplicationFailure);
  expect(outcome).toMatchObject({ type: 'Undelivered', nonRetryable: false });
});

test('a receiver that asks for time is given it', async () => {
  const { outcome } = await deliver(reply(503, '', {}, { retryAfterMs: 30_000 }));
  expect(outcome).toMatchObject({ nextRetryDelay: 30_000 });
});

test('a receiver that is gone is not tried again', async () => {
  expect((await deliver(reply(410))).outcome).toMatchObject({ type: 'ReceiverGone', nonRetryable: true });
});

test('each secret signs, so that one of them can be changed', async () => {
  const { calls } = await deliver(reply(204));
  const { headers = {}, body = '', publicOnly } = calls[0]!;
  for (const secret of SECRETS) expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: MESSAGE.type });
  expect(headers['webhook-id']).toBe('msg_1');
  expect(publicOnly).toBe(true);
});

test.each([
  ['nobody', null],
  ['another type of workflow', { ...PAYMENT, type: 'other' }],
  ['another queue', { ...PAYMENT, taskQueue: 'others' }],
  ['another payment', { ...PAYMENT, workflowId: 'payment:digiswitch:inv-2' }],
  ['the review of another payment', { type: 'review', workflowId: 'review:digiswitch:inv-2' }],
])('a message that %s has started is not sent', async (_, parent) => {
  const { calls, outcome } = await deliver(reply(204), { parent });
  expect(calls).toEqual([]);
  expect(outcome).toMatchObject({ type: 'InvalidRequest', nonRetryable: true });
});

test('an end is not told before the payment has ended', async () => {
  const { calls, outcome } = await deliver(reply(204), { message: { ...MESSAGE, type: 'payment.succeeded' } });
  expect(calls).toEqual([]);
  expect(outcome).toMatchObject({ type: 'NotEnded', nextRetryDelay: 200 });
});

const ENDED: Notification = { ...MESSAGE, type: 'payment.succeeded', status: 'Sukses' };

test.each([
  ['is delivered with the outcome of the run in its place', { status: 'COMPLETED', outcome: 'Sukses' }, 'delivered'],
  ['waits for the run in its place', { status: 'RUNNING' }, { type: 'NotEnded' }],
  ['is withdrawn where that run ends otherwise', { status: 'COMPLETED', outcome: 'Gagal' }, 'withdrawn'],
  ['is withdrawn where that run was ended from outside', { status: 'TERMINATED' }, 'withdrawn'],
  ['is withdrawn where another payment has its id', { status: 'COMPLETED', firstRunId: 'other' }, 'withdrawn'],
  ['is withdrawn where nothing took its place', undefined, 'withdrawn'],
] as const)('the end that a payment told before it was reset %s', async (_, after, expected) => {
  const { outcome } = await deliver(reply(204), { message: ENDED, runs: { 'a-run': { status: 'TERMINATED' }, after } });
  if (typeof expected === 'string') expect(outcome).toBe(expected);
  else expect(outcome).toMatchObject(expected);
});

const SAID = {
  message: 'Tagihan 530000000001 a.n. BUDI SANTOSO lunas',
  serialNumber: 'SN-1/BUDI SANTOSO/R1',
  providerRef: '5300 0000 0001',
  customerName: 'Budi Santoso',
};

test('what the provider says of an end shows neither the name nor the number, unless the receiver has asked for them', async () => {
  const runs = { 'a-run': { status: 'COMPLETED', outcome: 'Sukses', said: SAID } } as const;
  const sent = async (include: string[]) => {
    const { calls } = await deliver(reply(204), { message: ENDED, runs, include });
    return (JSON.parse(calls[0]?.body ?? '') as { data: { outcome: object } }).data.outcome;
  };
  expect(await sent([])).toEqual({
    ...{ ...key, status: 'Sukses', customerNo: '…0001' },
    ...{ message: 'Tagihan *** a.n. *** lunas', serialNumber: 'SN-1/***/R1', providerRef: '***' },
  });
  expect(await sent(['customer'])).toMatchObject({ ...SAID, customerNo: '530000000001' });
});

test('an end that does not come is asked for ever less often, at least once a minute', async () => {
  const delays: unknown[] = [];
  for (const attempt of [1, 2, 5, 9, 10, 1_000]) {
    const { outcome } = await deliver(reply(204), { message: ENDED, attempt });
    delays.push((outcome as ApplicationFailure).nextRetryDelay);
  }
  expect(delays).toEqual([200, 400, 3_200, 51_200, 60_000, 60_000]);
});

test('a receiver that this worker does not know is waited for', async () => {
  const message = { ...MESSAGE, receiver: { ...receiver, name: 'other' } };
  expect((await deliver(reply(204), { message })).outcome).toMatchObject({ type: 'Undelivered' });
});

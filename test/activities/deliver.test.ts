import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure, defaultDataConverter, defaultPayloadConverter } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { Webhook } from 'standardwebhooks';
import type { HttpCall, HttpResult } from '../../activities/http.js';
import { createNotifyActivities } from '../../activities/index.js';
import { thisMachine } from '../../activities/world.js';
import type { Notification, NotificationBody } from '../../contract/notification.js';
import { testConfig } from '../support/test-workers.js';

const SECRETS = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
const receiver = { name: 'shop', events: [], firstRetryMs: 1, longestRetryMs: 1, giveUpAfterMs: 1 };
const key = { provider: 'digiswitch', refId: 'inv-1' };
const MESSAGE: Notification = {
  ...key,
  ...{ id: 'msg_1', type: 'payment.review', timestamp: '2026-11-21T03:00:00.000Z', status: 'Pending', receiver },
};

/** A run of the workflow that has started the message: how it stands, and with which status it has ended. */
interface Run {
  status: string;
  outcome?: 'Sukses' | 'Gagal';
  /** More of the result. */
  said?: object;
  firstRunId?: string;
  /** @default true */
  isListed?: boolean;
}

/** The run that has started the message, and those after it: the last one is the latest. */
type Runs = Record<'a-run', Run> & Record<string, Run>;

/** Temporal's record: the message's own workflow and, where it has one, the workflow that has started it. */
function client(parent: { type: string; workflowId: string; taskQueue?: string } | null, runs: Runs): Client {
  const parentExecution = parent && { workflowId: parent.workflowId, runId: 'a-run' };
  const describe = (runId: string) => {
    const { status, firstRunId = 'a-run' } = runs[runId] ?? runs['a-run'];
    const startTime = new Date(Object.keys(runs).indexOf(runId));
    const raw = { workflowExecutionInfo: { firstRunId } };
    const times = { startTime, ...(status === 'RUNNING' ? {} : { closeTime: startTime }) };
    return { taskQueue: 'payments', ...parent, runId, ...times, status: { name: status }, raw };
  };
  const getHandle = (workflowId: string, runId = Object.keys(runs).at(-1) ?? '') => {
    const { outcome, said } = runs[runId] ?? runs['a-run'];
    const ended = {
      workflowExecutionCompletedEventAttributes: {
        result: toPayloads(...(outcome ? [{ ...outcomeOf(outcome), ...said }] : [])),
      },
    };
    return {
      describe: async () =>
        workflowId === parent?.workflowId ? describe(runId) : { raw: { workflowExecutionInfo: { parentExecution } } },
      fetchHistory: async () => ({ events: [ended] }),
    };
  };
  async function* list() {
    for (const [runId, { isListed = true }] of Object.entries(runs)) if (isListed) yield describe(runId);
  }
  return { workflow: { getHandle, list }, options: { loadedDataConverter: defaultDataConverter } } as unknown as Client;
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

const SUKSES: Run = { status: 'COMPLETED', outcome: 'Sukses' };
const GAGAL: Run = { status: 'COMPLETED', outcome: 'Gagal' };
const TERMINATED: Run = { status: 'TERMINATED' };
/** Somebody has started the payment's id once more, and the worker has refused it. */
const REFUSED: Run = { status: 'FAILED', firstRunId: 'again' };

/** `after`: the runs after the one that has started the message, the latest one last. */
async function told(
  { message, ...origin }: { message: Notification } & Run,
  after: Record<string, Run>,
  more: Given = {},
): Promise<{ outcome: unknown; data: NotificationBody['data'] | undefined }> {
  const { calls, outcome } = await deliver(reply(204), { ...more, message, runs: { 'a-run': origin, ...after } });
  const [call] = calls;
  return { outcome, data: call && (JSON.parse(call.body ?? '') as NotificationBody).data };
}

const WAITS = { type: 'NotEnded', nonRetryable: false };

test.each<[string, Run | undefined, 'delivered' | 'withdrawn' | typeof WAITS]>([
  ['is delivered with the outcome of the run in its place', SUKSES, 'delivered'],
  ['waits for the run in its place', { status: 'RUNNING' }, WAITS],
  ['is withdrawn where that run ends otherwise', GAGAL, 'withdrawn'],
  ['waits where that run was ended from outside too', TERMINATED, WAITS],
  ['waits where only another payment has its id since', { ...SUKSES, firstRunId: 'other' }, WAITS],
  ['waits where nothing took its place yet', undefined, WAITS],
])('the end that a payment told before it was terminated %s', async (_, after, expected) => {
  const { outcome } = await told({ message: ENDED, ...TERMINATED }, after ? { after } : {});
  if (typeof expected === 'string') expect(outcome).toBe(expected);
  else expect(outcome).toMatchObject(expected);
});

test('the end of a terminated payment is asked for ever less often, and is told once a reset has brought it to the same end', async () => {
  const origin = { message: ENDED, ...TERMINATED };
  const { outcome } = await told(origin, {}, { attempt: 8 });
  expect(outcome).toMatchObject({ ...WAITS, nextRetryDelay: 25_600 });
  expect((outcome as ApplicationFailure).details).toEqual([
    { why: 'the payment was ended from outside, and waits for a reset' },
  ]);
  expect(await told(origin, { reset: SUKSES }, { attempt: 9 })).toMatchObject({
    outcome: 'delivered',
    data: { status: 'Sukses' },
  });
});

test.each<[string, Record<string, Run>]>([
  ['once', { reset: SUKSES, refused: REFUSED }],
  ['several times', { refused: REFUSED, reset: SUKSES, again: REFUSED, other: { ...GAGAL, firstRunId: 'other' } }],
  ['between two resets', { early: GAGAL, refused: REFUSED, reset: SUKSES, again: REFUSED }],
])('the end of a payment that was reset is told although its reference was started again %s', async (_, after) => {
  const { outcome, data } = await told({ message: ENDED, ...TERMINATED }, after);
  expect(outcome).toBe('delivered');
  expect(data?.status).toBe('Sukses');
});

test('the end of a payment that was reset waits for a list that does not show the latest run yet', async () => {
  const after = { reset: { ...SUKSES, isListed: false }, refused: { ...REFUSED, isListed: false } };
  expect((await told({ message: ENDED, ...TERMINATED }, after)).outcome).toMatchObject(WAITS);
});

test('an end is not told while the payment runs again after a reset, and is told as that run ends', async () => {
  const origin = { message: ENDED, ...SUKSES };
  expect((await told(origin, { reset: { status: 'RUNNING' } })).outcome).toMatchObject(WAITS);
  expect((await told(origin, { reset: GAGAL })).outcome).toBe('withdrawn');
  const { data } = await told(origin, { reset: { ...SUKSES, said: { funds: 'owed' } } });
  expect(data?.outcome).toMatchObject({ funds: 'owed' });
});

test('an end is told although somebody has started the reference again since', async () => {
  expect((await told({ message: ENDED, ...SUKSES }, { refused: REFUSED })).outcome).toBe('delivered');
});

const REVIEW = { parent: { type: 'review', workflowId: 'review:digiswitch:inv-1' } };
const RESOLVED: Notification = {
  ...ENDED,
  type: 'payment.resolved',
  review: { why: 'a notice', since: '2026-11-21T03:00:00.000Z', resolution: { status: 'Sukses', by: 'ayu' } },
};
/** A review that has ended. */
const decided = (status: 'Sukses' | 'Gagal', by: string): Run => ({
  ...(status === 'Sukses' ? SUKSES : GAGAL),
  said: { funds: 'captured', resolution: { status, by, note: '' }, reviews: 1 },
});

test('what an operator has decided in a review is told with where the funds are', async () => {
  const { data } = await told({ message: RESOLVED, ...decided('Sukses', 'ayu') }, {}, REVIEW);
  expect(data).toMatchObject({ status: 'Sukses', review: { funds: 'captured', resolution: { by: 'ayu' } } });
});

test('a resolution is told of its own review, also while a later one runs', async () => {
  const later = { status: 'RUNNING', firstRunId: 'later' };
  const { data } = await told({ message: RESOLVED, ...decided('Sukses', 'ayu') }, { later }, REVIEW);
  expect(data).toMatchObject({ status: 'Sukses', review: { resolution: { by: 'ayu' } } });
});

test.each<[string, Run, 'delivered' | 'withdrawn' | typeof WAITS]>([
  ['is told where the review has ended the same', decided('Sukses', 'ayu'), 'delivered'],
  ['is withdrawn where the review has ended with the other status', decided('Gagal', 'ayu'), 'withdrawn'],
  ['is withdrawn where somebody else has decided', decided('Sukses', 'budi'), 'withdrawn'],
  ['is withdrawn where nothing contradicted the outcome', { ...SUKSES, said: { status: undefined } }, 'withdrawn'],
  ['waits where the review was terminated', TERMINATED, WAITS],
])('a resolution that was told before its review was reset %s', async (_, after, expected) => {
  const { outcome } = await told({ message: RESOLVED, ...TERMINATED }, { after }, REVIEW);
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

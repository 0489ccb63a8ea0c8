import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { compareWithEnded } from '../../client/ended-payment.js';
import { paymentRecord } from '../../activities/payment-record.js';
import { recordedPayment } from '../../activities/recorded-payment.js';
import type { Claim } from '../../contract/evidence.js';
import type { ReviewOutcome } from '../../contract/review.js';
import { noticeWith } from '../support/test-notice.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import { fakeConverter } from './fake-client.js';

const key = { provider: 'digiswitch', refId: 'inv-1' };
const request = { ...key, product: 'pln', customerNo: '530000000001', account: 'a1' };
const ledger = { queue: 'payments-ledger', timeoutMs: 10_000 };
const plan = { aliases: ['dspln'], ledger };

const sukses: PaymentOutcome = {
  ...key,
  status: 'Sukses',
  product: 'pln',
  customerNo: '530000000001',
  voucher: '1234-5678-9012',
  serialNumber: '1234-5678-9012',
  code: '00',
  message: 'Transaksi Sukses',
  receipt: [],
  funds: 'captured',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
};

function claim(kind: Claim['evidence']['kind'], more: Partial<Claim> = {}): Claim {
  const evidence = { kind, from: 'notice', at: '2026-01-02T00:00:00.000Z', code: '74', message: 'Refund' } as const;
  return { refId: 'inv-1', product: 'dspln', customerNo: '530000000001', evidence, ...more };
}

/** Compares a claim, which comes in a signed notice. */
const compare = (client: Client, said: Claim) => compareWithEnded(client, key, said, noticeWith(said));

const payload = (value: unknown) => ({ payloads: [defaultPayloadConverter.toPayload(value)] });

const captureOf = (eventId: number, holdId: string) => ({
  eventId,
  activityTaskScheduledEventAttributes: {
    activityType: { name: 'capture' },
    input: payload({ key: 'a-key', holdId, amount: 11_000 }),
  },
});

const STARTED = {
  eventId: 1,
  workflowExecutionStartedEventAttributes: {
    workflowType: { name: 'payment' },
    taskQueue: { name: 'payments' },
    input: payload(request),
  },
};

/**
 * The events of a payment, as far as they are read: its first capture was refused, and an operator had the funds taken
 * by a new hold.
 */
const EVENTS = [
  STARTED,
  { eventId: 5, activityTaskScheduledEventAttributes: { activityType: { name: 'accept' } } },
  { eventId: 7, activityTaskCompletedEventAttributes: { scheduledEventId: 5, result: payload(plan) } },
  { eventId: 11, activityTaskScheduledEventAttributes: { activityType: { name: 'hold' } } },
  { eventId: 13, activityTaskCompletedEventAttributes: { scheduledEventId: 11, result: payload({ kind: 'done' }) } },
  captureOf(15, 'payment:digiswitch:inv-1:1'),
  { eventId: 21, activityTaskScheduledEventAttributes: { activityType: { name: 'hold' } } },
  captureOf(25, 'payment:digiswitch:inv-1:1767225600000'),
];

const endOf = (workflow?: Ended) => ({
  workflowExecutionCompletedEventAttributes: { result: payload(workflow?.result) },
});

interface Ended {
  status: string;
  result?: unknown;
}

/**
 * A client that knows these workflows by id and records every review that is started or signalled. `afterDescribe` runs
 * after each description, so that a test can change a workflow between that and the next call.
 */
function clientWith(
  workflows: Record<string, Ended>,
  events: object[] = EVENTS,
  afterDescribe: (id: string) => void = () => undefined,
) {
  const reviews: unknown[][] = [];
  const signals: unknown[][] = [];
  const client = {
    options: { loadedDataConverter: fakeConverter },
    workflow: {
      list: () => [],
      getHandle: (id: string) => ({
        describe: async () => {
          const { status: name } = workflows[id] ?? {};
          afterDescribe(id);
          if (!name) throw new WorkflowNotFoundError('not found', id, undefined);
          const type = id.split(':')[0];
          return {
            ...{ workflowId: id, runId: 'a-run', type, taskQueue: 'payments' },
            ...{ status: { name }, closeTime: new Date(), raw: {} },
          };
        },
        result: async () => workflows[id]?.result,
        fetchHistory: async () => ({ events: [...(id === PAYMENT ? events : []), endOf(workflows[id])] }),
        signal: async (...args: unknown[]) => {
          if (workflows[id]?.status !== 'RUNNING') throw new WorkflowNotFoundError('not found', id, undefined);
          signals.push([id, ...args]);
        },
      }),
      start: async (type: string, options: { workflowId: string; workflowIdReusePolicy: string }) => {
        const { status } = workflows[options.workflowId] ?? {};
        const isTaken = status === 'RUNNING' || (status && options.workflowIdReusePolicy === 'REJECT_DUPLICATE');
        if (isTaken) throw new WorkflowExecutionAlreadyStartedError('already started', options.workflowId, type);
        reviews.push([type, options]);
      },
    },
  } as unknown as Client;
  return { client, reviews, signals };
}

const OURS = { type: 'payment', taskQueue: 'payments' };
const PAYMENT = 'payment:digiswitch:inv-1';
const REVIEW = 'review:digiswitch:inv-1';
const ended = { [PAYMENT]: { status: 'COMPLETED', result: sukses } };

test('a claim about a payment that Temporal does not know is unknown', async () => {
  expect(await compare(clientWith({}).client, claim('failed'))).toBe('unknown');
});

test('a payment that was ended from outside has no outcome to compare with', async () => {
  const { client, reviews } = clientWith({ [PAYMENT]: { status: 'TERMINATED' } });
  client.workflow.list = (() => [
    { ...OURS, runId: 'a-run', startTime: new Date(), status: { name: 'TERMINATED' } },
  ]) as never;
  expect(await compare(client, claim('failed'))).toBe('broken');
  expect(reviews).toEqual([]);
});

test('a payment that runs again must get the notice itself', async () => {
  const { client } = clientWith({ [PAYMENT]: { status: 'RUNNING' } });
  await expect(compare(client, claim('failed'))).rejects.toThrow('runs again');
});

test.each(['success', 'pending', 'unknown', 'not-sent'] as const)(
  'a claim of %s does not contradict Sukses',
  async (kind) => {
    const { client, reviews } = clientWith(ended);
    expect(await compare(client, claim(kind))).toBe('repeated');
    expect(reviews).toEqual([]);
  },
);

test('a contradiction goes to a review as it came, and the review is told nothing but the reference', async () => {
  const { client, reviews } = clientWith(ended);
  const contradiction = claim('failed');
  expect(await compare(client, contradiction)).toBe('contradicted');
  expect(reviews).toEqual([
    [
      'review',
      {
        workflowId: REVIEW,
        taskQueue: 'payments',
        args: [{ ...key, notice: noticeWith(contradiction) }],
        staticSummary: 'review of pln …0001 at digiswitch',
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      },
    ],
  ]);
});

test('a contradiction about another product or customer starts no review', async () => {
  const { client, reviews } = clientWith(ended);
  expect(await compare(client, claim('failed', { product: 'pdam' }))).toBe('mismatched');
  expect(await compare(client, claim('failed', { customerNo: '99' }))).toBe('mismatched');
  expect(reviews).toEqual([]);
});

/** The result of a review that was opened. */
function reviewed(more: Pick<ReviewOutcome, 'status' | 'funds'> & Partial<ReviewOutcome>): ReviewOutcome {
  const { endedAt, outcome } = { endedAt: '2026-01-02T00:00:00.000Z', outcome: sukses };
  return { opened: true, why: 'a notice', reviews: 1, endedAt, request, outcome, evidence: [], ...more };
}

test('an earlier verdict of an operator replaces the outcome, and the next review is told of that one', async () => {
  const result = reviewed({ status: 'Gagal', funds: 'released' });
  const { client, reviews } = clientWith({ ...ended, [REVIEW]: { status: 'COMPLETED', result } });
  expect(await compare(client, claim('failed'))).toBe('repeated');
  expect(await compare(client, claim('success'))).toBe('contradicted');
  expect(reviews.map(([, options]) => options)).toMatchObject([
    { args: [{ earlierRun: 'a-run' }], workflowIdReusePolicy: 'ALLOW_DUPLICATE' },
  ]);
});

describe('the record of an ended payment', () => {
  test('has the outcome without the voucher, and the hold of its last capture', async () => {
    const { client } = clientWith(ended);
    expect(await paymentRecord(client, key, [])).toEqual({
      kind: 'ended',
      request,
      aliases: ['dspln'],
      ledger,
      outcome: { ...sukses, voucher: '•••', serialNumber: '•••' },
      hold: `${PAYMENT}:1767225600000`,
      reviews: 0,
    });
  });

  test('has what the review that ended last has left', async () => {
    const result = reviewed({ status: 'Sukses', funds: 'captured', hold: `${REVIEW}:1`, reviews: 3 });
    const { client } = clientWith({ ...ended, [REVIEW]: { status: 'COMPLETED', result } });
    expect(await paymentRecord(client, key, ['a-run'])).toMatchObject({ hold: `${REVIEW}:1`, reviews: 3 });
  });

  test('is that of the run that ended, where a later start under the same id was refused', async () => {
    const { client } = clientWith({ [PAYMENT]: { status: 'FAILED', result: sukses } });
    const runs = [
      { ...OURS, runId: 'older', startTime: new Date('2026-01-01'), status: { name: 'COMPLETED' } },
      { ...OURS, runId: 'newer', startTime: new Date('2026-01-02'), status: { name: 'COMPLETED' } },
      { ...OURS, runId: 'a-run', startTime: new Date('2026-01-03'), status: { name: 'FAILED' } },
    ];
    const read: unknown[] = [];
    const { getHandle } = client.workflow;
    client.workflow.getHandle = ((id: string, run?: string) => {
      read.push(run);
      return getHandle(id);
    }) as never;
    client.workflow.list = (() => runs) as never;
    expect(await paymentRecord(client, key, [])).toMatchObject({ kind: 'ended', outcome: { status: 'Sukses' } });
    expect(read).toContain('newer');
  });

  test('is not known while the list does not show the start that was refused', async () => {
    const { client } = clientWith({ [PAYMENT]: { status: 'FAILED', result: sukses } });
    client.workflow.list = (() => []) as never;
    expect(await paymentRecord(client, key, [])).toEqual({ kind: 'unlisted' });
    await expect(compare(client, claim('failed'))).rejects.toThrow('once more');
    const refused = { ...OURS, runId: 'a-run', startTime: new Date(), status: { name: 'FAILED' } };
    client.workflow.list = (() => [refused]) as never;
    expect(await paymentRecord(client, key, [])).toEqual({ kind: 'broken' });
  });

  test('is that of a payment on the queue of payments, whatever has its id', async () => {
    const { workflowExecutionStartedEventAttributes: started } = STARTED;
    for (const foreign of [{ workflowType: { name: 'other' } }, { taskQueue: { name: 'other' } }]) {
      const forged = { ...STARTED, workflowExecutionStartedEventAttributes: { ...started, ...foreign } };
      const { client } = clientWith(ended, [forged, ...EVENTS.slice(1)]);
      await expect(paymentRecord(client, key, [])).rejects.toThrow('is no payment');
    }
  });
});

test('a review that runs gets the contradiction as a signal, and no second one is started', async () => {
  const { client, reviews, signals } = clientWith({ ...ended, [REVIEW]: { status: 'RUNNING' } });
  const contradiction = claim('failed');
  expect(await compare(client, contradiction)).toBe('contradicted');
  expect(signals).toEqual([[REVIEW, 'notice', noticeWith(contradiction)]]);
  expect(reviews).toEqual([]);
});

const resolvedGagal = reviewed({ status: 'Gagal', funds: 'released' });
const resolvedSukses = reviewed({ status: 'Sukses', funds: 'captured', hold: `${PAYMENT}:9` });

test('a review that ends during the comparison makes it start over with what was decided', async () => {
  for (const [result, compared] of [
    [resolvedGagal, 'repeated'],
    [resolvedSukses, 'contradicted'],
  ] as const) {
    const workflows: Record<string, Ended> = { ...ended, [REVIEW]: { status: 'RUNNING' } };
    const { client, reviews, signals } = clientWith(workflows, EVENTS, (id) => {
      if (id === REVIEW) workflows[REVIEW] = { status: 'COMPLETED', result };
    });
    expect(await compare(client, claim('failed'))).toBe(compared);
    expect(signals).toEqual([]);
    const next = { args: [{ earlierRun: 'a-run' }], workflowIdReusePolicy: 'ALLOW_DUPLICATE' };
    expect(reviews.map(([, options]) => options)).toMatchObject(compared === 'contradicted' ? [next] : []);
  }
});

test('a first review that begins and ends during the comparison is not started again with its keys', async () => {
  const workflows: Record<string, Ended> = { ...ended };
  const { client, reviews } = clientWith(workflows, EVENTS, (id) => {
    if (id === REVIEW) workflows[REVIEW] = { status: 'COMPLETED', result: resolvedSukses };
  });
  expect(await compare(client, claim('failed'))).toBe('contradicted');
  expect(reviews.map(([, options]) => options)).toMatchObject([{ args: [{ earlierRun: 'a-run' }] }]);
});

test('a comparison that is overtaken every time ends with an error, so that the notice comes once more', async () => {
  const { client, signals } = clientWith({ ...ended, [REVIEW]: { status: 'COMPLETED', result: resolvedSukses } });
  let starts = 0;
  client.workflow.start = () => {
    starts += 1;
    throw new WorkflowExecutionAlreadyStartedError('already started', REVIEW, 'review');
  };
  await expect(compare(client, claim('failed'))).rejects.toThrow('once more');
  expect({ starts, signals }).toEqual({ starts: 5, signals: [] });
});

test('the history of an ended payment shows its request, its plan and the hold of its last capture', async () => {
  const capturedHold = `${PAYMENT}:1767225600000`;
  const recorded = { request, plan, outcome: sukses };
  expect(await recordedPayment(clientWith(ended).client, key)).toEqual({ ...recorded, capturedHold });
  expect(await recordedPayment(clientWith(ended, EVENTS.slice(0, 3)).client, key)).toEqual(recorded);
});

test('a captured payment whose history shows no capture is refused, because a guess could release the wrong hold', async () => {
  const { client, reviews } = clientWith(ended, EVENTS.slice(0, 3));
  await expect(compare(client, claim('failed'))).rejects.toThrow('shows no capture');
  expect(reviews).toEqual([]);
});

test('the plan of a payment that was accepted by the local activity stands in its marker', async () => {
  const marker = (activityType: string, result: unknown) => ({
    markerRecordedEventAttributes: {
      markerName: 'core_local_activity',
      details: { data: payload({ seq: 1, activity_type: activityType }), result: payload(result) },
    },
  });
  const [started = {}, , , ...holds] = EVENTS;
  const events = [started, marker('accept', plan), marker('another', { aliases: [] }), ...holds];
  expect(await recordedPayment(clientWith(ended, events).client, key)).toEqual({
    request,
    plan,
    outcome: sukses,
    capturedHold: expect.stringContaining(request.refId) as string,
  });
});

test('a history without a plan is refused, because a guess could move the wrong money', async () => {
  const { client } = clientWith(ended, EVENTS.slice(0, 1));
  await expect(recordedPayment(client, key)).rejects.toThrow('no request, no plan or no outcome');
});

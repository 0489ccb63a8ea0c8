import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { compareWithEnded } from '../../client/ended-payment.js';
import { recordedPayment } from '../../client/recorded-payment.js';
import type { Claim } from '../../contract/evidence.js';
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

const payload = (value: unknown) => ({ payloads: [defaultPayloadConverter.toPayload(value)] });

const captureOf = (eventId: number, holdId: string) => ({
  eventId,
  activityTaskScheduledEventAttributes: {
    activityType: { name: 'capture' },
    input: payload({ key: 'a-key', holdId, amount: 11_000 }),
  },
});

/**
 * The events of a payment, as far as they are read: its first capture was refused, and an operator had the funds taken
 * by a new hold.
 */
const EVENTS = [
  { eventId: 1, workflowExecutionStartedEventAttributes: { input: payload(request) } },
  { eventId: 5, activityTaskScheduledEventAttributes: { activityType: { name: 'accept' } } },
  { eventId: 7, activityTaskCompletedEventAttributes: { scheduledEventId: 5, result: payload(plan) } },
  { eventId: 11, activityTaskScheduledEventAttributes: { activityType: { name: 'hold' } } },
  { eventId: 13, activityTaskCompletedEventAttributes: { scheduledEventId: 11, result: payload({ kind: 'done' }) } },
  captureOf(15, 'payment:digiswitch:inv-1:1'),
  { eventId: 21, activityTaskScheduledEventAttributes: { activityType: { name: 'hold' } } },
  captureOf(25, 'payment:digiswitch:inv-1:1767225600000'),
];

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
      getHandle: (id: string) => ({
        describe: async () => {
          const { status: name } = workflows[id] ?? {};
          afterDescribe(id);
          if (!name) throw new WorkflowNotFoundError('not found', id, undefined);
          return { status: { name } };
        },
        result: async () => workflows[id]?.result,
        fetchHistory: async () => ({ events }),
        signal: async (...args: unknown[]) => {
          if (workflows[id]?.status !== 'RUNNING') throw new WorkflowNotFoundError('not found', id, undefined);
          signals.push([id, ...args]);
        },
      }),
      signalWithStart: async (type: string, options: { workflowId: string; workflowIdReusePolicy: string }) => {
        const isClosed = (workflows[options.workflowId]?.status ?? 'RUNNING') !== 'RUNNING';
        if (isClosed && options.workflowIdReusePolicy === 'REJECT_DUPLICATE') {
          throw new WorkflowExecutionAlreadyStartedError('already started', options.workflowId, type);
        }
        reviews.push([type, options]);
      },
    },
  } as unknown as Client;
  return { client, reviews, signals };
}

const PAYMENT = 'payment:digiswitch:inv-1';
const REVIEW = 'review:digiswitch:inv-1';
const ended = { [PAYMENT]: { status: 'COMPLETED', result: sukses } };

test('a claim about a payment that Temporal does not know is unknown', async () => {
  expect(await compareWithEnded(clientWith({}).client, key, claim('failed'))).toBe('unknown');
});

test('a payment that was ended from outside has no outcome to compare with', async () => {
  const { client, reviews } = clientWith({ [PAYMENT]: { status: 'TERMINATED' } });
  expect(await compareWithEnded(client, key, claim('failed'))).toBe('broken');
  expect(reviews).toEqual([]);
});

test('a payment that runs again must get the notice itself', async () => {
  const { client } = clientWith({ [PAYMENT]: { status: 'RUNNING' } });
  await expect(compareWithEnded(client, key, claim('failed'))).rejects.toThrow('runs again');
});

test.each(['success', 'pending', 'unknown', 'not-sent'] as const)(
  'a claim of %s does not contradict Sukses',
  async (kind) => {
    const { client, reviews } = clientWith(ended);
    expect(await compareWithEnded(client, key, claim(kind))).toBe('repeated');
    expect(reviews).toEqual([]);
  },
);

test('a contradiction goes to a review with the hold that is captured, and without the voucher', async () => {
  const { client, reviews } = clientWith(ended);
  const contradiction = claim('failed');
  expect(await compareWithEnded(client, key, contradiction)).toBe('contradicted');
  expect(reviews).toEqual([
    [
      'review',
      {
        workflowId: REVIEW,
        taskQueue: 'payments',
        args: [
          {
            request,
            outcome: { ...sukses, voucher: '•••', serialNumber: '•••' },
            why: 'a notice says Gagal after the end in Sukses',
            hold: `${PAYMENT}:1767225600000`,
            ledger,
          },
        ],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        signal: 'notice',
        signalArgs: [{ claim: contradiction }],
      },
    ],
  ]);
});

test('a contradiction about funds that were released names no hold', async () => {
  const outcome = { ...sukses, status: 'Gagal', reason: 'failed', funds: 'released' };
  const { client, reviews } = clientWith({ [PAYMENT]: { status: 'COMPLETED', result: outcome } });
  expect(await compareWithEnded(client, key, claim('success'))).toBe('contradicted');
  expect(reviews[0]?.[1]).not.toHaveProperty('args.0.hold');
});

test('a contradiction about another product or customer starts no review', async () => {
  const { client, reviews } = clientWith(ended);
  expect(await compareWithEnded(client, key, claim('failed', { product: 'pdam' }))).toBe('mismatched');
  expect(await compareWithEnded(client, key, claim('failed', { customerNo: '99' }))).toBe('mismatched');
  expect(reviews).toEqual([]);
});

test('an earlier verdict of an operator replaces the outcome, and the next review has its own round', async () => {
  const verdict = { status: 'Gagal', by: 'Sari', note: 'refund', funds: 'released', round: 1 };
  const { client, reviews } = clientWith({ ...ended, [REVIEW]: { status: 'COMPLETED', result: verdict } });
  expect(await compareWithEnded(client, key, claim('failed'))).toBe('repeated');
  expect(await compareWithEnded(client, key, claim('success'))).toBe('contradicted');
  expect(reviews).toHaveLength(1);
  expect(reviews[0]?.[1]).toMatchObject({
    args: [{ outcome: { status: 'Gagal', reason: 'resolved', funds: 'released' }, round: 2 }],
  });
});

test('the hold of an earlier review is the one that the next review may release', async () => {
  const verdict = { status: 'Sukses', by: 'Sari', note: 'paid', funds: 'captured', hold: `${REVIEW}:1`, round: 1 };
  const { client, reviews } = clientWith({ ...ended, [REVIEW]: { status: 'COMPLETED', result: verdict } });
  expect(await compareWithEnded(client, key, claim('failed'))).toBe('contradicted');
  expect(reviews[0]?.[1]).toMatchObject({ args: [{ hold: `${REVIEW}:1`, round: 2 }] });
});

test('a review that runs gets the contradiction as a signal, and no second one is started', async () => {
  const { client, reviews, signals } = clientWith({ ...ended, [REVIEW]: { status: 'RUNNING' } });
  const contradiction = claim('failed');
  expect(await compareWithEnded(client, key, contradiction)).toBe('contradicted');
  expect(signals).toEqual([[REVIEW, 'notice', { claim: contradiction }]]);
  expect(reviews).toEqual([]);
});

const resolvedGagal = { status: 'Gagal', by: 'Sari', note: 'refund', funds: 'released', round: 1 };
const resolvedSukses = {
  status: 'Sukses',
  by: 'Sari',
  note: 'paid',
  funds: 'captured',
  hold: `${PAYMENT}:9`,
  round: 1,
};

test('a review that ends during the comparison makes it start over with what was decided', async () => {
  for (const [result, compared] of [
    [resolvedGagal, 'repeated'],
    [resolvedSukses, 'contradicted'],
  ] as const) {
    const workflows: Record<string, Ended> = { ...ended, [REVIEW]: { status: 'RUNNING' } };
    const { client, reviews, signals } = clientWith(workflows, EVENTS, (id) => {
      if (id === REVIEW) workflows[REVIEW] = { status: 'COMPLETED', result };
    });
    expect(await compareWithEnded(client, key, claim('failed'))).toBe(compared);
    expect(signals).toEqual([]);
    const next = { args: [{ round: 2, hold: `${PAYMENT}:9` }], workflowIdReusePolicy: 'ALLOW_DUPLICATE' };
    expect(reviews.map(([, options]) => options)).toMatchObject(compared === 'contradicted' ? [next] : []);
  }
});

test('a first review that begins and ends during the comparison is not started again with its keys', async () => {
  const workflows: Record<string, Ended> = { ...ended };
  const { client, reviews } = clientWith(workflows, EVENTS, (id) => {
    if (id === REVIEW) workflows[REVIEW] = { status: 'COMPLETED', result: resolvedSukses };
  });
  expect(await compareWithEnded(client, key, claim('failed'))).toBe('contradicted');
  expect(reviews.map(([, options]) => options)).toMatchObject([{ args: [{ round: 2 }] }]);
});

test('a comparison that is overtaken every time ends with an error, so that the notice comes once more', async () => {
  const workflows: Record<string, Ended> = { ...ended };
  let described = 0;
  const { client, reviews, signals } = clientWith(workflows, EVENTS, (id) => {
    if (id !== REVIEW) workflows[REVIEW] = { status: 'RUNNING' };
    else {
      described += 1;
      workflows[REVIEW] = { status: 'COMPLETED', result: resolvedSukses };
    }
  });
  await expect(compareWithEnded(client, key, claim('failed'))).rejects.toThrow('once more');
  expect({ described, reviews, signals }).toEqual({ described: 5, reviews: [], signals: [] });
});

test('the history of an ended payment shows its request, its plan and the hold of its last capture', async () => {
  const capturedHold = `${PAYMENT}:1767225600000`;
  expect(await recordedPayment(clientWith(ended).client, key)).toEqual({ request, plan, capturedHold });
  expect(await recordedPayment(clientWith(ended, EVENTS.slice(0, 3)).client, key)).toEqual({ request, plan });
});

test('a captured payment whose history shows no capture is refused, because a guess could release the wrong hold', async () => {
  const { client, reviews } = clientWith(ended, EVENTS.slice(0, 3));
  await expect(compareWithEnded(client, key, claim('failed'))).rejects.toThrow('shows no capture');
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
    capturedHold: expect.stringContaining(request.refId) as string,
  });
});

test('a history without a plan is refused, because a guess could move the wrong money', async () => {
  const { client } = clientWith(ended, EVENTS.slice(0, 1));
  await expect(recordedPayment(client, key)).rejects.toThrow('no request or no plan');
});

import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { Payments } from '../../client/payments.js';
import { readReview, reviewReasons } from '../../client/reviews.js';
import type { ReviewProgress } from '../../contract/messages.js';
import type { NoReview, ReviewOutcome } from '../../contract/review.js';
import { fakeConverter } from './fake-client.js';

const key = { provider: 'digiswitch', refId: 'inv-1' };
const request = { ...key, product: 'pln', customerNo: '530000000001', account: 'a1' };
const outcome: ReviewOutcome['outcome'] = {
  ...key,
  status: 'Sukses',
  product: 'pln',
  customerNo: '530000000001',
  code: '00',
  message: 'Transaksi Sukses',
  receipt: [],
  funds: 'captured',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
};
const why = 'a notice says Gagal after the end in Sukses';
const evidence = {
  kind: 'failed',
  from: 'notice',
  at: '2026-01-02T00:00:00.000Z',
  code: '74',
  message: 'Refund',
} as const;
const open: ReviewProgress = {
  request,
  stage: 'ended',
  status: 'Sukses',
  funds: 'captured',
  outcome,
  why,
  review: { since: '2026-01-02T00:00:00.000Z', why, challenge: 'a-run:1' },
  open: true,
  evidence: [evidence],
  timeline: [],
};
const resolution = { status: 'Gagal', by: 'Sari', note: 'letter of 3 May' } as const;
const result: ReviewOutcome = {
  opened: true,
  why,
  resolution,
  status: 'Gagal',
  funds: 'released',
  reviews: 1,
  endedAt: '2026-01-03T00:00:00.000Z',
  request,
  outcome,
  evidence: [evidence],
};

interface Known {
  status: 'RUNNING' | 'COMPLETED' | 'TERMINATED';
  /** What a worker answers; without it no worker does. */
  progress?: ReviewProgress;
}

const noWorker = Object.assign(new Error('deadline exceeded'), { code: 4, details: '', metadata: {} });

/** A client of a server that knows this review, or none. */
function clientWith(known?: Known, ended: ReviewOutcome | NoReview = result): Client {
  return {
    options: { namespace: 'default', loadedDataConverter: fakeConverter },
    withDeadline: (_at: number, calls: () => Promise<unknown>) => calls(),
    workflow: {
      getHandle: (id: string) => ({
        describe: async () => {
          if (!known) throw new WorkflowNotFoundError('not found', id, undefined);
          const ends = known.status === 'RUNNING' ? {} : { closeTime: new Date('2026-01-03T00:00:00Z') };
          return {
            runId: 'a-run',
            workflowId: id,
            ...{ type: 'review', taskQueue: 'payments' },
            status: { name: known.status },
            startTime: new Date('2026-01-02T00:00:00Z'),
            ...ends,
          };
        },
        query: async () => {
          if (!known?.progress) throw noWorker;
          return known.progress;
        },
        result: async () => ended,
      }),
      async *list() {
        // No other run.
      },
    },
  } as unknown as Client;
}

const since = '2026-01-02T00:00:00.000Z';
const endedAt = '2026-01-03T00:00:00.000Z';

test('a payment without a review has none', async () => {
  expect(await readReview(clientWith(), key)).toBeUndefined();
  expect(await new Payments(clientWith()).review(key)).toBeUndefined();
});

test('an open review is what its worker answers, with the time of its start', async () => {
  expect(await readReview(clientWith({ status: 'RUNNING', progress: open }), key)).toStrictEqual({ ...open, since });
});

test('a resolved review is what a worker answers, with the times of its start and its end', async () => {
  const resolved = { ...open, open: false, status: 'Gagal', funds: 'released', resolution } as const;
  expect(await readReview(clientWith({ status: 'COMPLETED', progress: resolved }), key)).toStrictEqual({
    ...resolved,
    since,
    endedAt,
  });
});

test('without a worker a resolved review is read from its result', async () => {
  expect(await readReview(clientWith({ status: 'COMPLETED' }), key)).toStrictEqual({
    ...open,
    review: { since, why, challenge: '' },
    status: 'Gagal',
    funds: 'released',
    open: false,
    resolution,
    timeline: [{ at: endedAt, event: 'resolve', result: 'Gagal', message: 'Sari: letter of 3 May' }],
    since,
    endedAt,
  });
});

test('a review that nothing opened is none', async () => {
  const client = clientWith({ status: 'COMPLETED' }, { opened: false, why: 'there is no such payment' });
  expect(await readReview(client, key)).toBeUndefined();
});

describe('a review that was resolved stands', () => {
  const at = (day: string) => new Date(`2026-01-0${day}T00:00:00Z`);
  const resolvedRun = {
    runId: 'r1',
    type: 'review',
    taskQueue: 'payments',
    status: { name: 'COMPLETED' },
    startTime: at('2'),
  };
  const later = { ...resolvedRun, runId: 'r2', startTime: at('4') };
  const clientOf = (latest: object): Client => {
    const runs = new Map<string, object>([
      ['r1', { ...resolvedRun, closeTime: at('3') }],
      ['r2', { ...latest, workflowId: 'review:digiswitch:inv-1', closeTime: at('4') }],
    ]);
    const results: Record<string, ReviewOutcome | NoReview> = { r1: result, r2: { opened: false, why: 'nothing' } };
    return {
      withDeadline: (_at: number, calls: () => Promise<unknown>) => calls(),
      workflow: {
        getHandle: (_id: string, runId = 'r2') => ({
          describe: async () => runs.get(runId),
          query: async () => Promise.reject(noWorker),
          result: async () => results[runId],
        }),
        async *list() {
          yield* runs.values();
        },
      },
    } as unknown as Client;
  };

  test('when a later one finds nothing', async () => {
    expect(await readReview(clientOf(later), key)).toMatchObject({ status: 'Gagal', funds: 'released', resolution });
  });

  test("when somebody else's workflow has taken its id", async () => {
    const other = { ...later, taskQueue: 'a-queue-of-his-own', status: { name: 'RUNNING' } };
    expect(await readReview(clientOf(other), key)).toMatchObject({ status: 'Gagal', funds: 'released', resolution });
  });
});

test('without a worker an open review is no guess but an error', async () => {
  const review = new Payments(clientWith({ status: 'RUNNING' })).review(key);
  await expect(review).rejects.toMatchObject({
    code: 'Unreachable',
    message: 'digiswitch inv-1 has a review, and no worker answers for it',
  });
});

test('a review that was terminated is not open, and nothing was decided in it', async () => {
  const review = await readReview(clientWith({ status: 'TERMINATED', progress: open }), key);
  expect(review).toMatchObject({ open: false, endedAt });
  expect(review).not.toHaveProperty('resolution');
});

test('a bad key is refused before Temporal is asked', async () => {
  await expect(new Payments(undefined as never).review({ provider: 'X', refId: ':' })).rejects.toMatchObject({
    code: 'InvalidRequest',
  });
});

describe('the reasons of reviews', () => {
  /** A client whose workflows answer like this; an error is a worker that does not answer. */
  function answering(answer: (id: string) => Promise<object>, list?: () => AsyncGenerator<object>) {
    const deadlines: number[] = [];
    const client = {
      withDeadline: (at: number, calls: () => Promise<unknown>) => (deadlines.push(at - Date.now()), calls()),
      workflow: { getHandle: (id: string) => ({ query: () => answer(id) }), list, count: async () => ({ count: 1 }) },
    } as unknown as Client;
    return { client, deadlines };
  }

  test('a payment has the reason of its review, a review its own, and what does not answer has none', async () => {
    const { client } = answering(async (id) => {
      if (id === 'payment:a:1') return { stage: 'polling', review: { since, why: 'no verdict from the provider' } };
      if (id === 'review:a:2') return open;
      if (id === 'payment:a:4') return { stage: 'polling' };
      throw noWorker;
    });
    const ids = ['payment:a:1', 'review:a:2', 'review:a:3', 'payment:a:4'];
    expect([...(await reviewReasons(client, ids))]).toEqual([
      ['payment:a:1', 'no verdict from the provider'],
      ['review:a:2', why],
    ]);
  });

  test('a list of what is under review has the reasons, and any other list asks no worker', async () => {
    const found = { workflowId: 'review:digiswitch:inv-1', startTime: new Date(since) };
    const { client } = answering(
      async () => open,
      async function* () {
        yield { ...found, typedSearchAttributes: new TypedSearchAttributes() };
      },
    );
    const payments = new Payments(client);
    expect(await payments.list({ review: true })).toMatchObject([{ ...key, why }]);
    expect((await payments.list())[0]).not.toHaveProperty('why');
  });

  test('at most eight are asked at once, and all of them within ten seconds', async () => {
    let asked = 0;
    let most = 0;
    const { client, deadlines } = answering(async () => {
      most = Math.max(most, (asked += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      asked -= 1;
      return open;
    });
    const ids = Array.from({ length: 30 }, (_, index) => `review:a:${index}`);
    expect((await reviewReasons(client, ids)).size).toBe(30);
    expect(most).toBe(8);
    expect(deadlines).toHaveLength(1);
    expect(deadlines[0]).toBeLessThanOrEqual(10_000);
  });
});

import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { WorkflowNotFoundError } from '@temporalio/client';
import { compareWithEnded } from '../../client/ended-payment.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { fakeConverter } from './fake-client.js';

// What a signed notice is compared with, where the payment has had more than one review.

const key = { provider: 'digiswitch', refId: 'inv-1' };
const request = { ...key, product: 'pln', customerNo: '530000000001' };
const outcome = { ...request, status: 'Sukses', code: '00', message: '', receipt: [], funds: 'none', finishedAt: 'T' };
const payload = (value: unknown) => ({ payloads: [defaultPayloadConverter.toPayload(value)] });
const PAYMENT = 'payment:digiswitch:inv-1';
const REVIEW = 'review:digiswitch:inv-1';
const HISTORY = [
  {
    eventId: 1,
    workflowExecutionStartedEventAttributes: {
      workflowType: { name: 'payment' },
      taskQueue: { name: 'payments' },
      input: payload(request),
    },
  },
  { eventId: 5, activityTaskScheduledEventAttributes: { activityType: { name: 'accept' } } },
  { eventId: 7, activityTaskCompletedEventAttributes: { scheduledEventId: 5, result: payload({ aliases: [] }) } },
];

interface Run {
  id: string;
  runId: string;
  status: 'RUNNING' | 'COMPLETED' | 'TERMINATED';
  result?: unknown;
}

/** Runs from the oldest to the latest of each id. */
function clientWith(runs: Run[]) {
  const got: string[] = [];
  const find = (id: string, runId?: string) => runs.findLast((run) => run.id === id && (!runId || run.runId === runId));
  const descriptionOf = (run: Run, index = runs.indexOf(run)) => ({
    ...{ workflowId: run.id, runId: run.runId, type: run.id.split(':')[0], taskQueue: 'payments' },
    ...{ status: { name: run.status }, startTime: new Date(index), closeTime: new Date(index), raw: {} },
  });
  const client = {
    options: { loadedDataConverter: fakeConverter },
    workflow: {
      getHandle: (id: string, runId?: string) => ({
        describe: async () => {
          const run = find(id, runId);
          if (!run) throw new WorkflowNotFoundError('not found', id, undefined);
          return descriptionOf(run);
        },
        fetchHistory: async () => ({
          events: [
            ...(id === PAYMENT ? HISTORY : []),
            { workflowExecutionCompletedEventAttributes: { result: payload(find(id, runId)?.result) } },
          ],
        }),
        signal: async () => void got.push('signal to the review'),
      }),
      start: async () => void got.push('start of a review'),
      async *list({ query }: { query: string }) {
        yield* runs.filter(({ id }) => query.includes(`'${id}'`)).map((run) => descriptionOf(run));
      },
    },
  } as unknown as Client;
  return { client, got };
}

const payment: Run = { id: PAYMENT, runId: 'p', status: 'COMPLETED', result: outcome };
const resolvedGagal: Run = {
  id: REVIEW,
  runId: 'r1',
  status: 'COMPLETED',
  result: { opened: true, status: 'Gagal', funds: 'none', reviews: 1, outcome, request, evidence: [] },
};
const signedSukses = claimAbout(request, { kind: 'success' });

test('against a review that was resolved as Gagal, a signed Sukses is a contradiction', async () => {
  const { client, got } = clientWith([payment, resolvedGagal]);
  expect(await compareWithEnded(client, key, signedSukses, noticeWith(signedSukses))).toBe('contradicted');
  expect(got).toEqual(['start of a review']);
});

// docs/operating.md: "Terminated, it decides nothing: … and the next notice that contradicts the outcome starts another one".
test('so it is where the second review was terminated by mistake', async () => {
  const { client, got } = clientWith([payment, resolvedGagal, { id: REVIEW, runId: 'r2', status: 'TERMINATED' }]);
  expect(await compareWithEnded(client, key, signedSukses, noticeWith(signedSukses))).toBe('contradicted');
  expect(got).toEqual(['start of a review']);
});

// A Gagal has opened the review and an operator resolves it as Gagal; the refund is under way. A signed Sukses is newer than
// that resolution, and only the review can weigh it (`ReviewState.noticeRead`).
test('a review that runs gets a signed verdict that agrees with the outcome: it may oppose the resolution under way', async () => {
  const { client, got } = clientWith([payment, { id: REVIEW, runId: 'r1', status: 'RUNNING' }]);
  await compareWithEnded(client, key, signedSukses, noticeWith(signedSukses));
  expect(got).toEqual(['signal to the review']);
});

// Anybody who may start workflows can bring this about: `review` with an execution timeout ends at once, with nothing to say.
test('so it is where somebody has started a review since that was refused', async () => {
  const result = { opened: false, why: 'a review must be started without an execution timeout' };
  const { client, got } = clientWith([
    payment,
    resolvedGagal,
    { id: REVIEW, runId: 'r2', status: 'COMPLETED', result },
  ]);
  expect(await compareWithEnded(client, key, signedSukses, noticeWith(signedSukses))).toBe('contradicted');
  expect(got).toEqual(['start of a review']);
});

test('a review that runs gets a signed verdict, also where Temporal does not keep its payment any more', async () => {
  const { client, got } = clientWith([{ id: REVIEW, runId: 'r1', status: 'RUNNING' }]);
  await compareWithEnded(client, key, signedSukses, noticeWith(signedSukses));
  expect(got).toEqual(['signal to the review']);
});

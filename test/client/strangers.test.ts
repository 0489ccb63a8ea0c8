import { setTimeout as sleep } from 'node:timers/promises';
import { deliverNotice } from '../../client/deliver-notice.js';
import { paymentId, referenceId, reviewId } from '../../contract/names.js';
import { devServerTest } from '../support/dev-server-test.js';
import { endRetention } from '../support/operator-acts.js';
import { type Script, success, unknown } from '../support/scripted-provider.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { aRequest, testConfig } from '../support/test-workers.js';

const script: Script = {};
const suite = devServerTest({ script, config: testConfig() });
beforeEach(() => Object.assign(script, { pay: [unknown], check: [unknown] }));
const codeOf = (error: unknown) => (error as { code?: unknown }).code ?? String(error);

test('a running payment is told to its client whatever somebody starts under the id of its record', async () => {
  const { client } = suite.env;
  const { payments } = suite.workers;
  const request = aRequest();
  await payments.start(request);
  while ((await payments.progress(request)).stage !== 'polling') await sleep(100);
  // The record itself ended at once, so that its id can be started again.
  await client.workflow.start('anything', {
    workflowId: referenceId(request),
    taskQueue: 'nobody',
    memo: { firstRunId: 'somebody else' },
  });
  const told = await payments.progress(request, 8_000).then(({ stage }) => stage, codeOf);
  expect(told).toBe('polling');
}, 60_000);

test('a run that is refused ends, whatever name its provider has', async () => {
  const { client } = suite.env;
  const request = aRequest({ provider: 'p'.repeat(500) });
  const run = await client.workflow.signalWithStart('payment', {
    workflowId: paymentId(request),
    taskQueue: 'payments',
    args: [{ ...request, amount: 'much' }],
    signal: 'notice',
    signalArgs: [noticeWith(claimAbout(request, { kind: 'failed' }))],
  });
  await run.result().catch(() => undefined);
  const { status, historyLength } = await run.describe();
  const { events } = await run.fetchHistory();
  const failures = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: one }) =>
    one ? [one.failure?.message] : [],
  );
  expect({ status: status.name, failures, long: historyLength > 40 }).toEqual({
    status: 'FAILED',
    failures: [],
    long: false,
  });
}, 60_000);

test('an open review is resolved where its payment is gone and a start after it was refused', async () => {
  const { client } = suite.env;
  const { payments } = suite.workers;
  Object.assign(script, { pay: [success] });
  const request = aRequest();
  await payments.pay(request, 20_000);
  const handle = client.workflow.getHandle(paymentId(request));
  await handle.result();
  const claim = claimAbout(request, { kind: 'failed', code: '74' });
  expect(await deliverNotice(client, request, claim, noticeWith(claim))).toBe('contradicted');
  while (!(await payments.review(request))?.open) await sleep(100);
  for (const workflowId of [paymentId(request), referenceId(request)]) await endRetention(client, workflowId);
  const again = await client.workflow.start('payment', {
    workflowId: paymentId(request),
    taskQueue: 'payments',
    args: [{ ...request, amount: 'much' }],
  });
  await again.result().catch(() => undefined);
  expect(await client.workflow.getHandle(reviewId(request)).describe()).toMatchObject({ status: { name: 'RUNNING' } });
  const verdict = { status: 'Gagal', by: 'ops', note: 'ticket 1' } as const;
  expect(await payments.resolve(request, verdict, 8_000).catch(codeOf)).toMatchObject({ open: false, status: 'Gagal' });
}, 60_000);

test('the review of a payment that is about to end waits for that end, whatever stands under the id of its record', async () => {
  const { client } = suite.env;
  const { payments } = suite.workers;
  const request = aRequest();
  await payments.start(request);
  // Anything but its end: `settling.ts` starts the review of funds owed, and of notices unread, while the payment still runs.
  await sleep(2_000);
  await client.workflow.start('anything', {
    workflowId: referenceId(request),
    taskQueue: 'nobody',
    memo: { firstRunId: 'somebody else' },
  });
  const { provider, refId } = request;
  const review = await client.workflow.start('review', {
    workflowId: reviewId(request),
    taskQueue: 'payments',
    args: [{ provider, refId }],
  });
  await sleep(4_000);
  const { status } = await review.describe();
  const result: unknown = status.name === 'RUNNING' ? undefined : await review.result();
  expect({ status: status.name, result }).toEqual({ status: 'RUNNING', result: undefined });
}, 60_000);

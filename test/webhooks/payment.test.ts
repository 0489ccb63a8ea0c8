import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { reviewId } from '../../contract/names.js';
import { startWebhooks, type Webhooks } from '../../webhooks/index.js';
import type { ReviewProgress } from '../../contract/messages.js';
import { provider } from '../activities/providers/digiflazz/support.js';
import { startTestEnvironment } from '../support/environment.js';
import { failed, pending, success, type Script } from '../support/scripted-provider.js';
import {
  aRequest,
  startTestWorkers,
  testConfig,
  realTimeClient,
  type ScriptedLedger,
  type TestWorkers,
} from '../support/test-workers.js';
import { notice, post } from './support.js';

let env: TestWorkflowEnvironment;
let workers: TestWorkers;
let webhooks: Webhooks;
let ledgerCalls: { step: string; holdId: string }[];

beforeAll(async () => {
  env = await startTestEnvironment();
});
beforeEach(async () => {
  ledgerCalls = [];
  const providers = { digiswitch: provider() };
  webhooks = await startWebhooks({ config: testConfig(), providers, client: env.client, port: 0 });
});
afterEach(async () => {
  await webhooks.close();
  await workers.stop();
});
afterAll(async () => {
  await env.teardown();
});

const done = (step: string) => (call: { holdId: string }) => {
  ledgerCalls.push({ step, holdId: call.holdId });
  return Promise.resolve({ kind: 'done' as const });
};

async function play(script: Script): Promise<TestWorkers> {
  const config = testConfig({}, { ledger: { baseUrl: 'http://127.0.0.1:9' } });
  const ledger = {
    hold: done('hold'),
    capture: done('capture'),
    release: done('release'),
  } as unknown as ScriptedLedger;
  workers = await startTestWorkers({
    env,
    config,
    ledger,
    script: {
      ...script,
      terms: { aliases: ['dspln'] },
      // The payment verifies what it gets once more.
      notice: (delivery) => provider().notice(delivery),
    },
  });
  return workers;
}

const about = (request: { refId: string; customerNo: string }, more: Record<string, unknown> = {}) =>
  notice({ ref_id: request.refId, customer_no: request.customerNo, code: 'pln', ...more });
const refund = { code: 'dspln', status: 'Gagal', rc: '74', message: 'Transaksi Refund' };
const send = async (body: string, secret?: string) => (await post(webhooks.url, body, secret ? { secret } : {})).status;
const operator = { by: 'Operator', note: 'as the provider confirms' };

async function reviewOf(request: { provider: string; refId: string }): Promise<ReviewProgress | undefined> {
  return env.client.workflow.getHandle(reviewId(request)).query<ReviewProgress | undefined>('progress');
}

/** Waits until the review has read the payment's record, and something contradicts the outcome. */
async function openReview(request: { provider: string; refId: string }): Promise<ReviewProgress> {
  for (;;) {
    const review = await reviewOf(request);
    if (review?.open) return review;
    await env.sleep('1s');
  }
}

test('a forged webhook does nothing, and the signed one settles the payment', async () => {
  const { payments, count } = await play({ pay: [pending], check: [pending] });
  const request = aRequest();
  await payments.start(request);
  while (count('check') < 2) await env.sleep('30s');
  expect(await send(about(request, { sn: 'FORGED' }), 'guessed')).toBe(401);
  expect(await payments.progress(request)).toMatchObject({ status: 'Pending' });
  expect(await send(about(request, { sn: 'N1' }))).toBe(200);
  expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses', serialNumber: 'N1' });
});

test('a webhook that agrees with an ended payment, or decides nothing, is only counted', async () => {
  const { payments } = await play({ pay: [success] });
  const request = aRequest();
  await payments.pay(request);
  expect(await send(about(request))).toBe(200);
  expect(await send(about(request, { status: 'Pending', rc: '03' }))).toBe(200);
  expect(webhooks.counts).toMatchObject({ claims: 2, repeated: 2, contradicted: 0 });
  await expect(reviewOf(request)).rejects.toThrow();
});

test('a webhook after the end about another customer or product starts no review', async () => {
  const { payments } = await play({ pay: [success] });
  const request = aRequest();
  await payments.pay(request);
  await send(about(request, { ...refund, customer_no: '99' }));
  await send(about(request, { ...refund, code: 'pdam' }));
  expect(webhooks.counts).toMatchObject({ mismatched: 2, contradicted: 0 });
  await expect(reviewOf(request)).rejects.toThrow();
});

test('a refund after Sukses moves nothing until an operator resolves its review', async () => {
  const { payments } = await play({ pay: [success] });
  const request = aRequest({ account: 'a1' });
  const outcome = await payments.pay(request);
  expect(outcome).toMatchObject({ status: 'Sukses', funds: 'captured' });

  expect(await send(about(request, refund))).toBe(200);
  expect(await send(about(request, { ...refund, message: 'Refund lagi' }))).toBe(200);
  expect(webhooks.counts.contradicted).toBe(2);
  const review = await openReview(request);
  expect(review).toMatchObject({ request, outcome, why: 'a notice says Gagal after the end in Sukses' });
  expect(review.evidence.map(({ code, from }) => `${from} ${code}`)).toEqual(['notice 74']);
  expect(ledgerCalls.map(({ step }) => step)).toEqual(['hold', 'capture']);

  expect(await payments.review(request)).toMatchObject({ open: true, funds: 'captured', since: expect.any(String) });
  expect(await payments.resolve(request, { status: 'Gagal', ...operator })).toMatchObject({
    open: false,
    funds: 'released',
    resolution: { status: 'Gagal', ...operator },
  });
  expect(await realTimeClient(env).workflow.getHandle(reviewId(request)).result()).toMatchObject({ funds: 'released' });
  expect(ledgerCalls.at(-1)).toEqual({ step: 'release', holdId: `payment:digiswitch:${request.refId}:1` });
  expect(await payments.outcome(request)).toEqual(outcome);
  const resolved = { open: false, status: 'Gagal', funds: 'released', resolution: { status: 'Gagal', ...operator } };
  expect(await payments.progress(request)).toMatchObject({ outcome, outcomeReview: { ...resolved, outcome } });

  // The operator's verdict is the outcome now, and a repeat of the refund agrees with it.
  expect(await send(about(request, { ...refund, message: 'Refund ketiga' }))).toBe(200);
  expect(webhooks.counts).toMatchObject({ contradicted: 2, repeated: 1 });
});

test('a review that was resolved can be read without a worker', async () => {
  const { payments, stop } = await play({ pay: [success] });
  const request = aRequest({ account: 'a1' });
  await payments.pay(request);
  expect(await payments.review(request)).toBeUndefined();
  await send(about(request, refund));
  await openReview(request);
  await payments.resolve(request, { status: 'Gagal', ...operator });
  await realTimeClient(env).workflow.getHandle(reviewId(request)).result();
  await stop();
  expect(await payments.review(request)).toMatchObject({
    open: false,
    status: 'Gagal',
    funds: 'released',
    why: 'a notice says Gagal after the end in Sukses',
    resolution: { status: 'Gagal', ...operator },
  });
});

test('a success after Gagal starts a review even while no worker runs', async () => {
  const { payments, stop } = await play({ pay: [failed], check: [failed] });
  const request = aRequest();
  expect((await payments.pay(request))?.status).toBe('Gagal');
  await stop();
  expect(await send(about(request, { sn: 'LATE' }))).toBe(200);
  await play({});
  expect(await openReview(request)).toMatchObject({
    outcome: { status: 'Gagal' },
    evidence: [{ kind: 'success', serialNumber: 'LATE' }],
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { paymentId } from '../../contract/names.js';
import type { Payments } from '../../client/payments.js';
import { startDevServer, type DevServer } from '../support/environment.js';
import { pending, success, type Script } from '../support/scripted-provider.js';
import { aRequest, startTestWorkers, type TestWorkers } from '../support/test-workers.js';

let server: DevServer;
let env: TestWorkflowEnvironment;
let workers: TestWorkers;
let payments: Payments;
const script: Script = {};

beforeAll(async () => {
  server = await startDevServer();
  env = await TestWorkflowEnvironment.createFromExistingServer({ address: server.address });
  workers = await startTestWorkers({ env, script });
  payments = workers.payments;
});
afterAll(async () => {
  await workers.stop();
  await env.teardown();
  await server.stop();
});
beforeEach(() => Object.assign(script, { inquiry: undefined, pay: [success], check: [success] }));

const handleOf = (request: ReturnType<typeof aRequest>) => env.client.workflow.getHandle(paymentId(request));

test('asking for the bill first never pays by itself, whatever the default of a request is', async () => {
  const request = aRequest();
  const bill = await payments.startBill(request);
  expect((await payments.progress(request)).stage).toBe('awaiting-confirmation');
  await payments.confirm(request, { amount: bill.amount ?? 0 });
  expect(await payments.outcome(request)).toMatchObject({ status: 'Sukses' });
});

test('a request for a bill that is to be paid at once is refused, and nothing is started', async () => {
  const request = aRequest({ confirm: 'auto' });
  await expect(payments.startBill(request)).rejects.toMatchObject({ faults: [{ path: 'confirm' }] });
  await expect(payments.progress(request)).rejects.toMatchObject({ code: 'PaymentNotFound' });
});

test('bill, confirm and a failed inquiry give after the end what they gave before it', async () => {
  const paid = aRequest();
  const bill = await payments.startBill(paid);
  const confirmed = await payments.confirm(paid, { amount: 11_000 });
  await payments.outcome(paid);
  expect(await payments.startBill(paid)).toEqual(bill);
  expect(await payments.bill(paid)).toEqual(bill);
  expect(await payments.confirm(paid, { amount: 11_000 })).toEqual(confirmed);
  await expect(payments.confirm(paid, { amount: 12_000 })).rejects.toMatchObject({ code: 'PaymentEnded' });

  script.inquiry = [{ kind: 'refused', code: '54', message: 'Nomor salah' }];
  const refused = aRequest();
  for (let times = 0; times < 2; times += 1) {
    await expect(payments.startBill(refused)).rejects.toMatchObject({ code: 'InquiryFailed', providerCode: '54' });
    await payments.outcome(refused);
  }
});

test('a cancel gives after the end what it gave', async () => {
  const request = aRequest();
  await payments.startBill(request);
  const cancelled = await payments.cancel(request);
  await payments.outcome(request);
  expect(await payments.cancel(request)).toEqual(cancelled);
});

test('a refusal has a stable reason', async () => {
  Object.assign(script, { pay: [pending], check: [pending] });
  const request = aRequest();
  await payments.start(request);
  while ((await payments.progress(request)).stage !== 'polling') await sleep(50);
  await expect(payments.cancel(request)).rejects.toMatchObject({ code: 'UpdateRefused', reason: 'pay-sent' });
  await expect(payments.confirm(request, { amount: 1 })).rejects.toMatchObject({ reason: 'no-confirmation-needed' });
  await handleOf(request).terminate();
});

test('the progress of a payment that was terminated, or refused, says so', async () => {
  const terminated = aRequest();
  await payments.startBill(terminated);
  await handleOf(terminated).terminate('by hand');
  await expect(payments.progress(terminated)).rejects.toMatchObject({
    code: 'PaymentBroken',
    message: expect.stringContaining('by hand') as string,
  });
  const refused = aRequest({ account: 'a1' });
  await payments.start(refused);
  await expect(payments.outcome(refused)).rejects.toMatchObject({ faults: [{ path: 'account' }] });
  await expect(payments.progress(refused)).rejects.toMatchObject({ faults: [{ path: 'account' }] });
});

test('every call that waits ends at its limit, or when its signal aborts, and the payment goes on', async () => {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  script.inquiry = [async () => answered.then(() => ({ kind: 'bill' as const }))];
  const request = aRequest();
  await expect(payments.startBill(request, 500)).rejects.toMatchObject({ code: 'TimeLimit' });
  const stop = new AbortController();
  const asked = payments.bill(request, { signal: stop.signal });
  stop.abort(new Error('the caller has gone'));
  await expect(asked).rejects.toThrow('the caller has gone');
  await expect(payments.outcome(request, { signal: stop.signal })).rejects.toThrow('the caller has gone');
  answer();
  expect(await payments.bill(request)).toMatchObject({ inquiry: true });
  await payments.cancel(request);
});

test('a list is newest first, whether payments run or have ended', async () => {
  const product = 'ordered';
  const requests = [];
  for (const confirm of ['manual', 'auto', 'manual', 'auto'] as const) {
    const request = aRequest({ product, confirm });
    await (confirm === 'manual' ? payments.startBill(request) : payments.pay(request));
    requests.push(request.refId);
  }
  const listed = async (limit: number) => (await payments.list({ product, limit })).map(({ refId }) => refId);
  for (let tries = 0; tries < 40 && (await listed(4)).length < 4; tries += 1) await sleep(250);
  expect(await listed(4)).toEqual(requests.toReversed());
  expect(await listed(2)).toEqual(requests.toReversed().slice(0, 2));
});

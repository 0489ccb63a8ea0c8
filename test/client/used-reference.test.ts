import { setTimeout as sleep } from 'node:timers/promises';
import { paymentId, paymentsQueue, WORKFLOWS } from '../../contract/names.js';
import type { PaymentRequest } from '../../contract/request.js';
import { devServerTest } from '../support/dev-server-test.js';
import { pending, success, type Script } from '../support/scripted-provider.js';
import { aRequest } from '../support/test-workers.js';
import { endRetention } from '../support/operator-acts.js';

// Somebody starts a payment again under Temporal's own policies, past the client library: the worker refuses it.

const script: Script = {};
const suite = devServerTest({ script });
beforeEach(() => Object.assign(script, { pay: [success], check: [success] }));

/** Starts it again and waits until it is refused. */
async function startedAgain(request: PaymentRequest): Promise<void> {
  const options = { workflowId: paymentId(request), taskQueue: paymentsQueue, args: [request] };
  const again = await suite.env.client.workflow.start(WORKFLOWS.payment, options);
  await expect(again.result()).rejects.toThrow();
}

test('the outcome of one payment is never told of another under the same reference', async () => {
  const { payments } = suite.workers;
  const rightful = aRequest({ customerNo: '530000000001' });
  const other = { ...rightful, customerNo: '530000000002' };
  const paid = await payments.pay(rightful);
  await startedAgain(other);
  await expect(payments.pay(other)).rejects.toMatchObject({ code: 'RequestMismatch' });
  await expect(payments.pay(other, 0)).rejects.toMatchObject({ code: 'RequestMismatch' });
  await expect(payments.start(other)).rejects.toMatchObject({ code: 'RequestMismatch' });
  await expect(payments.startBill(other)).rejects.toMatchObject({ code: 'RequestMismatch' });
  expect(await payments.pay(rightful)).toEqual(paid);
  expect(await payments.start(rightful)).toEqual({ provider: rightful.provider, refId: rightful.refId });
});

test('whoever waits for a start that is refused hears of the mismatch, and not of the other payment', async () => {
  const { payments } = suite.workers;
  const rightful = aRequest({ customerNo: '530000000001' });
  const other = { ...rightful, customerNo: '530000000002' };
  await payments.pay(rightful);
  const options = { workflowId: paymentId(other), taskQueue: paymentsQueue, args: [other] };
  await suite.env.client.workflow.start(WORKFLOWS.payment, options);
  await expect(payments.pay(other)).rejects.toMatchObject({ code: 'RequestMismatch' });
});

test('a payment that was ended from outside stays broken, whoever starts it again: it may have been sent', async () => {
  const { payments } = suite.workers;
  Object.assign(script, { pay: [pending], check: [pending] });
  const request = aRequest();
  await payments.start(request);
  while ((await payments.progress(request)).stage !== 'polling') await sleep(50);
  await suite.env.client.workflow.getHandle(paymentId(request)).terminate('by mistake');
  await startedAgain(request);
  const broken = { code: 'PaymentBroken', message: expect.stringContaining('by mistake') as string };
  for (const ask of [
    () => payments.pay(request),
    () => payments.pay(request, 0),
    () => payments.outcome(request),
    () => payments.outcome(request, 10_000),
    () => payments.progress(request),
    () => payments.bill(request),
  ]) {
    await expect(ask()).rejects.toMatchObject(broken);
  }
});

test('a request that every run has refused is an invalid one', async () => {
  const { payments } = suite.workers;
  const request = aRequest({ account: 'a1' });
  const invalid = { code: 'InvalidRequest' };
  await expect(payments.pay(request)).rejects.toMatchObject(invalid);
  await startedAgain(request);
  await expect(payments.outcome(request)).rejects.toMatchObject(invalid);
});

/** As `startedAgain`, and no worker takes it for this time. */
function waitingStart(request: PaymentRequest, startDelay: '1500ms' | '3s') {
  const options = { workflowId: paymentId(request), taskQueue: paymentsQueue, args: [request], startDelay };
  return suite.env.client.workflow.start(WORKFLOWS.payment, options);
}

describe("while somebody else's start of an ended payment waits for a worker", () => {
  const customers = () => {
    const rightful = aRequest({ customerNo: '530000000001' });
    return { rightful, other: { ...rightful, customerNo: '530000000002' } };
  };

  test('the payment itself is told', async () => {
    const { payments } = suite.workers;
    const { rightful, other } = customers();
    const paid = await payments.pay(rightful);
    const again = await waitingStart(other, '3s');
    expect(await payments.pay(rightful, 0)).toEqual(paid);
    expect(await payments.outcome(rightful, 0)).toEqual(paid);
    expect(await payments.start(rightful)).toEqual({ provider: rightful.provider, refId: rightful.refId });
    expect(await payments.progress(rightful)).toMatchObject({ status: 'Sukses', stage: 'ended' });
    expect(await payments.pay(rightful)).toEqual(paid);
    await expect(again.result()).rejects.toThrow();
  });

  test('nobody is told the payment under a request of other content', async () => {
    const { payments } = suite.workers;
    const { rightful, other } = customers();
    await payments.pay(rightful);
    const again = await waitingStart(other, '3s');
    const mismatch = { code: 'RequestMismatch' };
    await expect(payments.start(other)).rejects.toMatchObject(mismatch);
    await expect(payments.pay(other, 1_000)).rejects.toMatchObject(mismatch);
    await expect(payments.pay(other)).rejects.toMatchObject(mismatch);
    await expect(again.result()).rejects.toThrow();
  });

  test('a cancel of the payment is refused, and its bill is the one that it had', async () => {
    const { payments } = suite.workers;
    const request = aRequest({ confirm: 'manual' });
    const bill = await payments.startBill(request);
    await payments.confirm(request, { amount: bill.amount ?? 0 });
    await payments.outcome(request);
    const again = await waitingStart(request, '1500ms');
    await expect(payments.cancel(request)).rejects.toMatchObject({ code: 'PaymentEnded' });
    expect(await Promise.all([payments.bill(request), payments.startBill(request)])).toEqual([bill, bill]);
    await expect(again.result()).rejects.toThrow();
  });
});

test('a workflow on another queue has nothing to say of a payment', async () => {
  const { payments } = suite.workers;
  const request = aRequest();
  const paid = await payments.pay(request);
  const foreign = { workflowId: paymentId(request), taskQueue: 'a-queue-of-his-own', args: [request] };
  const handle = await suite.env.client.workflow.start(WORKFLOWS.payment, foreign);
  expect(await payments.outcome(request, 0)).toEqual(paid);
  await handle.terminate();
  expect(await payments.outcome(request)).toEqual(paid);
});

test('of a reference whose payment is not kept any more nobody is told that nothing was sent', async () => {
  const { payments } = suite.workers;
  const request = aRequest();
  await payments.pay(request);
  const { runId } = await suite.env.client.workflow.getHandle(paymentId(request)).describe();
  await startedAgain(request);
  await endRetention(suite.env.client, paymentId(request), runId);
  for (const ask of [() => payments.outcome(request), () => payments.pay(request), () => payments.progress(request)]) {
    await expect(ask()).rejects.toMatchObject({ code: 'PaymentBroken' });
  }
}, 60_000);

import { setTimeout as sleep } from 'node:timers/promises';
import { paymentId } from '../../contract/names.js';
import { devServerTest } from '../support/dev-server-test.js';
import { pending, success, type Script } from '../support/scripted-provider.js';
import { aRequest } from '../support/test-workers.js';

const script: Script = {};

const suite = devServerTest({ script });
beforeEach(() => Object.assign(script, { inquiry: undefined, pay: [success], check: [success] }));

const handleOf = (request: ReturnType<typeof aRequest>) => suite.env.client.workflow.getHandle(paymentId(request));

test('asking for the bill first never pays by itself, whatever the default of a request is', async () => {
  const request = aRequest();
  const bill = await suite.workers.payments.startBill(request);
  expect((await suite.workers.payments.progress(request)).stage).toBe('awaiting-confirmation');
  await suite.workers.payments.confirm(request, { amount: bill.amount ?? 0 });
  expect(await suite.workers.payments.outcome(request)).toMatchObject({ status: 'Sukses' });
});

test('a request for a bill that is to be paid at once is refused, and nothing is started', async () => {
  const request = aRequest({ confirm: 'auto' });
  await expect(suite.workers.payments.startBill(request)).rejects.toMatchObject({ faults: [{ path: 'confirm' }] });
  await expect(suite.workers.payments.progress(request)).rejects.toMatchObject({ code: 'PaymentNotFound' });
});

test('bill, confirm and a failed inquiry give after the end what they gave before it', async () => {
  const paid = aRequest();
  const bill = await suite.workers.payments.startBill(paid);
  const confirmed = await suite.workers.payments.confirm(paid, { amount: 11_000 });
  await suite.workers.payments.outcome(paid);
  expect(await suite.workers.payments.startBill(paid)).toEqual(bill);
  expect(await suite.workers.payments.bill(paid)).toEqual(bill);
  expect(await suite.workers.payments.confirm(paid, { amount: 11_000 })).toEqual(confirmed);
  await expect(suite.workers.payments.confirm(paid, { amount: 12_000 })).rejects.toMatchObject({
    code: 'PaymentEnded',
  });

  script.inquiry = [{ kind: 'refused', code: '54', message: 'Nomor salah' }];
  const refused = aRequest();
  for (let times = 0; times < 2; times += 1) {
    await expect(suite.workers.payments.startBill(refused)).rejects.toMatchObject({
      code: 'InquiryFailed',
      providerCode: '54',
    });
    await suite.workers.payments.outcome(refused);
  }
});

test('a cancel gives after the end what it gave', async () => {
  const request = aRequest();
  await suite.workers.payments.startBill(request);
  const cancelled = await suite.workers.payments.cancel(request);
  await suite.workers.payments.outcome(request);
  expect(await suite.workers.payments.cancel(request)).toEqual(cancelled);
});

test('a refusal has a stable reason', async () => {
  Object.assign(script, { pay: [pending], check: [pending] });
  const request = aRequest();
  await suite.workers.payments.start(request);
  while ((await suite.workers.payments.progress(request)).stage !== 'polling') await sleep(50);
  await expect(suite.workers.payments.cancel(request)).rejects.toMatchObject({
    code: 'UpdateRefused',
    reason: 'pay-sent',
  });
  await expect(suite.workers.payments.confirm(request, { amount: 1 })).rejects.toMatchObject({
    reason: 'no-confirmation-needed',
  });
  await handleOf(request).terminate();
});

test('the progress of a payment that was terminated, or refused, says so', async () => {
  const terminated = aRequest();
  await suite.workers.payments.startBill(terminated);
  await handleOf(terminated).terminate('by hand');
  await expect(suite.workers.payments.progress(terminated)).rejects.toMatchObject({
    code: 'PaymentBroken',
    message: expect.stringContaining('by hand') as string,
  });
  const refused = aRequest({ account: 'a1' });
  await suite.workers.payments.start(refused);
  await expect(suite.workers.payments.outcome(refused)).rejects.toMatchObject({ faults: [{ path: 'account' }] });
  await expect(suite.workers.payments.progress(refused)).rejects.toMatchObject({ faults: [{ path: 'account' }] });
});

test('every call that waits ends at its limit, or when its signal aborts, and the payment goes on', async () => {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  script.inquiry = [async () => answered.then(() => ({ kind: 'bill' as const }))];
  const request = aRequest();
  await expect(suite.workers.payments.startBill(request, 500)).rejects.toMatchObject({ code: 'TimeLimit' });
  const stop = new AbortController();
  const asked = suite.workers.payments.bill(request, { signal: stop.signal });
  stop.abort(new Error('the caller has gone'));
  await expect(asked).rejects.toThrow('the caller has gone');
  await expect(suite.workers.payments.outcome(request, { signal: stop.signal })).rejects.toThrow('the caller has gone');
  answer();
  expect(await suite.workers.payments.bill(request)).toMatchObject({ inquiry: true });
  await suite.workers.payments.cancel(request);
});

test.each([0, 1, 3])(
  'an outcome is told at a limit of %i ms, and Pending only of what has not ended',
  async (limit) => {
    const ended = aRequest();
    await suite.workers.payments.pay(ended);
    expect(await suite.workers.payments.outcome(ended, limit)).toMatchObject({ status: 'Sukses' });
    expect(await suite.workers.payments.pay(ended, limit)).toMatchObject({ status: 'Sukses' });
    await expect(suite.workers.payments.outcome(aRequest(), limit)).rejects.toMatchObject({ code: 'PaymentNotFound' });
    const waiting = aRequest({ confirm: 'manual' });
    expect(await suite.workers.payments.pay(waiting, limit)).toBeUndefined();
    expect(await suite.workers.payments.outcome(waiting, limit)).toBeUndefined();
    await suite.workers.payments.startBill(waiting);
    await suite.workers.payments.cancel(waiting);
  },
);

test.each([-1, NaN])('a limit of %d is refused before anything is started', async (limit) => {
  const request = aRequest();
  const refused = { code: 'InvalidRequest', faults: [{ path: 'timeLimitMs' }] };
  await expect(suite.workers.payments.pay(request, limit)).rejects.toMatchObject(refused);
  await expect(suite.workers.payments.outcome(request, limit)).rejects.toMatchObject(refused);
  await expect(suite.workers.payments.start(request, limit)).rejects.toMatchObject(refused);
  await expect(suite.workers.payments.outcome(request)).rejects.toMatchObject({ code: 'PaymentNotFound' });
});

test('a list is newest first, whether payments run or have ended', async () => {
  const product = 'ordered';
  const requests = [];
  for (const confirm of ['manual', 'auto', 'manual', 'auto'] as const) {
    const request = aRequest({ product, confirm });
    await (confirm === 'manual' ? suite.workers.payments.startBill(request) : suite.workers.payments.pay(request));
    requests.push(request.refId);
  }
  const listed = async (limit: number) =>
    (await suite.workers.payments.list({ product, limit })).map(({ refId }) => refId);
  for (let tries = 0; tries < 40 && (await listed(4)).length < 4; tries += 1) await sleep(250);
  expect(await listed(4)).toEqual(requests.toReversed());
  expect(await listed(2)).toEqual(requests.toReversed().slice(0, 2));
});

import { noticeWith, claimAbout } from '../support/test-notice.js';
import { rememberingLedger } from '../support/remembering-ledger.js';
import { failed, notSent } from '../support/scripted-provider.js';
import { paymentId, reviewId } from '../../contract/names.js';
import { settlementTest } from './after-the-verdict/support.js';

describe('a signed Sukses', () => {
  const suite = settlementTest();

  test('that comes while an unpaid ending releases its hold opens a review after the end', async () => {
    const ledger = rememberingLedger();
    ledger.on('release', 'silent');
    await suite.startWorkers({ script: { pay: [notSent] }, ledger });
    const payment = await suite.startPayment();
    await payment.reaches('paying');
    await payment.cancel();
    await payment.until(() => ledger.count('release') > 0);
    await payment.signedSuccess();
    ledger.on('release', 'execute');
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', reason: 'cancelled', funds: 'released' });
    await payment.until(async () => (await payment.review.progress())?.open === true);
    expect(await payment.review.progress()).toMatchObject({ why: 'a notice says Sukses after the end in Gagal' });
    expect([ledger.taken(), ledger.open()]).toEqual([0, []]);
  });
});

describe('a signed Sukses that comes to a run that is refused, because its payment has ended', () => {
  const suite = settlementTest();

  test.each([
    ['with', undefined],
    ['without', 'an amount in words'],
  ])('is left to a review, %s a request that can be read', async (_, amount) => {
    await suite.startWorkers({ script: { pay: [failed], check: [failed] }, ledger: rememberingLedger() });
    const payment = await suite.startPayment();
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal' });
    const { client, request } = payment;
    const notice = noticeWith(claimAbout(request, { kind: 'failed', code: '02' }));
    const again = await client.workflow.signalWithStart('payment', {
      workflowId: paymentId(request),
      taskQueue: 'payments',
      args: [amount === undefined ? request : { ...request, amount }],
      signal: 'notice',
      signalArgs: [notice],
    });
    await expect(again.result()).rejects.toMatchObject({ cause: { type: 'InvalidRequest' } });
    const review = client.workflow.getHandle(reviewId(request));
    const { events } = await review.fetchHistory();
    const { payloads } = events?.[0]?.workflowExecutionStartedEventAttributes?.input ?? {};
    expect(JSON.parse(Buffer.from(payloads?.[0]?.data ?? []).toString())).toMatchObject({ notice });
  });
});

describe('the review of an ended payment', () => {
  const suite = settlementTest();

  test('asks the operator again when a signed notice opposes the resolution before the money has moved', async () => {
    const ledger = rememberingLedger();
    await suite.startWorkers({ script: { pay: [failed], check: [failed] }, ledger });
    const payment = await suite.startPayment();
    expect(await payment.outcome()).toMatchObject({ status: 'Gagal', funds: 'released' });
    const { client, request } = payment;
    const { provider, refId } = request;
    const subject = { provider, refId, notice: noticeWith(claimAbout(request, { kind: 'success' })) };
    const handle = await client.workflow.start('review', {
      workflowId: reviewId(request),
      taskQueue: 'payments',
      args: [subject],
    });
    await payment.until(async () => (await payment.review.progress())?.open === true);
    ledger.on('hold', 'silent');
    await payment.review.resolve('Sukses');
    await payment.until(() => ledger.count('hold') > 1);
    await handle.signal('notice', noticeWith(claimAbout(request, { kind: 'failed', code: '02' })));
    await payment.until(async () => /says Gagal against/.test((await payment.review.progress())?.why ?? ''));
    ledger.on('hold', 'execute');
    await payment.pass('10m');
    expect(ledger.taken()).toBe(0);
    expect(await payment.review.isOpen()).toBe(true);
    await payment.review.resolve('Gagal');
    expect(await payment.review.ends()).toBe(true);
    expect([ledger.taken(), ledger.open()]).toEqual([0, []]);
  });
});

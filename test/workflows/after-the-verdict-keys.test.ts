import { claimAbout, noticeWith } from '../support/test-notice.js';
import { gate, rememberingLedger } from '../support/remembering-ledger.js';
import { success } from '../support/scripted-provider.js';
import { reviewId } from '../../contract/names.js';
import { settlementTest } from './after-the-verdict/support.js';

const suite = settlementTest();

test('a review that gives captured funds back twice does so under two keys', async () => {
  const ledger = rememberingLedger();
  await suite.startWorkers({ script: { pay: [success] }, ledger });
  const payment = await suite.startPayment();
  expect(await payment.outcome()).toMatchObject({ status: 'Sukses', funds: 'captured' });
  const { client, request } = payment;
  const { provider, refId } = request;
  const says = (kind: 'failed' | 'success', code: string) =>
    noticeWith(claimAbout(request, { kind, code, message: code }));
  const handle = await client.workflow.start('review', {
    workflowId: reviewId(request),
    taskQueue: 'payments',
    args: [{ provider, refId, notice: says('failed', '74') }],
  });
  await payment.until(async () => (await payment.review.progress())?.open === true);

  // Gagal: the payment's capture is refunded, and meanwhile the provider says Sukses.
  const refund = gate();
  ledger.on('release', refund.behaviour);
  await payment.review.resolve('Gagal');
  await refund.atGate;
  await handle.signal('notice', says('success', '00'));
  await payment.until(async () => /says Sukses against/.test((await payment.review.progress())?.why ?? ''));
  refund.open();
  ledger.on('release', 'execute');
  await payment.until(() => ledger.taken() === 0);

  // Sukses: taken again, and meanwhile the provider says Gagal.
  const capture = gate();
  ledger.on('capture', capture.behaviour);
  await payment.review.resolve('Sukses');
  await capture.atGate;
  await handle.signal('notice', says('failed', '75'));
  await payment.until(async () => /says Gagal against/.test((await payment.review.progress())?.why ?? ''));
  capture.open();
  await payment.until(() => ledger.taken() > 0);
  expect(await payment.review.isOpen()).toBe(true);

  await payment.pass('1m');
  await payment.review.resolve('Gagal');
  expect(await payment.review.ends()).toBe(true);
  const result = await payment.review.result();
  const releases = ledger.calls.filter(({ step }) => step === 'release').map(({ key }) => key);
  expect({ status: result.status, funds: result.funds, taken: ledger.taken(), keys: new Set(releases).size }).toEqual({
    status: 'Gagal',
    funds: 'released',
    taken: 0,
    keys: 2,
  });
}, 120_000);

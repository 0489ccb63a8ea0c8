import { deliverNotice } from '../../client/deliver-notice.js';
import { rememberingLedger } from '../support/remembering-ledger.js';
import { failed } from '../support/scripted-provider.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { settlementTest } from './after-the-verdict/support.js';

// As in `late-notices.test.ts`, but by the way that webhooks take and not by a bare signal.

const suite = settlementTest();

test('a webhook that opposes a resolution before the money has moved reaches the review', async () => {
  const ledger = rememberingLedger();
  await suite.startWorkers({ script: { pay: [failed], check: [failed] }, ledger });
  const payment = await suite.startPayment();
  expect(await payment.outcome()).toMatchObject({ status: 'Gagal', funds: 'released' });
  const { client, request } = payment;
  const sukses = claimAbout(request, { kind: 'success' });
  expect(await deliverNotice(client, request, sukses, noticeWith(sukses))).toBe('contradicted');
  await payment.until(async () => (await payment.review.progress())?.open === true);
  ledger.on('hold', 'silent');
  await payment.review.resolve('Sukses');
  await payment.until(() => ledger.count('hold') > 1);
  const gagal = claimAbout(request, { kind: 'failed', code: '74' });
  const delivered = await deliverNotice(client, request, gagal, noticeWith(gagal));
  await payment.pass('1m');
  ledger.on('hold', 'execute');
  await payment.pass('10m');
  const isOpen = await payment.review.isOpen();
  expect({ delivered, taken: ledger.taken(), isOpen }).toEqual({ delivered: 'signalled', taken: 0, isOpen: true });
}, 60_000);

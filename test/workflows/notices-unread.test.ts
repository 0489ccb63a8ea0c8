import { reviewId } from '../../contract/names.js';
import type { Notice } from '../../contract/notice.js';
import { rememberingLedger, gate } from '../support/remembering-ledger.js';
import { failed } from '../support/scripted-provider.js';
import { withInterceptors } from '../support/intercepted-bundle.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { settlementTest } from './after-the-verdict/support.js';

let bundle: string;
withInterceptors('workflows/after-the-verdict/unread-notice.ts', (path) => void (bundle = path));
const suite = settlementTest();

/** A review of a payment that was Gagal, resolved as Sukses, whose resolution is opposed while another notice stays unread. */
async function opposedReview(isOpposed = true) {
  const ledger = rememberingLedger();
  await suite.startWorkers({ script: { pay: [failed], check: [failed] }, ledger, bundle });
  const payment = await suite.startPayment();
  expect(await payment.outcome()).toMatchObject({ status: 'Gagal', funds: 'released' });
  const { client, request } = payment;
  const { provider, refId } = request;
  const says = (kind: 'failed' | 'success', code: string) =>
    noticeWith(claimAbout(request, { kind, code, message: code }));
  const startReview = (notice: Notice, earlierRun?: string) =>
    client.workflow.start('review', {
      workflowId: reviewId(request),
      taskQueue: 'payments',
      args: [{ provider, refId, notice, ...(earlierRun ? { earlierRun } : {}) }],
    });
  const handle = await startReview(says('success', '00'));
  await payment.until(async () => (await payment.review.progress())?.open === true);
  const capture = gate();
  ledger.on('capture', capture.behaviour);
  await payment.review.resolve('Sukses');
  await capture.atGate;
  // The first is read after some hours, the second waits behind it and is not read for weeks.
  const marked = (notice: Notice, mark: string) => ({ ...notice, headers: { ...notice.headers, [mark]: '1' } });
  if (isOpposed) await handle.signal('notice', marked(says('failed', 'first'), 'x-late'));
  await new Promise((done) => setTimeout(done, 500));
  await handle.signal('notice', marked(says('success', 'second'), 'x-unread'));
  capture.open();
  ledger.on('capture', 'execute');
  await payment.until(() => ledger.taken() > 0);
  if (isOpposed)
    await payment.until(async () => /says Gagal against/.test((await payment.review.progress())?.why ?? ''));
  expect(await payment.review.progress()).toMatchObject({ open: true, funds: 'captured' });
  return { ledger, payment, handle, says, startReview };
}

test('a review whose resolution was opposed does not end because the wait for another notice is over', async () => {
  const { ledger, payment, handle, says, startReview } = await opposedReview();
  await payment.pass('15d');
  const ended = await payment.review.ends();
  const first = ended ? await payment.review.result() : undefined;
  let second: unknown;
  if (ended) {
    // What it leads to: the next review starts from funds that are said to be released.
    const { runId } = await handle.describe();
    await startReview(says('failed', 'third'), runId);
    await payment.until(async () => (await payment.review.progress())?.open === true);
    await payment.review.resolve('Sukses');
    await payment.until(async () => !(await payment.review.isOpen()));
    second = await payment.review.result();
  }
  await handle.terminate();
  const shown = (one: unknown) =>
    one && (({ status, funds }) => ({ status, funds }))(one as { status: string; funds: string });
  expect({ ended, first: shown(first), second: shown(second), taken: ledger.taken() }).toEqual({
    ended: false,
    first: undefined,
    second: undefined,
    taken: 11_000,
  });
}, 90_000);

test('what an operator decides meanwhile is done', async () => {
  const { ledger, payment } = await opposedReview();
  await payment.review.resolve('Gagal');
  await payment.pass('1h');
  const afterAnHour = ledger.taken();
  await payment.pass('15d');
  const ended = await payment.review.ends();
  const { status, funds } = ended ? await payment.review.result() : { status: '', funds: '' };
  expect({ afterAnHour, ended, status, funds, taken: ledger.taken() }).toEqual({
    afterAnHour: 0,
    ended: true,
    status: 'Gagal',
    funds: 'released',
    taken: 0,
  });
}, 90_000);

test('a review waits once, not twice, for a notice that nobody reads: its messages about the end have been started', async () => {
  const { payment } = await opposedReview(false);
  await payment.pass('8d');
  const progress = await payment.review.progress();
  expect(progress).toMatchObject({ open: false, status: 'Sukses', funds: 'captured' });
  // Deliveries answer `NotEnded` while it runs, and are given up after 3 days.
  expect(await payment.review.ends()).toBe(true);
}, 90_000);

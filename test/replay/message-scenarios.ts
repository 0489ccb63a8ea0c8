import { paymentId } from '../../contract/names.js';
import { failed, pending, success, unknown } from '../support/scripted-provider.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import { after, afterTheEnd, duringPay, notice, resolve, underReview } from './steps.js';
import type { Scenario } from './scenario.js';

/** A reply that takes two seconds of real time, so that a notice comes before it. */
const slowly = (reply: typeof pending) => async () => {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return reply;
};

/** What people and webhooks do to a payment. */
export const messageScenarios: Record<string, Scenario> = {
  'confirmed-by-hand': {
    request: { confirm: 'manual' },
    meanwhile: async ({ bill, confirm }) => {
      await bill();
      await confirm(11_000);
    },
  },
  'amount-chosen-by-hand': {
    script: { inquiry: [{ kind: 'bill', minAmount: 10_000, maxAmount: 50_000 }] },
    request: { confirm: 'manual', amount: 20_000 },
    meanwhile: async ({ bill, confirm }) => {
      await bill();
      await confirm(30_000);
    },
  },
  'cancelled-by-the-bill': {
    request: { confirm: 'manual' },
    meanwhile: async ({ bill, cancel }) => {
      await bill();
      await cancel();
    },
  },
  'cancelled-during-inquiry': {
    script: { inquiry: [{ kind: 'unclear', why: 'timeout' }] },
    meanwhile: after(1, 'inquire', ({ cancel }) => cancel()),
  },
  'cancelled-between-tries': {
    script: { pay: [{ kind: 'not-sent', why: 'connect' }] },
    meanwhile: after(2, 'pay', ({ cancel }) => cancel()),
  },
  'never-confirmed': { request: { confirm: 'manual', deadline: '1h' } },
  'bill-of-a-failed-inquiry': {
    script: {
      inquiry: [
        { kind: 'unclear', why: 'timeout' },
        { kind: 'refused', code: '54', message: 'Nomor salah' },
      ],
    },
    meanwhile: async ({ bill, count, until }) => {
      const refused = bill().catch(() => undefined);
      await until(() => count('inquire') > 1);
      await refused;
    },
  },
  'native-cancel': {
    request: { confirm: 'manual' },
    meanwhile: async ({ bill, payment }) => {
      await bill();
      await payment.cancel();
    },
  },
  'native-cancel-after-pay': {
    script: { pay: [pending], check: [pending, success] },
    meanwhile: after(1, 'pay', ({ payment }) => payment.cancel()),
  },

  'notice-without-proof': {
    script: { pay: [pending], check: [pending, success] },
    provider: { poll: [{ every: '6h', for: '30d' }], reviewAfter: '2d' },
    meanwhile: after(1, 'check', ({ payment }) => payment.signal('notice')),
  },
  'notice-that-is-not-verified': {
    script: { pay: [pending], check: [pending, success] },
    meanwhile: after(1, 'check', ({ payment, request }) =>
      payment.signal('notice', noticeWith(claimAbout(request, { serialNumber: 'FORGED' }), 'forged')),
    ),
  },
  'notice-about-another-customer': {
    script: { pay: [pending], check: [pending, success] },
    meanwhile: after(1, 'check', notice({ kind: 'failed', code: '02' }, { customerNo: '99' })),
  },
  'notice-of-success': {
    script: { pay: [pending], check: [pending] },
    meanwhile: after(1, 'check', notice({ serialNumber: 'N1' })),
  },
  'notice-of-failure': {
    script: { pay: [pending], check: [pending, failed] },
    meanwhile: after(1, 'check', notice({ kind: 'failed', code: '02' })),
  },

  'notice-of-success-during-pay': {
    script: { pay: [slowly(pending)], check: [pending] },
    meanwhile: duringPay(notice({ serialNumber: 'N1' })),
  },
  'notice-of-failure-during-pay': {
    script: { pay: [slowly(pending)], check: [failed] },
    meanwhile: duringPay(notice({ kind: 'failed', code: '02' })),
  },
  'notice-of-failure-after-the-checks': {
    script: { pay: [pending], check: [pending] },
    provider: { pollLimit: '1h' },
    meanwhile: underReview(notice({ kind: 'failed', code: '02' })),
  },

  'notice-to-a-refused-run': {
    meanwhile: afterTheEnd(({ client, request }) =>
      client.workflow.signalWithStart('payment', {
        workflowId: paymentId(request),
        taskQueue: 'payments',
        args: [request],
        signal: 'notice',
        signalArgs: [noticeWith(claimAbout(request, { kind: 'failed', code: '02' }))],
      }),
    ),
  },

  'review-resolved-to-sukses': {
    script: { pay: [unknown], check: [unknown] },
    meanwhile: underReview(resolve('Sukses')),
  },
  'review-resolved-to-gagal': {
    script: { pay: [unknown], check: [unknown] },
    meanwhile: underReview(resolve('Gagal')),
  },
};

import { failed, pending, success, unknown } from '../support/scripted-provider.js';
import { after, notice, resolve, underReview } from './acts.js';
import type { Scenario } from './scenario.js';

/** What people and webhooks do to a payment. */
export const messageScenarios: Record<string, Scenario> = {
  'confirmed-by-hand': {
    request: { confirm: 'manual' },
    act: async ({ bill, confirm }) => {
      await bill();
      await confirm(11_000);
    },
  },
  'amount-chosen-by-hand': {
    script: { inquiry: [{ kind: 'bill', minAmount: 10_000, maxAmount: 50_000 }] },
    request: { confirm: 'manual', amount: 20_000 },
    act: async ({ bill, confirm }) => {
      await bill();
      await confirm(30_000);
    },
  },
  'cancelled-by-the-bill': {
    request: { confirm: 'manual' },
    act: async ({ bill, cancel }) => {
      await bill();
      await cancel();
    },
  },
  'cancelled-during-inquiry': {
    script: { inquiry: [{ kind: 'unclear', why: 'timeout' }] },
    act: after(1, 'inquire', ({ cancel }) => cancel()),
  },
  'cancelled-between-tries': {
    script: { pay: [{ kind: 'not-sent', why: 'connect' }] },
    act: after(2, 'pay', ({ cancel }) => cancel()),
  },
  'never-confirmed': { request: { confirm: 'manual', deadline: '1h' } },
  'bill-of-a-failed-inquiry': {
    script: {
      inquiry: [
        { kind: 'unclear', why: 'timeout' },
        { kind: 'refused', code: '54', message: 'Nomor salah' },
      ],
    },
    act: async ({ bill, count, until }) => {
      const refused = bill().catch(() => undefined);
      await until(() => count('inquire') > 1);
      await refused;
    },
  },
  'native-cancel': {
    request: { confirm: 'manual' },
    act: async ({ bill, payment }) => {
      await bill();
      await payment.cancel();
    },
  },
  'native-cancel-after-pay': {
    script: { pay: [pending], check: [pending, success] },
    act: after(1, 'pay', ({ payment }) => payment.cancel()),
  },

  'notice-without-proof': {
    script: { pay: [pending], check: [pending, success] },
    provider: { poll: [{ every: '6h', for: '30d' }], reviewAfter: '2d' },
    act: after(1, 'check', ({ payment }) => payment.signal('notice')),
  },
  'notice-about-another-customer': {
    script: { pay: [pending], check: [pending, success] },
    act: after(1, 'check', notice({ kind: 'failed', code: '02' }, { customerNo: '99' })),
  },
  'notice-of-success': {
    script: { pay: [pending], check: [pending] },
    act: after(1, 'check', notice({ serialNumber: 'N1' })),
  },
  'notice-of-failure': {
    script: { pay: [pending], check: [pending, failed] },
    act: after(1, 'check', notice({ kind: 'failed', code: '02' })),
  },

  'review-resolved-to-sukses': {
    script: { pay: [unknown], check: [unknown] },
    act: underReview(resolve('Sukses')),
  },
  'review-resolved-to-gagal': {
    script: { pay: [unknown], check: [unknown] },
    act: underReview(resolve('Gagal')),
  },
};

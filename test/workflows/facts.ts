import type { Evidence } from '../../contract/evidence.js';
import type { OutcomeFields } from '../../contract/outcome.js';
import type { Plan } from '../../contract/plan.js';
import type { PaymentFacts } from '../../workflows/payment-facts.js';
import type { FundsPosition } from '../../workflows/settlement.js';

export const STARTED = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

export const A_PLAN: Plan = {
  queue: 'payments-digiflazz',
  checkQueue: 'payments-digiflazz-checks',
  timeoutMs: 5_000,
  minGapMs: 1_000,
  firstCheckMs: 1_000,
  poll: [{ everyMs: 1_000, forMs: MINUTE }],
  reviewAfterMs: DAY,
  pollLimitMs: 85 * DAY,
  statusCall: true,
  timeZone: 'Asia/Jakarta',
  sameDay: true,
  deadlineMs: 15 * MINUTE,
  onDeadline: 'hold',
  waitForDeposit: false,
  inquiry: true,
  aliases: [],
};

const A_REVIEW = { since: '2026-01-02T00:00:00.000Z', why: 'no verdict from the provider', challenge: 'a-run:1' };

/** The facts of a payment that is polled; the funds are where `funds` says. */
export function factsOf({
  funds = 'held',
  ...more
}: Partial<PaymentFacts> & { funds?: FundsPosition } = {}): PaymentFacts {
  const standing = more.standing ?? 'pending';
  const facts: PaymentFacts = {
    request: { provider: 'digiflazz', refId: 'inv-1', product: 'pln', customerNo: '530000000001' },
    plan: A_PLAN,
    stage: 'polling',
    status: 'Pending',
    bill: { amount: 11_000, admin: 2_500, customerName: 'BUDI SANTOSO', inquiry: true, receipt: [] },
    agreedAmount: 11_000,
    deadlineAt: STARTED + 15 * MINUTE,
    payBefore: STARTED + 15 * MINUTE,
    confirmed: false,
    cancelAsked: false,
    sentAt: STARTED + MINUTE,
    standing,
    payInFlight: false,
    checksEnded: false,
    success: undefined,
    lastReply: { code: '03', message: 'Transaksi Pending' },
    review: undefined,
    resolution: undefined,
    unpaid: undefined,
    outcome: undefined,
    situation: { basis: standing, opposed: false, funds, resolved: more.resolution?.status },
    ledger: { position: funds, asking: undefined },
  };
  return { ...facts, ...more };
}

/** The same under review. */
export function reviewed(more: Parameters<typeof factsOf>[0] = {}): PaymentFacts {
  return factsOf({ review: A_REVIEW, ...more });
}

/** Before pay was sent. */
export const UNSENT = { sentAt: 0, standing: 'unsent', funds: 'none' } as const;

export const A_SUCCESS: Evidence = {
  kind: 'success',
  from: 'status',
  at: '2026-01-01T00:02:00.000Z',
  code: '00',
  message: 'Transaksi Sukses',
};

export function outcomeOf(more: Partial<OutcomeFields> = {}): OutcomeFields {
  return {
    status: 'Sukses',
    provider: 'digiflazz',
    refId: 'inv-1',
    product: 'pln',
    customerNo: '530000000001',
    customerName: 'BUDI SANTOSO',
    amount: 11_000,
    charge: 11_000,
    serialNumber: '1234567890123456',
    code: '00',
    message: 'Transaksi Sukses',
    receipt: [],
    funds: 'captured',
    startedAt: '2026-01-01T00:00:00.000Z',
    paidAt: '2026-01-01T00:02:00.000Z',
    finishedAt: '2026-01-01T00:02:01.000Z',
    ...more,
  };
}

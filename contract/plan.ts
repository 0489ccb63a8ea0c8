import type { ReceiverPlan } from './notification.js';
import type { Operators } from './proof.js';

/**
 * What a payment is held to, read once by its first activity so that it stays in the history: a later change of the
 * configuration does not change the payments under way. Times in milliseconds, amounts in rupiah.
 */
export interface Plan {
  /** Task queue of the provider's activities `inquire` and `pay`. */
  queue: string;
  /** Task queue of the provider's activity `check`. */
  checkQueue: string;
  /** Of one HTTP call to the provider. */
  timeoutMs: number;
  minGapMs: number;
  firstCheckMs: number;
  poll: { everyMs: number; forMs: number }[];
  reviewAfterMs: number;
  pollLimitMs: number;
  statusCall: boolean;
  timeZone: string;
  sameDay: boolean;
  /** From the payment's start. */
  deadlineMs: number;
  onDeadline: 'hold' | 'release';
  /** Where a ledger holds the funds: how long one call may take, and how long a step may go without an answer. */
  ledger?: { queue: string; timeoutMs: number; reviewAfterMs: number };
  /** Whether pay waits for our deposit to be filled up, instead of ending as Gagal. */
  waitForDeposit: boolean;
  /** Whether the product has an inquiry; without one, `amount` is the catalogue's price. */
  inquiry: boolean;
  amount?: number;
  /** How long the provider must know nothing of an unanswered pay before it is sent again; without it, never. */
  repeatAfterMs?: number;
  /** How often a payment that an operator is needed for renews the record that its reference is used; without it, never. */
  renewReferenceMs?: number;
  /** Who may resolve, with the public key that proves each; without it anybody who may send an update. */
  operators?: Operators;
  /** Who is told what becomes of the payment; without it nobody. */
  notify?: ReceiverPlan[];
  /** The search attribute `PaymentCustomer`; without it the payment has none. */
  customer?: string;
  /** Product codes that stand for the requested one in the provider's replies. */
  aliases: string[];
}

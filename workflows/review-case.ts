import type { Evidence } from '../contract/evidence.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { Plan } from '../contract/plan.js';
import type { PaymentRequest } from '../contract/request.js';
import type { Resolution } from '../contract/resolution.js';

/** What a review is about: a payment that has ended, and what contradicts its outcome. */
export interface ReviewCase {
  request: PaymentRequest;
  outcome: PaymentOutcome;
  why: string;
  evidence?: Evidence;
  /** The ledger's hold whose funds are captured, where there is one. */
  hold?: string;
  /** A hold that the payment could neither capture nor release. */
  openHold?: string;
  /** Which review of this payment it is; the keys of its ledger steps depend on it. @default 1 */
  round?: number;
  ledger?: NonNullable<Plan['ledger']>;
}

/** What an operator decided, and where the funds are after it. */
export interface ReviewOutcome extends Resolution {
  funds: PaymentOutcome['funds'];
  /** The hold whose funds are captured after it. */
  hold?: string;
  round: number;
  decidedAt: string;
}

import type { Evidence } from './evidence.js';
import type { Notice } from './notice.js';
import type { PaymentKey } from './names.js';
import type { OutcomeFields } from './outcome.js';
import type { PaymentRequest } from './request.js';
import type { Resolution } from './resolution.js';

/** What a review is started with: which payment it is about. Everything else it reads itself. */
export interface ReviewSubject extends PaymentKey {
  /** What contradicts the outcome, as it came. */
  notice?: Notice;
  /** The run of the review of this payment that ended before. */
  earlierRun?: string;
}

/** The result of a review. */
export interface ReviewOutcome {
  /** False where neither the record nor a verified notice contradicts the outcome: then nothing was moved. */
  opened: boolean;
  why: string;
  resolution?: Resolution;
  /** How the payment counts after it, and where the funds are. */
  status: OutcomeFields['status'];
  funds: OutcomeFields['funds'];
  /** The hold whose funds are captured after it. */
  hold?: string;
  /** How many reviews of this payment were opened and ended, this one included. */
  reviews: number;
  endedAt: string;
  request: PaymentRequest;
  /** The outcome that was reviewed, without what was bought. */
  outcome: OutcomeFields;
  evidence: Evidence[];
}

/** The result of a review of a reference under which no payment has ended. */
export interface NoReview {
  opened: false;
  why: string;
}

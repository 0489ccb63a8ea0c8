import { z } from 'zod';
import type { Evidence } from './evidence.js';
import type { Funds, PaymentOutcome, ReceiptLine } from './outcome.js';
import { rupiahSchema, type PaymentRequest } from './request.js';
import { RESOLUTION_RULES, type Resolution } from './resolution.js';

/** What `bill` returns. Amounts in rupiah; `expiresAt` in UTC: pay is not sent after it. */
export interface Bill {
  amount?: number;
  admin?: number;
  customerName?: string;
  minAmount?: number;
  maxAmount?: number;
  expiresAt?: string;
  /** False for a product without inquiry: the amount is the catalogue's or the request's. */
  inquiry: boolean;
  receipt: ReceiptLine[];
}

export const confirmationSchema = z.strictObject({ amount: rupiahSchema });
export type Confirmation = z.infer<typeof confirmationSchema>;

/** The JSON Schema of an operator's verdict; `readResolution` is what checks one. */
export const resolutionSchema = z.strictObject({
  status: z.enum(RESOLUTION_RULES.status.values),
  by: z.string().trim().min(1).max(RESOLUTION_RULES.by.maxLength),
  note: z.string().trim().min(1).max(RESOLUTION_RULES.note.maxLength),
  proof: z.string().trim().min(1).max(RESOLUTION_RULES.proof.maxLength).optional(),
});
export type { Resolution };

export type Stage = 'inquiry' | 'awaiting-confirmation' | 'paying' | 'polling' | 'settling' | 'ended';
export type PaymentStatus = 'Pending' | 'Sukses' | 'Gagal';

/** One thing that happened to a payment, oldest first. `at` in UTC. */
export interface TimelineEntry {
  at: string;
  /** What happened: `inquiry`, `pay`, `status`, `notice`, `hold`, `capture`, `review`… */
  event: string;
  /** What it amounted to: `success`, `pending`, `unknown`, `refused`… */
  result?: string;
  code?: string;
  message?: string;
}

export interface Review {
  since: string;
  why: string;
  /** Part of what an operator signs. It changes with new evidence and with each resolution. */
  challenge: string;
}

/** What the query `progress` answers. */
export interface Progress {
  request: PaymentRequest;
  stage: Stage;
  status: PaymentStatus;
  /** `holding`: a hold was asked for and is not answered yet. */
  funds: Funds | 'holding' | 'held';
  review?: Review;
  bill?: Bill;
  timeline: TimelineEntry[];
  outcome?: PaymentOutcome;
}

/** What the query `progress` of a review answers: the review of a payment that has ended. */
export interface ReviewProgress extends Pick<Progress, 'request' | 'stage' | 'status' | 'funds' | 'timeline'> {
  /** The outcome of the payment, which never changes. */
  outcome: PaymentOutcome;
  why: string;
  /** As in a payment under review. */
  review: Review;
  /** Whether an operator has yet to decide. */
  open: boolean;
  resolution?: Resolution;
  /** Distinct replies of the provider, without what was bought. */
  evidence: Evidence[];
}

/** The review of an ended payment's outcome, with what the client library adds from the server's record. Times in UTC. */
export interface OutcomeReview extends ReviewProgress {
  /** When the review was started. */
  since: string;
  /** When it ended: by a resolution, or from outside where `resolution` is missing. */
  endedAt?: string;
}

/** What the client library answers for `progress`. */
export interface ReviewedProgress extends LiveProgress {
  /**
   * The latest review of the outcome, once the payment has ended and something contradicted it. The outcome itself never
   * changes; what an operator decided, and where the funds are since, stands here.
   */
  outcomeReview?: OutcomeReview;
}

/** What the client library adds to `progress` from the pending activity. Times in UTC. */
export interface LiveProgress extends Progress {
  /** Which activity is under way or waiting, such as `check`. */
  doing?: string;
  /** Contacts with the provider by the activity under way. */
  attempts?: number;
  nextCheck?: string;
  /**
   * How late the last status check came, in milliseconds. Only where that is more than `minGap` and more than 30 s: the
   * poll plans ask for more checks than the provider's rate allows, or no worker was running.
   */
  checksLateMs?: number;
  /** How many replies proved nothing, by reason: `timeout`, `not-json`, `bad-signature`… */
  unproven?: Record<string, number>;
  lastReply?: { at?: string; code?: string; message?: string; result?: string };
}

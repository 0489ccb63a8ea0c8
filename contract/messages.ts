import { z } from 'zod';
import type { Evidence } from './evidence.js';
import type { Funds, OutcomeFields, PaymentOutcome, ReceiptLine } from './outcome.js';
import { rupiahSchema, type PaymentRequest } from './request.js';
import { RESOLUTION_RULES, type Resolution } from './resolution.js';

/**
 * What `bill` returns. Amounts in rupiah; `expiresAt` in UTC. Pay is not sent after it, nor after the payment's `deadline`
 * (default 15 minutes from the start), which usually comes first.
 */
export interface Bill {
  /**
   * The bill, with `admin` in it; rupiah: the amount to confirm. Left out where neither the provider, the catalogue nor the
   * request states it: then the customer's amount is confirmed, and pay carries it.
   */
  amount?: number;
  /** The admin fee, which is a part of `amount`; rupiah. */
  admin?: number;
  /** As the provider states it. */
  customerName?: string;
  /** The least that can be paid, where the product leaves a choice; rupiah. */
  minAmount?: number;
  /** The most that can be paid, where the product leaves a choice; rupiah. */
  maxAmount?: number;
  /**
   * Pay is not sent after it; UTC (ISO 8601). The bill's own end: the payment's `deadline` may be earlier, and nothing is
   * sent after that either.
   */
  expiresAt?: string;
  /** False for a product without inquiry: the amount is the catalogue's or the request's. */
  inquiry: boolean;
  /** Rows in the provider's order. */
  receipt: ReceiptLine[];
}

/** What `confirm` takes: the amount that the customer agrees to, which is that of the bill where it states one; rupiah. */
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
  /** UTC (ISO 8601). */
  at: string;
  /** What happened: `inquiry`, `pay`, `status`, `notice`, `hold`, `capture`, `review`… */
  event: string;
  /** What it amounted to: `success`, `pending`, `unknown`, `refused`… */
  result?: string;
  /** The provider's code. */
  code?: string;
  /** The provider's words; for transport trouble, ours. */
  message?: string;
}

/** A payment waits for an operator. */
export interface Review {
  /** UTC (ISO 8601). */
  since: string;
  /** Why an operator is needed, in words. */
  why: string;
  /** Part of what an operator signs. It changes with new evidence and with each resolution. */
  challenge: string;
}

/** What the query `progress` answers. */
export interface Progress {
  /** As it was accepted. */
  request: PaymentRequest;
  /** The step that the payment is at. */
  stage: Stage;
  /** Pending until it has ended. */
  status: PaymentStatus;
  /** `holding`: a hold was asked for and is not answered yet. */
  funds: Funds | 'holding' | 'held';
  /** Present while an operator is needed. */
  review?: Review;
  /** From the inquiry on. */
  bill?: Bill;
  /** What has happened, oldest first. */
  timeline: TimelineEntry[];
  /** Present once the payment has ended. */
  outcome?: PaymentOutcome;
}

/** What the query `progress` of a review answers: the review of a payment that has ended. */
export interface ReviewProgress extends Pick<Progress, 'request' | 'stage' | 'status' | 'funds' | 'timeline'> {
  /** The outcome of the payment, as earlier reviews of it left it. */
  outcome: OutcomeFields;
  /** Why an operator is needed, in words. */
  why: string;
  /** As in a payment under review. */
  review: Review;
  /** Whether an operator has yet to decide. */
  open: boolean;
  /** The operator's verdict, once there is one. */
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
  /** When the provider is asked next; UTC (ISO 8601). */
  nextCheck?: string;
  /**
   * How late the last status check came, in milliseconds. Only where that is more than `minGap` and more than 30 s: the
   * poll plans ask for more checks than the provider's rate allows, or no worker was running.
   */
  checksLateMs?: number;
  /** How many replies proved nothing, by reason: `timeout`, `not-json`, `bad-signature`… */
  unproven?: Record<string, number>;
  /** The latest reply of the provider to the activity under way. */
  lastReply?: { at?: string; code?: string; message?: string; result?: string };
}

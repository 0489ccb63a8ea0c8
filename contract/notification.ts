import type { OutcomeFields } from './outcome.js';
import type { PaymentStatus } from './messages.js';
import type { PaymentKey } from './names.js';

/** What receivers are told of a payment; the `type` of a message. */
export const NOTIFICATION_TYPES = [
  'payment.succeeded',
  'payment.failed',
  'payment.released',
  'payment.review',
  'payment.resolved',
  'payment.contradicted',
] as const;

export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** Why an operator has to look, or what one has decided. Without the operator's note, which is free text. */
export interface NotifiedReview {
  why: string;
  /** In UTC. */
  since: string;
  resolution?: { status: OutcomeFields['status']; by: string };
  /** Where the funds are since, once the review of an ended payment is resolved. */
  funds?: OutcomeFields['funds'];
}

/** What receivers are told of a review. A resolution is told while it holds. */
export function notifiedReview(
  { why, since }: { why: string; since: string },
  resolution?: { status: OutcomeFields['status']; by: string },
): NotifiedReview {
  return { why, since, ...(resolution ? { resolution: { status: resolution.status, by: resolution.by } } : {}) };
}

/** A receiver as a payment's plan keeps it. Its address and secrets are read at each attempt. Times in milliseconds. */
export interface ReceiverPlan {
  name: string;
  events: NotificationType[];
  /** Waits between attempts: the first one, doubled after each, at most the longest. */
  firstRetryMs: number;
  longestRetryMs: number;
  /** From the event on: without delivery by then a person has to look. */
  giveUpAfterMs: number;
}

/**
 * What the workflow `notification` is started with: one event for one receiver. The outcome is not in it: the activity
 * that delivers reads it from the record of the workflow that has started this one.
 */
export interface Notification extends PaymentKey {
  /** The message's id, the same in every attempt. */
  id: string;
  type: NotificationType;
  /** When it happened, in UTC. Later events of a payment have a later time. */
  timestamp: string;
  /** The payment's status then. Of `succeeded`, `failed` and `resolved` it is read from the record. */
  status: PaymentStatus;
  review?: NotifiedReview;
  receiver: ReceiverPlan;
}

/** The body of a message. */
export interface NotificationBody {
  type: NotificationType;
  timestamp: string;
  data: PaymentKey & {
    workflowId: string;
    status: PaymentStatus;
    outcome?: Partial<OutcomeFields>;
    review?: NotifiedReview;
  };
}

/** The result of the workflow `notification`. `withdrawn`: what it tells was reset, and has ended otherwise. */
export interface NotificationResult {
  delivered: 'delivered' | 'withdrawn';
  /** In UTC. */
  at: string;
}

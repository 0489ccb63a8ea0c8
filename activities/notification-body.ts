import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { ReceiverConfig } from '../contract/config.js';
import { given } from '../contract/given.js';
import { paymentId, paymentsQueue, reviewId, WORKFLOWS } from '../contract/names.js';
import type { Notification, NotificationBody, NotificationType } from '../contract/notification.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { masked, withoutVoucher } from '../contract/redaction.js';
import type { ReviewOutcome } from '../contract/review.js';
import { recordedResult } from './recorded-payment.js';
import { retryLater } from './retry-later.js';

/** What a message of each type is read from: the result of the payment, that of its review, or nothing but itself. */
const READ_FROM: Record<NotificationType, 'payment' | 'review' | 'message'> = {
  'payment.succeeded': 'payment',
  'payment.failed': 'payment',
  'payment.resolved': 'review',
  'payment.released': 'message',
  'payment.review': 'message',
  'payment.contradicted': 'message',
};

/**
 * The body of a message. Undefined where the payment was ended from outside before it could end with what the message
 * says. Throws `InvalidRequest` where no payment has started the message: whoever may start workflows could tell a
 * receiver anything otherwise.
 */
export async function bodyOf(
  client: Client,
  message: Notification,
  include: ReceiverConfig['include'],
): Promise<NotificationBody | undefined> {
  const { type, timestamp, provider, refId, status, review } = message;
  const origin = await originOf(client, message);
  const about = { workflowId: paymentId(message), provider, refId };
  const isOfReview = origin.type === WORKFLOWS.review;
  if (READ_FROM[type] === 'message' || (type === 'payment.resolved' && !isOfReview)) {
    return { type, timestamp, data: { ...about, status, ...given({ review }) } };
  }
  if (origin.status.name === 'RUNNING') throw notEnded();
  if (origin.status.name !== 'COMPLETED') return undefined;
  const result = await recordedResult(client, origin.workflowId, origin.runId);
  if (isOfReview)
    return { type, timestamp, data: { ...about, status: (result as ReviewOutcome).status, ...given({ review }) } };
  const outcome = result as PaymentOutcome;
  return { type, timestamp, data: { ...about, status: outcome.status, outcome: shown(outcome, include) } };
}

/** The workflow that has started this message: the payment itself, or its review. */
async function originOf(client: Client, message: Notification): Promise<WorkflowExecutionDescription> {
  const { workflowExecution: own } = Context.current().info;
  const { raw } = await client.workflow.getHandle(own?.workflowId ?? '', own?.runId).describe();
  const { workflowId, runId } = raw.workflowExecutionInfo?.parentExecution ?? {};
  if (!workflowId || !runId) throw forged();
  const origin = await client.workflow.getHandle(workflowId, runId).describe();
  const isOurs =
    origin.taskQueue === paymentsQueue &&
    ((origin.type === WORKFLOWS.payment && workflowId === paymentId(message)) ||
      (origin.type === WORKFLOWS.review && workflowId === reviewId(message)));
  if (!isOurs) throw forged();
  return origin;
}

function forged(): ApplicationFailure {
  return ApplicationFailure.nonRetryable('no payment has started this message', 'InvalidRequest');
}

/** The payment starts its last messages just before it ends. */
const ENDS_WITHIN_MS = 200;

function notEnded(): ApplicationFailure {
  const message = 'the payment is about to end';
  return retryLater({ type: 'NotEnded', message, details: { why: message }, delayMs: ENDS_WITHIN_MS });
}

/** Fields that show who the customer is. */
const OF_THE_CUSTOMER = new Set(['customerName', 'receipt']);

/** An outcome as a receiver is to see it: without what it has not asked for. */
function shown(outcome: PaymentOutcome, include: ReceiverConfig['include']): Partial<PaymentOutcome> {
  const sent: Partial<PaymentOutcome> = include.includes('voucher') ? { ...outcome } : withoutVoucher(outcome);
  if (include.includes('customer')) return sent;
  const others = Object.entries(sent).filter(([field]) => !OF_THE_CUSTOMER.has(field));
  return { ...(Object.fromEntries(others) as Partial<PaymentOutcome>), customerNo: masked(outcome.customerNo) };
}

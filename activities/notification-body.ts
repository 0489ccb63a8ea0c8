import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { ReceiverConfig } from '../contract/config.js';
import { given } from '../contract/given.js';
import { paymentId, reviewId, WORKFLOWS } from '../contract/names.js';
import type { Notification, NotificationBody, NotificationType } from '../contract/notification.js';
import type { OutcomeFields, PaymentOutcome } from '../contract/outcome.js';
import { masked, showsVoucher, withoutVoucher } from '../contract/redaction.js';
import type { ReviewOutcome } from '../contract/review.js';
import { described, isOurs } from './payment-record.js';
import { redactor } from './providers/reading.js';
import { recordedResult } from './recorded-payment.js';
import { toldEnd } from './told-end.js';

/** With which message a payment ends. */
const ENDS_AS = { Sukses: 'payment.succeeded', Gagal: 'payment.failed' } as const;

/** With which messages a workflow ends: what they say is in its result. Every other message says everything itself. */
const ENDS_WITH: Record<'payment' | 'review', readonly NotificationType[]> = {
  payment: Object.values(ENDS_AS),
  review: ['payment.resolved'],
};

/**
 * The body of a message. Undefined where the payment, or its review, was reset and has ended otherwise than the message
 * says. Throws `NotEnded` where it has not ended, and `InvalidRequest` where no payment has started the message: whoever
 * may start workflows could tell a receiver anything otherwise.
 */
export async function bodyOf(
  client: Client,
  message: Notification,
  include: ReceiverConfig['include'],
): Promise<NotificationBody | undefined> {
  const { type, timestamp, provider, refId, status, review } = message;
  const origin = await originOf(client, message);
  const body = (told: Omit<NotificationBody['data'], 'workflowId' | 'provider' | 'refId'>): NotificationBody => ({
    type,
    timestamp,
    data: { workflowId: paymentId(message), provider, refId, ...told },
  });
  const isOfReview = origin.type === WORKFLOWS.review;
  if (!ENDS_WITH[isOfReview ? 'review' : 'payment'].includes(type)) return body({ status, ...given({ review }) });
  const { workflowId, runId } = await toldEnd(client, origin);
  const result = await recordedResult(client, workflowId, runId);
  // A run in the place of one that was reset tells its own end where that is another.
  if (isOfReview) {
    const { status: decided, funds, resolution } = result as Partial<ReviewOutcome>;
    if (decided !== status || resolution?.by !== review?.resolution?.by) return undefined;
    return body({ status: decided, ...given({ review: review && { ...review, ...given({ funds }) } }) });
  }
  const outcome = result as PaymentOutcome;
  if (type !== ENDS_AS[outcome.status]) return undefined;
  return body({ status: outcome.status, outcome: shown(outcome, include) });
}

/** The workflow that has started this message: the payment itself, or its review. */
async function originOf(client: Client, message: Notification): Promise<WorkflowExecutionDescription> {
  const { workflowExecution: own } = Context.current().info;
  const { raw } = await client.workflow.getHandle(own?.workflowId ?? '', own?.runId).describe();
  const { workflowId, runId } = raw.workflowExecutionInfo?.parentExecution ?? {};
  if (!workflowId || !runId) throw forged();
  const origin = await described(client, workflowId, runId);
  if (!origin) throw recordGone();
  const isPayment = isOurs(origin, WORKFLOWS.payment) && workflowId === paymentId(message);
  const isReview = isOurs(origin, WORKFLOWS.review) && workflowId === reviewId(message);
  if (!isPayment && !isReview) throw forged();
  return origin;
}

/** Nothing tells any more who has started the message: it stays with those that were given up. */
function recordGone(): ApplicationFailure {
  const why = 'Temporal keeps no record of the payment any more';
  return ApplicationFailure.create({ message: why, type: 'RecordGone', nonRetryable: true, details: [{ why }] });
}

function forged(): ApplicationFailure {
  return ApplicationFailure.nonRetryable('no payment has started this message', 'InvalidRequest');
}

/** Fields that show who the customer is. */
const OF_THE_CUSTOMER = new Set(['customerName', 'receipt']);

/** Shorter inputs stand in texts by chance; characters. */
const SHORTEST = 5;

/** Hides the customer's name and number in the provider's words and in its own numbers of the payment. */
function withoutCustomer({ customerNo, customerName }: OutcomeFields): (text: string) => string {
  const numbers = [customerNo, ...customerNo.split(',')];
  const personal = [customerName ?? '', ...numbers].filter(({ length }) => length >= SHORTEST);
  const blot = redactor(personal);
  return (text) => {
    const blotted = blot(text);
    // Written in another way, with blanks for example.
    return personal.some((one) => showsVoucher(blotted, one)) ? '***' : blotted;
  };
}

/** An outcome as a receiver is to see it: without what it has not asked for. */
function shown(outcome: OutcomeFields, include: ReceiverConfig['include']): Partial<OutcomeFields> {
  const sent: Partial<OutcomeFields> = include.includes('voucher') ? { ...outcome } : withoutVoucher(outcome);
  if (include.includes('customer')) return sent;
  const hide = withoutCustomer(outcome);
  const others = Object.entries(sent)
    .filter(([field]) => !OF_THE_CUSTOMER.has(field))
    .map(([field, value]) => [field, typeof value === 'string' ? hide(value) : value] as const);
  return { ...(Object.fromEntries(others) as Partial<OutcomeFields>), customerNo: masked(outcome.customerNo) };
}

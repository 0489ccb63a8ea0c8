import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.js';
import type { Execution } from './temporal/execution.js';
import type { Server } from './temporal/server.js';

/** Where a payment is, as one can see from outside. */
export const STEPS = [
  'start',
  'inquiry',
  'confirmation',
  'hold',
  'pay',
  'check',
  'between checks',
  'notices',
  'capture',
  'release',
  'operator',
  'ending',
  'ended',
  'review: record',
  'review: operator',
  'review: hold',
  'review: capture',
  'review: release',
  'review: ended',
] as const;

export type Step = (typeof STEPS)[number];

/** The step of a payment and of its review; undefined between two of them. */
export function stepOf(
  server: Server,
  payment: Execution | undefined,
  review: Execution | undefined,
): Step | undefined {
  if (!payment) return undefined;
  if (payment.isOpen) return stepOfPayment(server, payment);
  if (!review || review.id.startedAt < payment.id.startedAt) return 'ended';
  return review.isOpen ? stepOfReview(server, review) : 'review: ended';
}

function stepOfPayment(server: Server, payment: Execution): Step | undefined {
  // It has its outcome, and starts messages and a review.
  if (payment.searchAttribute(SEARCH_ATTRIBUTES.stage.name) === 'ended') return 'ending';
  const pending = server.pending(payment);
  const has = (name: string) => pending.some(({ type }) => type === name);
  for (const step of ['hold', 'pay', 'capture', 'release'] as const) if (has(step)) return step;
  if (has('inquire')) return 'inquiry';
  if (has('readNotices')) return 'notices';
  const check = pending.find(({ type }) => type === 'check');
  if (isUnderReview(payment)) return 'operator';
  if (check) return check.state === 'started' ? 'check' : 'between checks';
  if (payment.searchAttribute(SEARCH_ATTRIBUTES.stage.name) === 'awaiting-confirmation') return 'confirmation';
  return payment.history.length < 8 ? 'start' : undefined;
}

function stepOfReview(server: Server, review: Execution): Step | undefined {
  const pending = server.pending(review);
  const has = (name: string) => pending.some(({ type }) => type === name);
  if (has('readRecord')) return 'review: record';
  for (const step of ['hold', 'capture', 'release'] as const) if (has(step)) return `review: ${step}`;
  return isUnderReview(review) ? 'review: operator' : undefined;
}

export function isUnderReview(execution: Execution): boolean {
  return execution.isOpen && execution.searchAttribute(SEARCH_ATTRIBUTES.review.name) === true;
}

/** Whether it is a message that waits for an operator. */
export function isGivenUp(execution: Execution): boolean {
  return execution.id.type === 'notification' && isUnderReview(execution);
}

import type { Evidence } from '../../contract/evidence.js';
import { verdictOf } from '../../contract/evidence.js';
import { MESSAGES } from '../../contract/names.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { Execution } from './temporal/execution.js';
import { fromPayload, type Event } from './temporal/history.js';

type Status = PaymentOutcome['status'];

/**
 * The verdict that speaks against the outcome although nobody has resolved it since: of all that pay, checks and signed
 * notices of success have said, by the payment's own history. Undefined where there is none. This holds whatever the
 * operator makes of it. @param isReviewed whether a review has what was read while the payment ended.
 */
export function ignoredVerdict(
  { history }: Execution,
  { status }: PaymentOutcome,
  isReviewed: boolean,
): Status | undefined {
  const read = history.flatMap((event, index) =>
    verdictsIn(event, history, isReviewed).map((verdict) => ({ index, verdict })),
  );
  const against = read.findLast(({ verdict }) => verdict !== status);
  if (!against) return undefined;
  const isResolved = history.some((event, index) => index > against.index && resolutionIn(event) === status);
  return isResolved ? undefined : against.verdict;
}

/**
 * Whether the payment ended Sukses by an operator's word alone although a later signed notice said that it failed, and
 * nobody has asked the biller or the operator since.
 */
export function ignoredFailure({ history }: Execution, { status }: PaymentOutcome, isReviewed: boolean): boolean {
  const resolvedAt = history.findLastIndex((event) => resolutionIn(event) === 'Sukses');
  if (status !== 'Sukses' || resolvedAt < 0 || isReviewed) return false;
  if (history.some((event) => verdictsIn(event, history, false).includes('Sukses'))) return false;
  // One that the operator knew of already says nothing new when it comes again.
  const reportedAt = history.findIndex((event) => isFailureReported(event, history));
  const isAsked = history.some((event, index) => index > reportedAt && completed(event, history).name === 'check');
  return reportedAt > resolvedAt && !isAsked;
}

function isFailureReported(event: Event, history: readonly Event[]): boolean {
  const { name, result } = completed(event, history);
  if (name !== 'readNotices' || !isPaidBefore(event, history)) return false;
  return (result as { evidence?: Evidence }[]).some(({ evidence }) => evidence?.kind === 'failed');
}

function verdictsIn(event: Event, history: readonly Event[], isReviewed: boolean): Status[] {
  const { name, result } = completed(event, history);
  if (name === 'check') return verdictsOf((result as { evidence?: Evidence }).evidence);
  if (name === 'pay') return verdictsOf(result as Evidence);
  // What a notice says before pay is of the inquiry; a reported failure is asked about first.
  if (name !== 'readNotices' || isReviewed || !isPaidBefore(event, history)) return [];
  return (result as { evidence?: Evidence }[])
    .flatMap(({ evidence }) => verdictsOf(evidence))
    .filter((verdict) => verdict === 'Sukses');
}

function completed(event: Event, history: readonly Event[]): { name?: string | null | undefined; result?: unknown } {
  const attributes = event.activityTaskCompletedEventAttributes;
  if (!attributes) return {};
  const asked = history[Number(attributes.scheduledEventId) - 1]?.activityTaskScheduledEventAttributes;
  return { name: asked?.activityType?.name, result: fromPayload(attributes.result?.payloads?.[0]) };
}

/** Whether an answer to pay that may have sent it came before the notices were taken for reading. */
function isPaidBefore(event: Event, history: readonly Event[]): boolean {
  const takenAt = Number(event.activityTaskCompletedEventAttributes?.scheduledEventId);
  return history.slice(0, takenAt).some((earlier) => {
    const { name, result } = completed(earlier, history);
    return name === 'pay' && (result as Evidence).kind !== 'not-sent';
  });
}

function verdictsOf(evidence: Evidence | undefined): Status[] {
  // A deposit that is too low is waited for, and the same reference is paid then.
  if (!evidence || evidence.kind === 'not-sent' || evidence.depositTooLow) return [];
  const verdict = verdictOf(evidence.kind);
  return verdict ? [verdict] : [];
}

/** What an operator's update says that this event accepts. */
export function resolutionIn(event: Event): Status | undefined {
  const input = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (input?.name !== MESSAGES.resolve) return undefined;
  return (fromPayload(input.args?.payloads?.[0]) as { status?: Status } | undefined)?.status;
}

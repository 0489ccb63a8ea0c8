import type { Evidence } from '../../contract/evidence.js';
import { verdictOf } from '../../contract/evidence.js';
import { MESSAGES } from '../../contract/names.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { Execution } from './temporal/execution.js';
import { fromPayload, type Event } from './temporal/history.js';

type Status = PaymentOutcome['status'];

/**
 * The verdict that speaks against the outcome although nobody has resolved it since: of all that pay and checks have read,
 * by the payment's own history. Undefined where there is none. This holds whatever the operator makes of it.
 */
export function ignoredVerdict({ history }: Execution, { status }: PaymentOutcome): Status | undefined {
  const read = history.map((event, index) => ({ index, verdict: verdictIn(event, history) }));
  const against = read.findLast(({ verdict }) => verdict !== undefined && verdict !== status);
  if (!against) return undefined;
  const isResolved = history.some((event, index) => index > against.index && resolutionIn(event) === status);
  return isResolved ? undefined : against.verdict;
}

function verdictIn(event: Event, history: readonly Event[]): Status | undefined {
  const completed = event.activityTaskCompletedEventAttributes;
  if (!completed) return undefined;
  const asked = history[Number(completed.scheduledEventId) - 1]?.activityTaskScheduledEventAttributes;
  const name = asked?.activityType?.name;
  if (name !== 'check' && name !== 'pay') return undefined;
  const result = fromPayload(completed.result?.payloads?.[0]);
  const evidence = (name === 'pay' ? result : (result as { evidence?: unknown }).evidence) as Evidence | undefined;
  // A deposit that is too low is waited for, and the same reference is paid then.
  if (!evidence || evidence.kind === 'not-sent' || evidence.depositTooLow) return undefined;
  return verdictOf(evidence.kind);
}

function resolutionIn(event: Event): Status | undefined {
  const input = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (input?.name !== MESSAGES.resolve) return undefined;
  return (fromPayload(input.args?.payloads?.[0]) as { status?: Status } | undefined)?.status;
}

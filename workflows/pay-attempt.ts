import { CancelledFailure, condition, TimeoutFailure, workflowInfo } from '@temporalio/workflow';
import type { Evidence } from '../contract/evidence.js';
import { isPayMark } from '../contract/heartbeat.js';
import { payCall } from './activity-calls.js';
import { causeOf, runUntil } from './cancellation.js';
import type { PaymentState } from './payment-state.js';

/** One activity `pay`. Returns its evidence, or what its end without an answer proves. */
export async function attemptPay(state: PaymentState, again = false): Promise<Evidence> {
  const { request, plan, payBefore } = state;
  const pay = payCall(request, plan, payBefore - Date.now());
  const args = { ...state.order, firstRunId: workflowInfo().firstExecutionRunId, notAfter: payBefore };
  state.payScheduled();
  // A cancel, or for a repeat a verdict, that arrives before a worker has taken it takes it back.
  const ended = await runUntil(
    () => pay({ ...args, ...(again ? { again } : {}) }),
    () => state.cancelAsked || (again && !state.isUndecided()),
  );
  const evidence =
    'error' in ended ? evidenceOfLostPay(state, causeOf(ended.error), again) : answered(state, ended.value, again);
  state.payEnded(evidence);
  return evidence;
}

function answered(state: PaymentState, evidence: Evidence, again: boolean): Evidence {
  const quietMs = evidence.retryAfterMs ?? quietAfter(evidence, state.plan.timeoutMs);
  // A pause on our side (a cut-off, for example) delays pays, never status checks.
  if (again) state.sentAgain(evidence.kind === 'not-sent' ? 0 : quietMs);
  else if (evidence.kind !== 'not-sent') state.sent(quietMs);
  return evidence;
}

/**
 * Sends an unanswered pay again with the same reference, where the provider's documentation makes that safe and it has
 * reported for long enough that it does not know the first one. `absence`: its last such reply, which may ask for a pause.
 */
export async function repeatPay(state: PaymentState, { retryAfterMs = 0 }: Evidence): Promise<void> {
  const gap = Math.max(state.contacts.lastAt + state.plan.minGapMs - Date.now(), retryAfterMs);
  if (gap > 0) await condition(() => !state.isUndecided(), gap, { summary: 'the gap before pay is sent again' });
  if (!state.isRepeatDue()) return;
  state.addToTimeline({ event: 'pay', result: 'sent again' });
  state.applyEvidence(await attemptPay(state, true));
}

/** If this attempt sent nothing but an earlier attempt may have, the call of the earlier one can still be open. */
function quietAfter({ why }: Evidence, timeoutMs: number): number {
  return why === 'reset' || why === 'second-attempt' ? timeoutMs : 0;
}

/**
 * The attempt ended without an answer. If no worker took it, or if the server gave it up before the mark was recorded,
 * nothing was sent. With the mark it may have been sent, and its call may be open until its own timeout.
 */
function evidenceOfLostPay(state: PaymentState, cause: unknown, again: boolean): Evidence {
  const lost = { from: 'pay', at: new Date().toISOString(), code: '', message: '' } as const;
  if (again) state.sentAgain(state.plan.timeoutMs);
  if (cause instanceof TimeoutFailure) {
    if (cause.timeoutType === 'SCHEDULE_TO_START') return { ...lost, kind: 'not-sent', why: 'expired' };
    if (!isPayMark(cause.lastHeartbeatDetails)) return { ...lost, kind: 'not-sent', why: 'worker-lost' };
  }
  // No worker had taken it: an activity `pay` that runs never reports that it was cancelled.
  if (cause instanceof CancelledFailure && state.cancelAsked && !again)
    return { ...lost, kind: 'not-sent', why: 'cancelled' };
  if (!again) state.sent(state.plan.timeoutMs);
  return { ...lost, kind: 'unknown', why: 'worker-lost' };
}

import { condition, TimeoutFailure, workflowInfo } from '@temporalio/workflow';
import type { PayMark } from '../contract/heartbeat.js';
import type { Evidence } from '../contract/evidence.js';
import { payCall } from './activity-calls.js';
import { gagal, type Ending } from './outcome.js';
import type { Funds } from './funds.js';
import type { PaymentState } from './payment-state.js';
import { causeOf, runUntil } from './cancellation.js';

/** Waits between tries while it is proven that nothing was sent. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Holds the funds, then sends pay. Tried again only while it is proven that nothing left our machines, and only until
 * the deadline or the bill's expiry; otherwise it returns with the standing that pay's answer, or its lack, has left.
 */
export async function sendPay(state: PaymentState, funds: Funds): Promise<Ending | undefined> {
  state.enterStage('paying');
  if (state.held.ledger) {
    if ((state.request.charge ?? state.agreedAmount) === undefined) return gagal('no-funds');
    const refusal = await funds.hold();
    if (refusal) return gagal('no-funds');
  }
  for (let wait = FIRST_WAIT_MS; state.isUnsent(); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    if (state.isCancelAsked()) return gagal('cancelled');
    if (state.payBefore <= Date.now()) return gagal('expired');
    const evidence = await pay(state);
    if (isWaitingForDeposit(state, evidence)) state.addToTimeline({ event: 'pay', result: 'waiting for our deposit' });
    else state.applyEvidence(evidence);
    if (state.isUnsent())
      await waitBeforeRetry(state, Math.max(evidence.retryAfterMs ?? wait, gapAfter(state, evidence)));
  }
  return undefined;
}

/** Our deposit is too low, nothing was made, and the configuration says that the same reference may be paid again. */
function isWaitingForDeposit(state: PaymentState, evidence: Evidence): boolean {
  const waits = evidence.kind === 'refused' && evidence.depositTooLow === true && state.held.waitForDeposit;
  return waits && state.isUnsent() && Date.now() + FIRST_WAIT_MS < state.payBefore;
}

/** A pay that went out was a contact, also when nothing came of it. */
function gapAfter(state: PaymentState, { kind }: Evidence): number {
  return kind === 'not-sent' ? 0 : state.held.minGapMs;
}

/** Where this attempt sent nothing but an earlier one may have, that one's call can still be open. */
function quietAfter({ why }: Evidence, timeoutMs: number): number {
  return why === 'reset' || why === 'second-attempt' ? timeoutMs : 0;
}

async function waitBeforeRetry(state: PaymentState, ms: number): Promise<void> {
  const left = Math.max(1, Math.min(ms, state.payBefore - Date.now()));
  await condition(() => state.cancelAsked || !state.isUnsent(), left);
}

/**
 * Sends an unanswered pay once more, with the same reference, where the provider's documentation makes that safe and it
 * has known nothing of the first one for long enough.
 */
export async function repeatPay(state: PaymentState): Promise<void> {
  const gap = state.contacts.lastAt + state.held.minGapMs - Date.now();
  if (gap > 0) await condition(() => !state.isUndecided(), gap);
  if (!state.isRepeatDue()) return;
  state.addToTimeline({ event: 'pay', result: 'sent again' });
  // What comes in while it waits for a worker takes it back.
  const ended = await runUntil(
    () => pay(state, true),
    () => !state.isUndecided() || state.cancelAsked,
  );
  if ('value' in ended) state.applyEvidence(ended.value);
  else throw ended.error;
}

async function pay(state: PaymentState, again = false): Promise<Evidence> {
  const { request, held: plan, inquiry, agreedAmount } = state;
  const handedOutAt = Date.now();
  state.payInFlight = true;
  try {
    const evidence = await payCall(
      request,
      plan,
      state.payBefore - handedOutAt,
    )({
      request,
      plan,
      ...(inquiry?.kind === 'bill' ? { bill: inquiry } : {}),
      ...(agreedAmount === undefined ? {} : { amount: agreedAmount }),
      firstRunId: workflowInfo().firstExecutionRunId,
      notAfter: state.payBefore,
      ...(again ? { again } : {}),
    });
    const quietMs = evidence.retryAfterMs ?? quietAfter(evidence, plan.timeoutMs);
    // A pause of ours (a cut-off, say) holds back pays, never status checks.
    if (again) state.sentAgain(evidence.kind === 'not-sent' ? 0 : quietMs);
    else if (evidence.kind !== 'not-sent') state.sent(quietMs);
    return evidence;
  } catch (error) {
    return evidenceOfLostPay(state, causeOf(error), again);
  } finally {
    state.payInFlight = false;
  }
}

/**
 * The attempt came back without an answer. Never handed out, or given up before the mark stood in the server's record:
 * nothing was sent. With the mark it may have been, and the call may still be open until its own timeout.
 */
function evidenceOfLostPay(state: PaymentState, cause: unknown, again: boolean): Evidence {
  const at = new Date().toISOString();
  const says = { from: 'pay', at, code: '', message: '' } as const;
  if (again) state.sentAgain(state.held.timeoutMs);
  if (cause instanceof TimeoutFailure) {
    if (cause.timeoutType === 'SCHEDULE_TO_START') return { ...says, kind: 'not-sent', why: 'expired' };
    if (!isPayMark(cause.lastHeartbeatDetails)) return { ...says, kind: 'not-sent', why: 'worker-lost' };
  }
  if (!again) state.sent(state.held.timeoutMs);
  return { ...says, kind: 'unknown', why: 'worker-lost' };
}

function isPayMark(details: unknown): details is PayMark {
  return typeof details === 'object' && details !== null && 'sending' in details;
}

import { condition, TimeoutFailure, workflowInfo } from '@temporalio/workflow';
import type { PayMark } from '../activities/pay.js';
import type { Evidence } from '../activities/providers/provider.js';
import { payCall } from './activity-calls.js';
import { gagal, type Ending } from './outcome.js';
import type { Funds } from './funds.js';
import type { Life } from './payment-state.js';
import { causeOf, untilStopped } from './cancellation.js';

/** Waits between tries while it is proven that nothing was sent. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Holds the funds, then sends pay. Tried again only while it is proven that nothing left our machines, and only until
 * the deadline or the bill's expiry; otherwise it returns with the standing that pay's answer, or its lack, has left.
 */
export async function send(life: Life, funds: Funds): Promise<Ending | undefined> {
  life.enter('paying');
  if (life.held.ledger) {
    if ((life.request.charge ?? life.agreed) === undefined) return gagal('no-funds');
    const refusal = await funds.hold();
    if (refusal) return gagal('no-funds');
  }
  for (let wait = FIRST_WAIT_MS; life.isUnsent(); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    if (life.isCancelAsked()) return gagal('cancelled');
    if (life.payBefore <= Date.now()) return gagal('expired');
    const evidence = await pay(life);
    if (isWaitingForDeposit(life, evidence)) life.note({ event: 'pay', result: 'waiting for our deposit' });
    else life.take(evidence);
    if (life.isUnsent()) await pause(life, Math.max(evidence.retryAfterMs ?? wait, gapAfter(life, evidence)));
  }
  return undefined;
}

/** Our deposit is too low, nothing was made, and the configuration says that the same reference may be paid again. */
function isWaitingForDeposit(life: Life, evidence: Evidence): boolean {
  const waits = evidence.kind === 'refused' && evidence.depositTooLow === true && life.held.waitForDeposit;
  return waits && life.isUnsent() && Date.now() + FIRST_WAIT_MS < life.payBefore;
}

/** A pay that went out was a contact, also when nothing came of it. */
function gapAfter(life: Life, { kind }: Evidence): number {
  return kind === 'not-sent' ? 0 : life.held.minGapMs;
}

/** Where this attempt sent nothing but an earlier one may have, that one's call can still be open. */
function quietAfter({ why }: Evidence, timeoutMs: number): number {
  return why === 'reset' || why === 'second-attempt' ? timeoutMs : 0;
}

async function pause(life: Life, ms: number): Promise<void> {
  const left = Math.max(1, Math.min(ms, life.payBefore - Date.now()));
  await condition(() => life.cancelAsked || !life.isUnsent(), left);
}

/**
 * Sends an unanswered pay once more, with the same reference, where the provider's documentation makes that safe and it
 * has known nothing of the first one for long enough.
 */
export async function repeat(life: Life): Promise<void> {
  const gap = life.contacts.lastAt + life.held.minGapMs - Date.now();
  if (gap > 0) await condition(() => !life.isUndecided(), gap);
  if (!life.isRepeatDue()) return;
  life.note({ event: 'pay', result: 'sent again' });
  // What comes in while it waits for a worker takes it back.
  const ended = await untilStopped(
    () => pay(life, true),
    () => !life.isUndecided() || life.cancelAsked,
  );
  if ('value' in ended) life.take(ended.value);
  else throw ended.error;
}

async function pay(life: Life, again = false): Promise<Evidence> {
  const { request, held: plan, inquiry, agreed } = life;
  const handedOutAt = Date.now();
  life.payInFlight = true;
  try {
    const evidence = await payCall(
      request,
      plan,
      life.payBefore - handedOutAt,
    )({
      request,
      plan,
      ...(inquiry?.kind === 'bill' ? { bill: inquiry } : {}),
      ...(agreed === undefined ? {} : { amount: agreed }),
      firstRunId: workflowInfo().firstExecutionRunId,
      notAfter: life.payBefore,
      ...(again ? { again } : {}),
    });
    const quietMs = evidence.retryAfterMs ?? quietAfter(evidence, plan.timeoutMs);
    // A pause of ours (a cut-off, say) holds back pays, never status checks.
    if (again) life.sentAgain(evidence.kind === 'not-sent' ? 0 : quietMs);
    else if (evidence.kind !== 'not-sent') life.sent(quietMs);
    return evidence;
  } catch (error) {
    return lost(life, causeOf(error), again);
  } finally {
    life.payInFlight = false;
  }
}

/**
 * The attempt came back without an answer. Never handed out, or given up before the mark stood in the server's record:
 * nothing was sent. With the mark it may have been, and the call may still be open until its own timeout.
 */
function lost(life: Life, cause: unknown, again: boolean): Evidence {
  const at = new Date().toISOString();
  const says = { from: 'pay', at, code: '', message: '' } as const;
  if (again) life.sentAgain(life.held.timeoutMs);
  if (cause instanceof TimeoutFailure) {
    if (cause.timeoutType === 'SCHEDULE_TO_START') return { ...says, kind: 'not-sent', why: 'expired' };
    if (!isPayMark(cause.lastHeartbeatDetails)) return { ...says, kind: 'not-sent', why: 'worker-lost' };
  }
  if (!again) life.sent(life.held.timeoutMs);
  return { ...says, kind: 'unknown', why: 'worker-lost' };
}

function isPayMark(details: unknown): details is PayMark {
  return typeof details === 'object' && details !== null && 'sending' in details;
}

import { condition } from '@temporalio/workflow';
import type { Evidence } from '../contract/evidence.js';
import { gagal, type Ending } from './outcome.js';
import { attemptPay } from './pay-attempt.js';
import type { PaymentState } from './payment-state.js';

/** Waits between attempts while it is proven that nothing was sent; milliseconds. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Sends pay. Tried again only while it is proven that nothing left our machines, and only until the deadline or the
 * bill's expiry; otherwise it returns with the standing that pay's answer, or its lack, has left.
 */
export async function sendPay(state: PaymentState): Promise<Ending | undefined> {
  state.enterStage('paying');
  for (let wait = FIRST_WAIT_MS; state.isUnsent(); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    if (state.isCancelAsked()) return gagal('cancelled');
    if (state.payBefore <= Date.now()) return gagal('expired');
    const evidence = await attemptPay(state);
    if (isWaitingForDeposit(state, evidence)) state.addToTimeline({ event: 'pay', result: 'waiting for our deposit' });
    else state.applyEvidence(evidence);
    if (state.isUnsent()) {
      await waitBeforeRetry(state, Math.max(evidence.retryAfterMs ?? wait, gapAfter(state, evidence)));
    }
  }
  return undefined;
}

/** Our deposit is too low, nothing was made, and the configuration allows paying the same reference again. */
function isWaitingForDeposit(state: PaymentState, evidence: Evidence): boolean {
  const waits = evidence.kind === 'refused' && evidence.depositTooLow === true && state.plan.waitForDeposit;
  return waits && state.isUnsent() && Date.now() + FIRST_WAIT_MS < state.payBefore;
}

/** A pay that was sent is a contact, even when the provider made nothing of it. */
function gapAfter(state: PaymentState, { kind }: Evidence): number {
  return kind === 'not-sent' ? 0 : state.plan.minGapMs;
}

async function waitBeforeRetry(state: PaymentState, ms: number): Promise<void> {
  const left = Math.max(1, Math.min(ms, state.payBefore - Date.now()));
  await condition(() => state.cancelAsked || !state.isUnsent(), left);
}

import { condition, workflowInfo } from '@temporalio/workflow';
import type { Evidence } from '../contract/evidence.js';
import { gagal, type Ending } from './ending.js';
import { attemptPay } from './pay-attempt.js';
import type { PaymentState } from './payment-state.js';

/** Waits between attempts while it is proven that nothing was sent; milliseconds. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** From this many events on attempts are hourly, and at the limit there are none: a history has its own limit of 51,200. */
const LONG_HISTORY = 10_000;
const HISTORY_LIMIT = 30_000;
const HOUR_MS = 3_600_000;

/**
 * Holds the charge before pay. At the deadline, or when the payment is cancelled or resolved, a hold without an answer
 * ends the payment; its release is settled before it ends.
 */
export async function holdFunds(state: PaymentState): Promise<Ending | undefined> {
  if (!state.ledger.account) return undefined;
  state.enterStage('paying');
  if (state.charge === undefined) return gagal('no-funds');
  const isTakenBack = () => state.cancelAsked || state.resolution !== undefined;
  const held = await state.ledger.holdBeforePay({ stop: isTakenBack, until: state.payBefore });
  if (held) return undefined;
  if (state.cancelAsked) return gagal('cancelled');
  if (state.resolution) return gagal('resolved');
  return gagal(state.ledger.position === 'holding' && Date.now() >= state.payBefore ? 'expired' : 'no-funds');
}

/**
 * Sends pay. Tried again only while it is proven that nothing left our machines, and only until the deadline or the
 * bill's expiry; otherwise it returns with the standing that pay's answer, or its lack, has left.
 */
export async function sendPay(state: PaymentState): Promise<Ending | undefined> {
  state.enterStage('paying');
  for (let wait = FIRST_WAIT_MS; state.isUnsent(); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    if (state.isCancelAsked()) return gagal('cancelled');
    if (state.resolution) return gagal('resolved');
    if (state.payBefore <= Date.now()) return gagal('expired');
    const { historyLength } = workflowInfo();
    if (historyLength > HISTORY_LIMIT) {
      state.openReview('pay could not be sent, and no more attempts fit into the history');
      await waitBeforeRetry(state, Infinity);
      continue;
    }
    const evidence = await attemptPay(state);
    if (isWaitingForDeposit(state, evidence)) state.addToTimeline({ event: 'pay', result: 'waiting for our deposit' });
    else state.applyEvidence(evidence);
    if (state.isUnsent()) {
      const least = historyLength > LONG_HISTORY ? HOUR_MS : gapAfter(state, evidence);
      await waitBeforeRetry(state, Math.max(evidence.retryAfterMs ?? wait, least));
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
  await condition(() => state.cancelAsked || state.resolution !== undefined || !state.isUnsent(), left, {
    summary: 'wait before the next attempt of pay',
  });
}

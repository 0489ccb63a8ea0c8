import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  workflowInfo,
} from '@temporalio/workflow';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { PaymentRequest } from '../contract/request.js';
import { agreeOnAmount } from './confirmation.js';
import { accept, isFirstRun } from './activity-calls.js';
import { decidedEnding, outcomeOf, type Ending } from './outcome.js';
import { verdictOf } from '../contract/evidence.js';
import { findBill } from './inquiry.js';
import { pollUntilDecided } from './polling.js';
import { Funds, holdFunds } from './funds.js';
import { PaymentState } from './payment-state.js';
import { answerMessages } from './messages.js';
import { startReview } from './review.js';
import { sendPay } from './paying.js';
import { settleFunds } from './settling.js';
import { causeOf } from './cancellation.js';

/**
 * One bill payment, from the request to Sukses or Gagal: inquiry, confirmation, pay, polling, settlement.
 *
 * A native Cancel acts like the update `cancel`: it interrupts nothing that was begun with the provider or the ledger, so
 * the whole payment runs in a scope that it does not reach.
 */
export async function payment(request: PaymentRequest): Promise<PaymentOutcome> {
  const state = new PaymentState(request);
  answerMessages(state);
  CancellationScope.current().cancelRequested.catch(() => {
    state.addToTimeline({ event: 'cancel', result: 'requested' });
    state.cancelRequested();
  });
  return CancellationScope.nonCancellable(async () => {
    await acceptRequest(state);
    const funds = new Funds(state);
    const ending = await payBill(state, funds);
    return end(state, funds, ending);
  });
}

async function acceptRequest(state: PaymentState): Promise<void> {
  try {
    state.accepted(await accept(state.request));
  } catch (error) {
    const cause = causeOf(error);
    const reason = cause instanceof Error ? cause.message : 'the request breaks the contract';
    state.rejected(reason);
    await condition(allHandlersFinished);
    throw ApplicationFailure.nonRetryable(reason, 'InvalidRequest');
  }
  state.enterStage('inquiry');
}

/** Everything up to the verdict. An ending here means that nothing was sent, or that there is a verdict. */
async function payBill(state: PaymentState, funds: Funds): Promise<Ending> {
  try {
    const unpaid =
      (await findBill(state)) ??
      (await agreeOnAmount(state)) ??
      (await holdFunds(state, funds)) ??
      (await sendPay(state));
    if (unpaid && (await isFirstRun(workflowInfo().firstExecutionRunId))) return unpaid;
    if (unpaid) assumeEarlierPay(state);
    await pollUntilDecided(state, funds);
  } catch (error) {
    // No activity here is meant to fail for good. If one does, an operator decides, so that the payment is not lost.
    if (!(error instanceof ActivityFailure)) throw error;
    state.openReview(`${error.activityType} cannot go on`);
    await condition(() => state.resolution !== undefined);
  }
  return decidedEnding(state);
}

/** A reset run that knows of no pay: an earlier run may have sent it, and may hold the funds for it. */
function assumeEarlierPay(state: PaymentState): void {
  const at = new Date().toISOString();
  state.applyEvidence({ kind: 'unknown', from: 'pay', at, code: '', message: '', why: 'reset' });
  state.sent(state.plan.timeoutMs);
  if (state.plan.ledger && state.funds.position === 'none') state.funds.earlierHoldAssumed();
}

async function end(state: PaymentState, funds: Funds, ending: Ending): Promise<PaymentOutcome> {
  const last = await settleFunds(state, funds, ending);
  state.aboutToClose();
  await condition(allHandlersFinished);
  state.ended(last.status);
  const outcome = outcomeOf(state, last);
  state.outcomeKnown(outcome);
  const why = reasonForReview(state, outcome);
  if (why) await startReview(state, outcome, why);
  return outcome;
}

/** What an operator has to look at after the end. */
function reasonForReview({ funds, standing, sentAt }: PaymentState, { status }: PaymentOutcome): string | undefined {
  if (funds.openHold) return 'a hold can be neither captured nor released';
  if (funds.position === 'owed') return 'the bill is paid and the funds could not be taken';
  const verdict = verdictOf(standing);
  return verdict && sentAt > 0 && verdict !== status ? `the provider's verdict is ${verdict}` : undefined;
}

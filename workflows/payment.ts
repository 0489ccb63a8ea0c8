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
import { agree } from './confirmation.js';
import { accept, isFirstRun } from './activity-calls.js';
import { decided, outcomeOf, type Ending } from './outcome.js';
import { verdictOf } from '../contract/evidence.js';
import { findBill } from './inquiry.js';
import { follow } from './polling.js';
import { Funds } from './funds.js';
import { Life } from './payment-state.js';
import { answerMessages } from './messages.js';
import { startReview } from './review.js';
import { send } from './paying.js';
import { settle } from './settling.js';
import { causeOf } from './cancellation.js';

/**
 * One bill payment, from the request to Sukses or Gagal: inquiry, confirmation, pay, polling, settlement.
 *
 * A native Cancel acts like the update `cancel`: nothing that was begun with the provider or the ledger is cut off by
 * it, so all of this runs in a scope that it does not reach.
 */
export async function payment(request: PaymentRequest): Promise<PaymentOutcome> {
  const life = new Life(request);
  answerMessages(life);
  CancellationScope.current().cancelRequested.catch(() => {
    life.note({ event: 'cancel', result: 'requested' });
    life.cancelAsked = true;
  });
  return CancellationScope.nonCancellable(async () => {
    await begin(life);
    const funds = new Funds(life);
    const ending = await carryOut(life, funds);
    return end(life, funds, ending);
  });
}

async function begin(life: Life): Promise<void> {
  try {
    life.plan = await accept(life.request);
  } catch (error) {
    const cause = causeOf(error);
    life.invalid = cause instanceof Error ? cause.message : 'the request breaks the contract';
    life.closing = true;
    await condition(allHandlersFinished);
    throw ApplicationFailure.nonRetryable(life.invalid, 'InvalidRequest');
  }
  life.enter('inquiry');
}

/** Everything up to the verdict. An ending here means that nothing was sent, or that there is a verdict. */
async function carryOut(life: Life, funds: Funds): Promise<Ending> {
  try {
    const unpaid = (await findBill(life)) ?? (await agree(life)) ?? (await send(life, funds));
    if (unpaid && (await isFirstRun(workflowInfo().firstExecutionRunId))) return unpaid;
    if (unpaid) forgotten(life);
    await follow(life, funds);
  } catch (error) {
    // No activity here fails for good on its own account. Should one, a person looks at it; the payment is not lost.
    if (!(error instanceof ActivityFailure)) throw error;
    life.openReview(`${error.activityType} cannot go on`);
    await condition(() => life.resolution !== undefined);
  }
  return decided(life);
}

/** A reset run that knows of no pay: an earlier run may have sent it, and may hold the funds for it. */
function forgotten(life: Life): void {
  const at = new Date().toISOString();
  life.take({ kind: 'unknown', from: 'pay', at, code: '', message: '', why: 'reset' });
  life.sent(life.held.timeoutMs);
  if (!life.held.ledger || life.funds !== 'none') return;
  life.funds = 'held';
  life.holds = 1;
}

async function end(life: Life, funds: Funds, ending: Ending): Promise<PaymentOutcome> {
  const last = await settle(life, funds, ending);
  life.closing = true;
  await condition(allHandlersFinished);
  life.review = undefined;
  life.status = last.status;
  life.enter('ended');
  life.outcome = outcomeOf(life, last);
  const why = doubtOf(life, life.outcome);
  if (why) await startReview(life, life.outcome, why);
  return life.outcome;
}

/** What is left for an operator after the end. */
function doubtOf(life: Life, { status }: PaymentOutcome): string | undefined {
  if (life.openHold) return 'a hold can be neither captured nor released';
  if (life.funds === 'owed') return 'the bill is paid and the funds could not be taken';
  const verdict = verdictOf(life.standing);
  return verdict && life.sentAt > 0 && verdict !== status ? `the provider's verdict is ${verdict}` : undefined;
}

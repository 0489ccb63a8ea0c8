import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  patched,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { type Fault, isUsedBefore } from '../contract/errors.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { paymentId } from '../contract/names.js';
import type { Plan } from '../contract/plan.js';
import type { PaymentRequest } from '../contract/request.js';
import { accept, acceptAtOnce, isFirstRun } from './activity-calls.js';
import { causeOf } from './cancellation.js';
import { agreeOnAmount } from './confirmation.js';
import { findBill } from './inquiry.js';
import { answerMessages } from './messages.js';
import { holdFunds, sendPay } from './paying.js';
import { PaymentState } from './payment-state.js';
import { leaveToReview } from './review-start.js';
import { timeoutOfRun } from './run-timeout.js';
import { settle } from './settling.js';
import { keepReferenceUsedMeanwhile } from './used-reference.js';

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
    const meanwhile = keepReferenceUsedMeanwhile(state);
    await payBill(state);
    return settle(state, meanwhile);
  });
}

async function acceptRequest(state: PaymentState): Promise<void> {
  try {
    const timeout = timeoutOfRun();
    if (timeout !== undefined) throw new Error(`a payment must be started without ${timeout}`);
    state.accepted(await readPlan(state));
  } catch (error) {
    const cause = causeOf(error);
    const reason = cause instanceof Error ? cause.message : 'the request breaks the contract';
    const faults = cause instanceof ApplicationFailure ? faultsIn(cause) : undefined;
    const isUsed = faults?.some((fault) => isUsedBefore(fault)) ?? false;
    // An earlier run may have sent pay: this one must not end before it can follow that.
    if (!(await isFirstRun(workflowInfo().firstExecutionRunId, isUsed))) return acceptLater(state, reason);
    state.rejected(reason, faults);
    await condition(allHandlersFinished);
    await leaveNotices(state);
    throw ApplicationFailure.nonRetryable(reason, 'InvalidRequest', ...(faults ? [faults] : []));
  }
  state.enterStage('inquiry');
}

/** The paths of a request that `accept` has refused. */
function faultsIn({ details }: ApplicationFailure): Fault[] | undefined {
  const [faults] = details ?? [];
  return Array.isArray(faults) ? (faults as Fault[]) : undefined;
}

/** Patch: notices that a refused run has received are left to a review. */
const REFUSED_NOTICES = 'refused-notices';

/** Temporal hands every notice to the latest run, also to one that was started over an ended payment and is refused. */
async function leaveNotices(state: PaymentState): Promise<void> {
  if (!isOfThisWorkflow(state.request)) return;
  await leaveToReview(state.request, () => {
    const left = state.takeUnread();
    return left.length > 0 && patched(REFUSED_NOTICES) ? left : [];
  });
}

/** Whether a request, which can be of any shape, names the payment that this workflow's id stands for. */
function isOfThisWorkflow(request: Partial<PaymentRequest> | undefined): boolean {
  const { provider, refId, product, customerNo } = request ?? {};
  const isText = [provider, refId, product, customerNo].every((field) => typeof field === 'string');
  return isText && workflowInfo().workflowId === paymentId(request as PaymentRequest);
}

/** A run after a reset whose request is no longer accepted: a person has to change the configuration back. */
async function acceptLater(state: PaymentState, reason: string): Promise<void> {
  state.openReview(`a run after a reset is not accepted: ${reason}`);
  await sleep(ACCEPT_AGAIN_MS, { summary: 'until the request is checked again' });
  return acceptRequest(state);
}

const ACCEPT_AGAIN_MS = 3_600_000;

/** The plan, within the workflow task where the worker can tell it at once; else the payment waits for it. */
async function readPlan(state: PaymentState): Promise<Plan> {
  try {
    return await acceptAtOnce(state.request, workflowInfo().firstExecutionRunId);
  } catch (error) {
    const cause = causeOf(error);
    if (cause instanceof ApplicationFailure && cause.nonRetryable) throw error;
  }
  state.enterStage('inquiry');
  return accept(state.request, workflowInfo().firstExecutionRunId);
}

/** Everything up to the answer to pay. */
async function payBill(state: PaymentState): Promise<void> {
  try {
    const unpaid =
      (await findBill(state)) ?? (await agreeOnAmount(state)) ?? (await holdFunds(state)) ?? (await sendPay(state));
    if (!unpaid) return;
    if (await isFirstRun(workflowInfo().firstExecutionRunId)) return state.endsUnpaid(unpaid);
  } catch (error) {
    // No activity here is meant to fail for good. If one does, an operator decides, so that the payment is not lost.
    if (!(error instanceof ActivityFailure)) throw error;
    state.openReview(`${error.activityType} cannot go on`);
  }
  state.assumeEarlierPay();
}

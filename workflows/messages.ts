import {
  ApplicationFailure,
  CancellationScope,
  condition,
  currentUpdateInfo,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Bill, Confirmation, Progress } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { readResolution, type Resolution } from '../contract/resolution.js';
import { MESSAGES } from '../contract/names.js';
import { noticeOf } from '../contract/notice.js';
import { faultOfProof, type Operators } from '../contract/proof.js';
import type { PaymentState } from './payment-state.js';
import { nextStep } from './settlement.js';
import { refusalOfVerdict, wasSent } from './verdicts.js';

export const billUpdate = defineUpdate<Bill>(MESSAGES.bill);
export const confirmUpdate = defineUpdate<Progress, [Confirmation]>(MESSAGES.confirm);
export const cancelUpdate = defineUpdate<Progress>(MESSAGES.cancel);
export const resolveUpdate = defineUpdate<Progress, [Resolution]>(MESSAGES.resolve);
/** Waits to the end. It has a fixed id, so that all who wait are one update: Temporal takes ten of a workflow at a time. */
export const outcomeUpdate = defineUpdate<PaymentOutcome>(MESSAGES.outcome);
export const progressQuery = defineQuery<Progress>(MESSAGES.progress);
/** A webhook as it came. It proves nothing before an activity has verified and read it; of another shape it is a hint. */
export const noticeSignal = defineSignal<[unknown?]>(MESSAGES.notice);

/** Answers the messages of a payment. A validator refuses before anything is written to the history. */
export function answerMessages(state: PaymentState): void {
  setHandler(progressQuery, () => state.progress());
  // A native Cancel must not fail the update of a caller that waits for the bill, or for the effect of another update.
  setHandler(billUpdate, () => CancellationScope.nonCancellable(() => bill(state)), {
    validator: () => refuseEnded(state),
  });
  setHandler(outcomeUpdate, () => CancellationScope.nonCancellable(() => outcome(state)), {
    validator: () => refuseOutcome(state),
  });
  setHandler(confirmUpdate, (confirmation) => confirm(state, confirmation), {
    validator: (confirmation: Confirmation) => refuseConfirm(state, confirmation),
  });
  setHandler(cancelUpdate, () => CancellationScope.nonCancellable(() => cancel(state)), {
    validator: () => refuseCancel(state),
  });
  setHandler(resolveUpdate, (resolution) => CancellationScope.nonCancellable(() => resolve(state, resolution)), {
    validator: (resolution: Resolution) => refuseResolve(state, resolution),
  });
  setHandler(noticeSignal, (notice) => receiveNotice(state, notice));
}

async function bill(state: PaymentState): Promise<Bill> {
  await condition(() => state.bill !== undefined || state.closing);
  if (state.bill) return state.bill;
  if (state.invalid !== undefined) throw refusal(state.invalid, 'InvalidRequest');
  const { inquiry } = state;
  if (inquiry?.kind === 'refused') {
    throw ApplicationFailure.create({
      message: inquiry.message,
      type: 'InquiryFailed',
      nonRetryable: true,
      details: [{ code: inquiry.code, message: inquiry.message }],
    });
  }
  throw refusal('the payment ended before there was a bill', 'PaymentEnded');
}

async function outcome(state: PaymentState): Promise<PaymentOutcome> {
  await condition(() => state.closing);
  if (state.outcome) return state.outcome;
  throw refusal(state.invalid ?? 'the payment ended without an outcome', 'InvalidRequest');
}

/** Waiting updates with ids of their own would keep operators from sending theirs. */
function refuseOutcome(state: PaymentState): void {
  refuseEnded(state);
  if (currentUpdateInfo()?.id !== MESSAGES.outcome) throw refusal(`the update's id must be ${MESSAGES.outcome}`);
}

function confirm(state: PaymentState, { amount }: Confirmation): Progress {
  state.amountConfirmed(amount);
  return state.progress();
}

/** A repeat with the confirmed amount is answered; another amount is refused. */
function refuseConfirm(state: PaymentState, confirmation: Confirmation): void {
  refuseEnded(state);
  const amount = readAmount(confirmation);
  if (state.request.confirm !== 'manual') throw refusal('this payment needs no confirmation');
  if (!state.bill) throw refusal('there is no bill to confirm yet');
  if (state.confirmed) {
    if (amount !== state.agreedAmount) throw refusal('another amount was confirmed before');
    return;
  }
  if (state.stage !== 'awaiting-confirmation') throw refusal('this payment no longer waits for a confirmation');
  const { minAmount, maxAmount } = state.bill;
  if (minAmount !== undefined || maxAmount !== undefined) {
    if (amount < (minAmount ?? 1) || amount > (maxAmount ?? Infinity)) {
      throw refusal("the amount lies outside of the bill's limits");
    }
  } else if (state.bill.amount !== undefined && amount !== state.bill.amount) {
    throw refusal("the amount is not the bill's amount");
  }
  if (amount > (state.request.maxAmount ?? Infinity)) throw refusal('the amount is above maxAmount');
  if (Date.now() >= state.payBefore) throw refusal('the bill has expired');
}

function readAmount(confirmation: unknown): number {
  const amount = (confirmation as Partial<Confirmation> | undefined)?.amount;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1) {
    throw refusal('amount: must be a whole number of rupiah', 'InvalidRequest');
  }
  return amount;
}

/** How long an update waits for the state that it leads to; milliseconds. */
export const EFFECT_WITHIN_MS = 5_000;

async function cancel(state: PaymentState): Promise<Progress> {
  state.cancelRequested();
  // Pay is taken back if no worker has begun it; otherwise its answer decides.
  await condition(() => !state.payInFlight);
  await condition(() => state.closing || wasSent(state), EFFECT_WITHIN_MS, {
    summary: 'wait for the effect of the cancel',
  });
  if (wasSent(state)) throw refusal(SENT);
  return state.progress();
}

const SENT = 'pay was sent, or may have been: only its verdict ends this payment';

function refuseCancel(state: PaymentState): void {
  refuseEnded(state);
  if (wasSent(state)) throw refusal(SENT);
}

/** What the timer of an update `resolve` is for. */
export const RESOLUTION_EFFECT = "wait for the effect of the operator's verdict";

async function resolve(state: PaymentState, resolution: Resolution): Promise<Progress> {
  state.resolved(parseResolution(resolution));
  await condition(() => state.closing || nextStep(state.situation).do === 'wait', EFFECT_WITHIN_MS, {
    summary: RESOLUTION_EFFECT,
  });
  return state.progress();
}

function refuseResolve(state: PaymentState, resolution: Resolution): void {
  const parsed = parseResolution(resolution);
  refuseEnded(state);
  if (!state.review) throw refusal('this payment is not under review');
  refuseUnproven(state.plan.operators, state.review.challenge, parsed);
  const refused = refusalOfVerdict(state, parsed.status);
  if (refused !== undefined) throw refusal(refused);
}

/** Where operators are configured, a resolution must prove whose it is. */
export function refuseUnproven(operators: Operators | undefined, challenge: string, resolution: Resolution): void {
  if (!operators) return;
  const fault = faultOfProof(operators, workflowInfo().workflowId, challenge, resolution);
  if (fault) throw refusal(`${fault.path}: ${fault.reason}`);
}

/** Reads an operator's verdict. Throws InvalidRequest with each field's path. */
export function parseResolution(value: unknown): Resolution {
  const read = readResolution(value);
  if ('resolution' in read) return read.resolution;
  throw refusal(read.faults.map(({ path, reason }) => `${path}: ${reason}`).join('; '), 'InvalidRequest');
}

/** A signal of any shape must not fail a workflow task, so that nothing of it is relied on. */
function receiveNotice(state: PaymentState, signal: unknown): void {
  const notice = noticeOf(signal);
  if (notice && state.notices.receive(notice, state.phase)) return;
  if (state.closing) return;
  state.addToTimeline({ event: 'notice', result: state.phase === 'before-pay' ? 'before pay' : 'hint' });
  if (state.phase !== 'before-pay') state.hinted();
}

function refuseEnded(state: PaymentState): void {
  if (state.stage === 'ended') throw refusal('the payment has ended: read its outcome', 'PaymentEnded');
}

/** Why a message is refused; `type` is what a client sees as the error's code. */
export function refusal(message: string, type = 'UpdateRefused'): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}

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
import type { Bill, Confirmation, Progress, ReviewProgress } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { refusalOf, type RefusalReason } from '../contract/refusals.js';
import { readResolution, type Resolution } from '../contract/resolution.js';
import { MESSAGES } from '../contract/names.js';
import { noticeOf } from '../contract/notice.js';
import { type Fault, textOfFaults } from '../contract/errors.js';
import { faultOfProof, type Operators } from '../contract/proof.js';
import type { PaymentState } from './payment-state.js';
import { nextStep } from './settlement.js';
import { refusalOfVerdict, wasSent } from './verdicts.js';

export const billUpdate = defineUpdate<Bill>(MESSAGES.bill);
export const confirmUpdate = defineUpdate<Progress, [Confirmation]>(MESSAGES.confirm);
export const cancelUpdate = defineUpdate<Progress>(MESSAGES.cancel);
export const resolveUpdate = defineUpdate<Progress | ReviewProgress, [Resolution]>(MESSAGES.resolve);
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
  if (state.invalid) throw failure('InvalidRequest', state.invalid.message, state.invalid.faults);
  const { inquiry } = state;
  if (inquiry?.kind === 'refused') {
    throw ApplicationFailure.create({
      message: inquiry.message,
      type: 'InquiryFailed',
      nonRetryable: true,
      details: [{ code: inquiry.code, message: inquiry.message }],
    });
  }
  throw failure('PaymentEnded', 'the payment ended before there was a bill');
}

async function outcome(state: PaymentState): Promise<PaymentOutcome> {
  await condition(() => state.closing);
  if (state.outcome) return state.outcome;
  const { message, faults } = state.invalid ?? { message: 'the payment ended without an outcome' };
  throw failure('InvalidRequest', message, faults);
}

/** Waiting updates with ids of their own would keep operators from sending theirs. */
function refuseOutcome(state: PaymentState): void {
  refuseEnded(state);
  if (currentUpdateInfo()?.id !== MESSAGES.outcome) throw refused('wrong-update-id');
}

function confirm(state: PaymentState, { amount }: Confirmation): Progress {
  state.amountConfirmed(amount);
  return state.progress();
}

/** A repeat with the confirmed amount is answered; another amount is refused. */
function refuseConfirm(state: PaymentState, confirmation: Confirmation): void {
  refuseEnded(state);
  const amount = readAmount(confirmation);
  if (state.request.confirm !== 'manual') throw refused('no-confirmation-needed');
  if (!state.bill) throw refused('no-bill-yet');
  if (state.confirmed) {
    if (amount !== state.agreedAmount) throw refused('other-amount-confirmed');
    return;
  }
  if (state.stage !== 'awaiting-confirmation') throw refused('not-awaiting-confirmation');
  const { minAmount, maxAmount } = state.bill;
  if (minAmount !== undefined || maxAmount !== undefined) {
    if (amount < (minAmount ?? 1) || amount > (maxAmount ?? Infinity)) {
      throw refused('outside-limits');
    }
  } else if (state.bill.amount !== undefined && amount !== state.bill.amount) {
    throw refused('not-the-bill');
  }
  if (amount > (state.request.maxAmount ?? Infinity)) throw refused('above-max-amount');
  if (Date.now() >= state.payBefore) throw refused('bill-expired');
}

function readAmount(confirmation: unknown): number {
  const amount = (confirmation as Partial<Confirmation> | undefined)?.amount;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1) {
    throw invalid([{ path: 'amount', reason: 'must be a whole number of rupiah' }]);
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
  if (wasSent(state)) throw refused('pay-sent');
  return state.progress();
}

function refuseCancel(state: PaymentState): void {
  refuseEnded(state);
  if (wasSent(state)) throw refused('pay-sent');
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
  if (!state.review) throw refused('not-under-review');
  refuseUnproven(state.plan.operators, state.review.challenge, parsed);
  const against = refusalOfVerdict(state, parsed.status);
  if (against) throw refused(against.reason, against.message);
}

/** Where operators are configured, a resolution must prove whose it is. */
export function refuseUnproven(operators: Operators | undefined, challenge: string, resolution: Resolution): void {
  if (!operators) return;
  const fault = faultOfProof(operators, workflowInfo().workflowId, challenge, resolution);
  if (fault) throw refused('not-proven', `${fault.path}: ${fault.reason}`);
}

/** Reads an operator's verdict. Throws InvalidRequest with each field's path. */
export function parseResolution(value: unknown): Resolution {
  const read = readResolution(value);
  if ('resolution' in read) return read.resolution;
  throw invalid(read.faults);
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
  if (state.stage === 'ended') throw failure('PaymentEnded', 'the payment has ended: read its outcome');
}

/** Why an update is refused: `type` is what a client sees as the error's code, `details` what else it carries. */
export function refused(reason: RefusalReason, message?: string): ApplicationFailure {
  const refusal = refusalOf(reason, message);
  return failure('UpdateRefused', refusal.message, { reason });
}

function invalid(faults: Fault[]): ApplicationFailure {
  return failure('InvalidRequest', textOfFaults(faults), faults);
}

function failure(type: string, message: string, details?: unknown): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type, ...(details === undefined ? [] : [details]));
}

import {
  ApplicationFailure,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import type { Claim } from '../activities/providers/provider.js';
import type { Bill, Confirmation, Progress, Resolution } from '../contract/messages.js';
import { concerns } from '../contract/identity.js';
import { verdictOf } from '../contract/evidence.js';
import type { Life } from './payment-state.js';

export const billUpdate = defineUpdate<Bill>('bill');
export const confirmUpdate = defineUpdate<Progress, [Confirmation]>('confirm');
export const cancelUpdate = defineUpdate<Progress>('cancel');
export const resolveUpdate = defineUpdate<Progress, [Resolution]>('resolve');
export const progressQuery = defineQuery<Progress>('progress');
/** Sent by the webhook server only. With a claim it was signed and verified; without, it is a hint to check. */
export const noticeSignal = defineSignal<[Notice?]>('notice');

export interface Notice {
  claim?: Claim;
}

/** Answers the messages of a payment. A validator refuses before anything is written to the history. */
export function answerMessages(life: Life): void {
  setHandler(progressQuery, () => life.progress());
  // A native Cancel does not take the bill from whoever waits for it.
  setHandler(billUpdate, () => CancellationScope.nonCancellable(() => bill(life)), {
    validator: () => refuseEnded(life),
  });
  setHandler(confirmUpdate, (confirmation) => confirm(life, confirmation), {
    validator: (confirmation: Confirmation) => refuseConfirm(life, confirmation),
  });
  setHandler(cancelUpdate, () => cancel(life), { validator: () => refuseCancel(life) });
  setHandler(resolveUpdate, (resolution) => resolve(life, resolution), {
    validator: (resolution: Resolution) => refuseResolve(life, resolution),
  });
  setHandler(noticeSignal, (notice) => noticed(life, notice));
}

async function bill(life: Life): Promise<Bill> {
  await condition(() => life.bill !== undefined || life.closing);
  if (life.bill) return life.bill;
  if (life.invalid !== undefined) throw refusal(life.invalid, 'InvalidRequest');
  const { inquiry } = life;
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

function confirm(life: Life, { amount }: Confirmation): Progress {
  life.agreed = amount;
  life.confirmed = true;
  return life.progress();
}

/** The amount is checked here and stays what it was: a repeat with the same amount is answered, another refused. */
function refuseConfirm(life: Life, confirmation: Confirmation): void {
  refuseEnded(life);
  const amount = readAmount(confirmation);
  if (life.request.confirm !== 'manual') throw refusal('this payment needs no confirmation');
  if (!life.bill) throw refusal('there is no bill to confirm yet');
  if (life.confirmed) {
    if (amount !== life.agreed) throw refusal('another amount was confirmed before');
    return;
  }
  if (life.stage !== 'awaiting-confirmation') throw refusal('this payment no longer waits for a confirmation');
  const { minAmount, maxAmount } = life.bill;
  if (minAmount !== undefined || maxAmount !== undefined) {
    if (amount < (minAmount ?? 1) || amount > (maxAmount ?? Infinity)) {
      throw refusal("the amount lies outside of the bill's limits");
    }
  } else if (life.bill.amount !== undefined && amount !== life.bill.amount) {
    throw refusal("the amount is not the bill's amount");
  }
  if (amount > (life.request.maxAmount ?? Infinity)) throw refusal('the amount is above maxAmount');
  if (Date.now() >= life.payBefore) throw refusal('the bill has expired');
}

function readAmount(confirmation: unknown): number {
  const amount = (confirmation as Partial<Confirmation> | undefined)?.amount;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1) {
    throw refusal('amount: must be a whole number of rupiah', 'InvalidRequest');
  }
  return amount;
}

function cancel(life: Life): Progress {
  life.cancelAsked = true;
  return life.progress();
}

function refuseCancel(life: Life): void {
  refuseEnded(life);
  if (!life.isUnsent()) throw refusal('pay was sent, or may have been: only its verdict ends this payment');
}

function resolve(life: Life, { status, by, note }: Resolution): Progress {
  life.resolution = { status, by, note };
  life.note({ event: 'resolve', result: status, message: `${by}: ${note}` });
  return life.progress();
}

function refuseResolve(life: Life, resolution: Resolution): void {
  const { status } = readResolution(resolution);
  refuseEnded(life);
  if (!life.review) throw refusal('this payment is not under review');
  if (life.resolution) throw refusal('this payment was resolved before');
  if (life.payInFlight) throw refusal('pay is under way: wait for its answer');
  if (life.standing === 'unsent' && status === 'Sukses') throw refusal('nothing was sent to the provider');
  const verdict = verdictOf(life.standing);
  if (verdict && verdict !== status) throw refusal(`the provider's verdict is ${verdict}`);
}

/** An operator's verdict as it came in. Throws when it does not say what, who or why. */
export function readResolution(value: unknown): Resolution {
  const { status, by, note } = (value ?? {}) as Partial<Resolution>;
  if (status !== 'Sukses' && status !== 'Gagal') throw refusal('status: must be Sukses or Gagal', 'InvalidRequest');
  if (typeof by !== 'string' || by.trim() === '') throw refusal('by: must name who decides', 'InvalidRequest');
  if (typeof note !== 'string' || note.trim() === '')
    throw refusal('note: must say on which evidence', 'InvalidRequest');
  return { status, by, note };
}

function noticed(life: Life, notice: unknown): void {
  // What is said about a reference that was not paid yet is about its inquiry, whatever it looks like.
  if (life.isUnsent() && life.sentAt === 0) return life.note({ event: 'notice', result: 'before pay' });
  const claim = readClaim(notice);
  if (life.plan && claim && concerns(life.request, life.plan.aliases, claim)) {
    life.take({ ...claim.evidence, from: 'notice' });
    // A failure that only a notice tells of is asked about before money moves.
    if (life.standing === 'failing') life.hint();
    return;
  }
  life.note({ event: 'notice', result: claim ? 'not about this payment' : 'hint' });
  life.hint();
}

function readClaim(notice: unknown): Claim | undefined {
  const claim = (notice as Notice | undefined)?.claim;
  return typeof (claim as Partial<Claim> | undefined)?.evidence?.kind === 'string' ? claim : undefined;
}

function refuseEnded(life: Life): void {
  if (life.stage === 'ended') throw refusal('the payment has ended: read its outcome', 'PaymentEnded');
}

/** Why a message is refused; `type` is what a client sees as the error's code. */
export function refusal(message: string, type = 'UpdateRefused'): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}

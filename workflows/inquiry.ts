import { ApplicationFailure } from '@temporalio/workflow';
import type { Inquiry } from '../activities/inquire.js';
import type { Bill } from '../contract/messages.js';
import { inquiryCall } from './activity-calls.js';
import { gagal, type Ending } from './outcome.js';
import type { PaymentState } from './payment-state.js';
import { causeOf, runUntil } from './cancellation.js';

/** Learns what there is to pay: from the inquiry, or from the catalogue and the request where there is none. */
export async function findBill(state: PaymentState): Promise<Ending | undefined> {
  state.payBefore = state.deadlineAt;
  if (!state.held.inquiry) {
    const amount = state.held.amount ?? state.request.amount;
    state.bill = { inquiry: false, receipt: [], ...(amount === undefined ? {} : { amount }) };
    return undefined;
  }
  const ended = await runUntil(
    () => inquiryCall(state.request, state.held, timeLeft(state))({ request: state.request, plan: state.held }),
    () => state.cancelAsked,
  );
  if (state.isCancelAsked()) return gagal('cancelled');
  if ('error' in ended) return unanswered(state, ended.error);
  return read(state, ended.value);
}

function read(state: PaymentState, inquiry: Inquiry): Ending | undefined {
  state.inquiry = inquiry;
  const { code, message } = inquiry;
  state.lastWords = { code, message };
  state.addToTimeline({ event: 'inquiry', result: inquiry.kind, code, message });
  if (inquiry.kind === 'refused') return gagal('inquiry-failed');
  state.payBefore = Math.min(state.payBefore, inquiry.payBefore ?? Infinity);
  state.bill = billOf(inquiry);
  return undefined;
}

/** The part of an inquiry that the customer sees: what it costs us is not in it. */
function billOf(found: Extract<Inquiry, { kind: 'bill' }>): Bill {
  const { amount, admin, customerName, minAmount, maxAmount, payBefore, receipt } = found;
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(admin === undefined ? {} : { admin }),
    ...(customerName === undefined ? {} : { customerName }),
    ...(minAmount === undefined ? {} : { minAmount }),
    ...(maxAmount === undefined ? {} : { maxAmount }),
    ...(payBefore === undefined ? {} : { expiresAt: new Date(payBefore).toISOString() }),
    inquiry: true,
    receipt,
  };
}

/** No bill by the deadline. The last answer that could not be read is what there is to say. */
function unanswered(state: PaymentState, error: unknown): Ending {
  const cause = causeOf(error);
  if (cause instanceof ApplicationFailure) {
    const { why = '', code = '', message = '' } = (cause.details?.[0] ?? {}) as Record<string, string>;
    state.lastWords = { code, message };
    state.addToTimeline({ event: 'inquiry', result: `unclear: ${why}`, code, message });
  }
  return gagal('expired');
}

function timeLeft(state: PaymentState): number {
  return Math.max(1, state.deadlineAt - Date.now());
}

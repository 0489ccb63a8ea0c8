import { ApplicationFailure } from '@temporalio/workflow';
import type { Inquiry } from '../activities/inquire.js';
import type { Bill } from '../contract/messages.js';
import { inquiryCall } from './activity-calls.js';
import { gagal, type Ending } from './outcome.js';
import type { Life } from './payment-state.js';
import { causeOf, untilStopped } from './cancellation.js';

/** Learns what there is to pay: from the inquiry, or from the catalogue and the request where there is none. */
export async function findBill(life: Life): Promise<Ending | undefined> {
  life.payBefore = life.deadlineAt;
  if (!life.held.inquiry) {
    const amount = life.held.amount ?? life.request.amount;
    life.bill = { inquiry: false, receipt: [], ...(amount === undefined ? {} : { amount }) };
    return undefined;
  }
  const ended = await untilStopped(
    () => inquiryCall(life.request, life.held, timeLeft(life))({ request: life.request, plan: life.held }),
    () => life.cancelAsked,
  );
  if (life.isCancelAsked()) return gagal('cancelled');
  if ('error' in ended) return unanswered(life, ended.error);
  return read(life, ended.value);
}

function read(life: Life, inquiry: Inquiry): Ending | undefined {
  life.inquiry = inquiry;
  const { code, message } = inquiry;
  life.lastWords = { code, message };
  life.note({ event: 'inquiry', result: inquiry.kind, code, message });
  if (inquiry.kind === 'refused') return gagal('inquiry-failed');
  life.payBefore = Math.min(life.payBefore, inquiry.payBefore ?? Infinity);
  life.bill = billOf(inquiry);
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
function unanswered(life: Life, error: unknown): Ending {
  const cause = causeOf(error);
  if (cause instanceof ApplicationFailure) {
    const { why = '', code = '', message = '' } = (cause.details?.[0] ?? {}) as Record<string, string>;
    life.lastWords = { code, message };
    life.note({ event: 'inquiry', result: `unclear: ${why}`, code, message });
  }
  return gagal('expired');
}

function timeLeft(life: Life): number {
  return Math.max(1, life.deadlineAt - Date.now());
}

import { ApplicationFailure } from '@temporalio/workflow';
import type { Inquiry } from '../activities/inquire.js';
import { given } from '../contract/given.js';
import type { Bill } from '../contract/messages.js';
import { inquiryCall } from './activity-calls.js';
import { causeOf, runUntil } from './cancellation.js';
import { gagal, type Ending } from './ending.js';
import type { PaymentState } from './payment-state.js';

/** Finds out what there is to pay: from the inquiry, or from the catalogue and the request where there is none. */
export async function findBill(state: PaymentState): Promise<Ending | undefined> {
  const { request, plan } = state;
  if (!plan.inquiry) {
    state.billFound({ inquiry: false, receipt: [], ...given({ amount: plan.amount ?? request.amount }) });
    return undefined;
  }
  const left = Math.max(1, state.deadlineAt - Date.now());
  const ended = await runUntil(
    () => inquiryCall(request, plan, left)({ request, plan }),
    () => state.cancelAsked,
  );
  if (state.isCancelAsked()) return gagal('cancelled');
  if ('error' in ended) return endUnanswered(state, ended.error);
  state.inquiryAnswered(ended.value);
  if (ended.value.kind === 'refused') return gagal('inquiry-failed');
  state.billFound(billOf(ended.value), ended.value.payBefore);
  return undefined;
}

/** The part of an inquiry that the customer sees: our cost is not in it. */
function billOf({ amount, admin, customerName, minAmount, maxAmount, payBefore, receipt }: BillAnswer): Bill {
  const expiresAt = payBefore === undefined ? undefined : new Date(payBefore).toISOString();
  return { ...given({ amount, admin, customerName, minAmount, maxAmount, expiresAt }), inquiry: true, receipt };
}

type BillAnswer = Extract<Inquiry, { kind: 'bill' }>;

/** There is no bill at the deadline. The last reply that could not be read is reported. */
function endUnanswered(state: PaymentState, error: unknown): Ending {
  const cause = causeOf(error);
  if (cause instanceof ApplicationFailure) {
    const { why = '', code = '', message = '' } = (cause.details?.[0] ?? {}) as Record<string, string>;
    state.inquiryUnanswered(why, { code, message });
  }
  return gagal('expired');
}

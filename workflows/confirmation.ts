import { condition } from '@temporalio/workflow';
import { gagal, type Ending } from './ending.js';
import type { PaymentState } from './payment-state.js';

/** Settles on the amount: the bill's, or the one that the customer confirms. Nothing above `maxAmount` is paid. */
export async function agreeOnAmount(state: PaymentState): Promise<Ending | undefined> {
  const { request, bill } = state;
  const amount = proposedAmount(state);
  state.amountProposed(amount);
  // A bill without an amount cannot be shown to be within the limit, unless the customer confirms an amount.
  const unlimited = amount === undefined && request.confirm !== 'manual';
  if (request.maxAmount !== undefined && (unlimited || (amount !== undefined && amount > request.maxAmount)))
    return gagal('over-limit');
  if (state.isCancelAsked()) return gagal('cancelled');
  if (request.confirm !== 'manual' || !bill) return undefined;

  state.enterStage('awaiting-confirmation');
  const left = Math.max(1, state.payBefore - Date.now());
  const answered = await condition(() => state.confirmed || state.cancelAsked, left, {
    summary: "wait for the customer's answer to the bill",
  });
  if (state.isCancelAsked()) return gagal('cancelled');
  return answered ? undefined : gagal('expired');
}

/** Where the bill leaves a choice, the request's amount is the customer's; otherwise the bill states it. */
function proposedAmount({ request, bill }: PaymentState): number | undefined {
  const choice = bill?.minAmount !== undefined || bill?.maxAmount !== undefined;
  return choice ? (request.amount ?? bill.amount) : (bill?.amount ?? request.amount);
}

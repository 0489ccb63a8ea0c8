import { condition } from '@temporalio/workflow';
import { gagal, type Ending } from './outcome.js';
import type { PaymentState } from './payment-state.js';

/** Settles on the amount: the bill's, or the one that the customer confirms. Nothing above `maxAmount` is paid. */
export async function agreeOnAmount(state: PaymentState): Promise<Ending | undefined> {
  const { request, bill } = state;
  state.agreedAmount = proposedAmount(state);
  // A bill that states no amount cannot be shown to be within the limit, unless the customer confirms one.
  const unknown = state.agreedAmount === undefined && request.confirm !== 'manual';
  if (request.maxAmount !== undefined && (unknown || (state.agreedAmount ?? 0) > request.maxAmount))
    return gagal('over-limit');
  if (state.isCancelAsked()) return gagal('cancelled');
  if (request.confirm !== 'manual' || !bill) return undefined;

  state.enterStage('awaiting-confirmation');
  const left = Math.max(1, state.payBefore - Date.now());
  const answered = await condition(() => state.confirmed || state.cancelAsked, left);
  if (state.isCancelAsked()) return gagal('cancelled');
  return answered ? undefined : gagal('expired');
}

/** Where the bill leaves a choice, the request's amount is the customer's; else the bill says what it is. */
function proposedAmount({ request, bill }: PaymentState): number | undefined {
  const choice = bill?.minAmount !== undefined || bill?.maxAmount !== undefined;
  return choice ? (request.amount ?? bill.amount) : (bill?.amount ?? request.amount);
}

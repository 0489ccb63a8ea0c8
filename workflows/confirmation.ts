import { condition } from '@temporalio/workflow';
import { gagal, type Ending } from './outcome.js';
import type { Life } from './payment-state.js';

/** Settles on the amount: the bill's, or the one that the customer confirms. Nothing above `maxAmount` is paid. */
export async function agree(life: Life): Promise<Ending | undefined> {
  const { request, bill } = life;
  life.agreed = proposed(life);
  // A bill that states no amount cannot be shown to be within the limit, unless the customer confirms one.
  const unknown = life.agreed === undefined && request.confirm !== 'manual';
  if (request.maxAmount !== undefined && (unknown || (life.agreed ?? 0) > request.maxAmount))
    return gagal('over-limit');
  if (life.isCancelAsked()) return gagal('cancelled');
  if (request.confirm !== 'manual' || !bill) return undefined;

  life.enter('awaiting-confirmation');
  const left = Math.max(1, life.payBefore - Date.now());
  const answered = await condition(() => life.confirmed || life.cancelAsked, left);
  if (life.isCancelAsked()) return gagal('cancelled');
  return answered ? undefined : gagal('expired');
}

/** Where the bill leaves a choice, the request's amount is the customer's; else the bill says what it is. */
function proposed({ request, bill }: Life): number | undefined {
  const choice = bill?.minAmount !== undefined || bill?.maxAmount !== undefined;
  return choice ? (request.amount ?? bill.amount) : (bill?.amount ?? request.amount);
}

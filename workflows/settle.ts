import { condition } from '@temporalio/workflow';
import { decided, type Ending } from './ending.js';
import type { Funds, Refusal } from './funds.js';
import type { Life } from './life.js';

/**
 * Moves the money as the ending says: captured on Sukses, given back on Gagal. A ledger that refuses puts the payment
 * under review; an operator's `resolve` has it tried once more.
 */
export async function settle(life: Life, funds: Funds, ending: Ending): Promise<Ending> {
  if (!life.held.ledger) return ending;
  let last = ending;
  life.enter('settling');
  for (let asked = false; ; asked = true) {
    const refusal = last.status === 'Sukses' ? await funds.collect() : await funds.giveBack();
    if (!refusal) return last;
    if (asked && last.status === 'Sukses') {
      // The bill is paid, and the operator's word did not move the ledger.
      life.funds = 'owed';
      return last;
    }
    await reviewed(life, refusal);
    if (life.resolution?.status !== last.status) last = decided(life);
  }
}

/** Waits for an operator's word on a refusal of the ledger. */
async function reviewed(life: Life, refusal: Refusal): Promise<void> {
  life.openReview(`the ledger refused ${refusal.step} (${refusal.status})`);
  life.resolution = undefined;
  await condition(() => life.resolution !== undefined);
}

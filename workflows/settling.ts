import { condition } from '@temporalio/workflow';
import type { Resolution } from '../contract/messages.js';
import { decided, type Ending } from './outcome.js';
import { verdictOf } from '../contract/evidence.js';
import type { Funds, Refusal } from './funds.js';
import { holdIdOf } from '../contract/names.js';
import type { Life } from './payment-state.js';

/**
 * Moves the money as the ending says: captured on Sukses, given back on Gagal. Nothing moves while a verdict stands
 * against a verdict, or against an operator's word: the payment is under review until the operator has decided. A
 * ledger that refuses needs an operator too, whose `resolve` has the step tried once more.
 */
export async function settle(life: Life, funds: Funds, ending: Ending): Promise<Ending> {
  let last = ending;
  for (let refused = 0; ;) {
    await agreement(life);
    if (life.resolution && life.resolution.status !== last.status) last = decided(life);
    const word = life.resolution;
    const refusal = await move(life, funds, last);
    if (refusal) {
      refused += 1;
      if (refused > 1 && (await givenUp(life, funds, last, refusal))) return last;
      await anotherWord(life, word, refusal);
    } else if (isSettled(life, last)) return last;
  }
}

async function move(life: Life, funds: Funds, { status }: Ending): Promise<Refusal | undefined> {
  if (!life.held.ledger) return undefined;
  life.enter('settling');
  return status === 'Sukses' ? funds.collect() : funds.giveBack();
}

/** What came in while the money moved may ask for more. */
function isSettled(life: Life, { status }: Ending): boolean {
  if (life.standing === 'contradicted' && !life.resolution) return false;
  return life.resolution === undefined || life.resolution.status === status;
}

/** Waits until the evidence and the operator's word, where there is one, do not contradict each other. */
async function agreement(life: Life): Promise<void> {
  const verdict = verdictOf(life.standing);
  if (life.resolution && verdict && verdict !== life.resolution.status) {
    life.openReview(`the provider says ${verdict} against ${life.resolution.by}`);
    life.resolution = undefined;
    await condition(() => life.resolution !== undefined);
  }
  await condition(() => life.standing !== 'contradicted' || life.resolution !== undefined);
}

/** Waits for an operator's word on a refusal of the ledger, unless one came while the step was under way. */
async function anotherWord(life: Life, before: Resolution | undefined, { step, status }: Refusal): Promise<void> {
  life.openReview(`the ledger refused ${step} (${status})`);
  if (life.resolution === before) life.resolution = undefined;
  await condition(() => life.resolution !== undefined);
}

/** The operator's word did not move the ledger: the payment ends with the funds where they truly are. */
async function givenUp(life: Life, funds: Funds, { status }: Ending, refusal: Refusal): Promise<boolean> {
  if (status === 'Sukses') {
    // The bill is paid and was not paid for. What is still held would never be asked for again.
    if (await funds.giveBack()) life.openHold = holdIdOf(funds.id, life.holds);
    life.funds = 'owed';
    return true;
  }
  if (life.funds === 'captured') return true;
  if (refusal.status !== NOT_FOUND) return false;
  life.funds = 'none';
  return true;
}

const NOT_FOUND = 404;

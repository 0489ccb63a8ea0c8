import { condition } from '@temporalio/workflow';
import type { Resolution } from '../contract/resolution.js';
import { decidedEnding, type Ending } from './outcome.js';
import { verdictOf } from '../contract/evidence.js';
import type { Funds, Refusal } from './funds.js';
import { holdIdOf } from '../contract/names.js';
import type { PaymentState } from './payment-state.js';

/**
 * Moves the money as the ending says: captured on Sukses, given back on Gagal. Nothing moves while a verdict stands
 * against a verdict, or against an operator's word: the payment is under review until the operator has decided. A
 * ledger that refuses needs an operator too, whose `resolve` has the step tried once more.
 */
export async function settleFunds(state: PaymentState, funds: Funds, ending: Ending): Promise<Ending> {
  let last = ending;
  for (let refused = 0; ;) {
    await awaitAgreement(state);
    if (state.resolution && state.resolution.status !== last.status) last = decidedEnding(state);
    const word = state.resolution;
    const refusal = await moveFunds(state, funds, last);
    if (refusal) {
      refused += 1;
      if (refused > 1 && (await concludeUnsettled(state, funds, last, refusal))) return last;
      await awaitResolution(state, word, refusal);
    } else if (isSettled(state, last)) return last;
  }
}

async function moveFunds(state: PaymentState, funds: Funds, { status }: Ending): Promise<Refusal | undefined> {
  if (!state.held.ledger) return undefined;
  state.enterStage('settling');
  return status === 'Sukses' ? funds.collect() : funds.releaseHold();
}

/** What came in while the money moved may ask for more. */
function isSettled(state: PaymentState, { status }: Ending): boolean {
  if (state.standing === 'contradicted' && !state.resolution) return false;
  return state.resolution === undefined || state.resolution.status === status;
}

/** Waits until the evidence and the operator's word, where there is one, do not contradict each other. */
async function awaitAgreement(state: PaymentState): Promise<void> {
  const verdict = verdictOf(state.standing);
  if (state.resolution && verdict && verdict !== state.resolution.status) {
    state.openReview(`the provider says ${verdict} against ${state.resolution.by}`);
    state.resolution = undefined;
    await condition(() => state.resolution !== undefined);
  }
  await condition(() => state.standing !== 'contradicted' || state.resolution !== undefined);
}

/** Waits for an operator's word on a refusal of the ledger, unless one came while the step was under way. */
async function awaitResolution(
  state: PaymentState,
  before: Resolution | undefined,
  { step, status }: Refusal,
): Promise<void> {
  state.openReview(`the ledger refused ${step} (${status})`);
  if (state.resolution === before) state.resolution = undefined;
  await condition(() => state.resolution !== undefined);
}

/** The operator's word did not move the ledger: the payment ends with the funds where they truly are. */
async function concludeUnsettled(
  state: PaymentState,
  funds: Funds,
  { status }: Ending,
  refusal: Refusal,
): Promise<boolean> {
  if (status === 'Sukses') {
    // The bill is paid and was not paid for. What is still held would never be asked for again.
    if (await funds.releaseHold()) state.openHold = holdIdOf(funds.id, state.holds);
    state.funds = 'owed';
    return true;
  }
  if (state.funds === 'captured') return true;
  if (refusal.status !== NOT_FOUND) return false;
  state.funds = 'none';
  return true;
}

const NOT_FOUND = 404;

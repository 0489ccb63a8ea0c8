import { condition } from '@temporalio/workflow';
import type { Resolution } from '../contract/resolution.js';
import { decidedEnding, type Ending } from './outcome.js';
import { verdictOf } from '../contract/evidence.js';
import type { Funds, Refusal } from './funds.js';
import { NO_SUCH_HOLD } from '../contract/ledger.js';
import type { PaymentState } from './payment-state.js';

/**
 * Moves the funds as the ending requires: captured on Sukses, released on Gagal. Nothing moves while two verdicts, or a
 * verdict and an operator's resolution, contradict each other: the payment is under review until an operator has
 * decided. A ledger that refuses needs an operator too, whose `resolve` has the step tried once more.
 */
export async function settleFunds(state: PaymentState, funds: Funds, ending: Ending): Promise<Ending> {
  let last = ending;
  for (let refused = 0; ;) {
    await awaitAgreement(state);
    if (state.resolution && state.resolution.status !== last.status) last = decidedEnding(state);
    const before = state.resolution;
    const refusal = await moveFunds(state, funds, last);
    if (refusal) {
      refused += 1;
      if (refused > 1 && (await concludeUnsettled(state, funds, last, refusal))) return last;
      await awaitResolution(state, before, refusal);
    } else if (isSettled(state, last)) return last;
  }
}

async function moveFunds(state: PaymentState, funds: Funds, { status }: Ending): Promise<Refusal | undefined> {
  if (!state.plan.ledger) return undefined;
  state.enterStage('settling');
  return status === 'Sukses' ? funds.collect() : funds.releaseHold();
}

/** Evidence that arrived while the funds moved may require another step. */
function isSettled(state: PaymentState, { status }: Ending): boolean {
  if (state.standing === 'contradicted' && !state.resolution) return false;
  return state.resolution === undefined || state.resolution.status === status;
}

/** Waits until the evidence and the operator's resolution, if there is one, do not contradict each other. */
async function awaitAgreement(state: PaymentState): Promise<void> {
  const verdict = verdictOf(state.standing);
  if (state.resolution && verdict && verdict !== state.resolution.status) {
    state.openReview(`the provider says ${verdict} against ${state.resolution.by}`);
    state.resolutionSpent();
    await condition(() => state.resolution !== undefined);
  }
  await condition(() => state.standing !== 'contradicted' || state.resolution !== undefined);
}

/** Waits for an operator's resolution after a refusal of the ledger, unless one arrived during the step. */
async function awaitResolution(
  state: PaymentState,
  before: Resolution | undefined,
  { step, status }: Refusal,
): Promise<void> {
  state.openReview(`the ledger refused ${step} (${status})`);
  if (state.resolution === before) state.resolutionSpent();
  await condition(() => state.resolution !== undefined);
}

/** The ledger refused again after an operator's resolution: the payment ends with the funds where they truly are. */
async function concludeUnsettled(
  state: PaymentState,
  funds: Funds,
  { status }: Ending,
  refusal: Refusal,
): Promise<boolean> {
  if (status === 'Sukses') {
    // The bill is paid and its funds could not be captured. A hold that stays open would never be released.
    if (await funds.releaseHold()) state.funds.holdLeftOpen(funds.id);
    state.funds.owed();
    return true;
  }
  if (state.funds.position === 'captured') return true;
  if (refusal.status !== NO_SUCH_HOLD) return false;
  state.funds.nothingHeld();
  return true;
}

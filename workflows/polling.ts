import { ApplicationFailure, condition, sleep, TimeoutFailure, workflowInfo } from '@temporalio/workflow';
import type { StillPending } from '../activities/check.js';
import type { EvidenceKind, Standing } from '../contract/evidence.js';
import type { Contacts } from '../activities/schedule.js';
import { checkCall, lastContact } from './activity-calls.js';
import type { Funds } from './funds.js';
import type { PaymentState } from './payment-state.js';
import { repeatPay } from './paying.js';
import { causeOf, runUntil } from './cancellation.js';

/** Follows a payment that was sent, or may have been, until there is a verdict from the provider or an operator. */
export async function pollUntilDecided(state: PaymentState, funds: Funds): Promise<void> {
  if (!state.isUndecided()) return;
  state.enterStage('polling');
  // A notice can be the first to say that it was sent.
  if (state.sentAt === 0) state.sent(0);
  void releaseAtDeadline(state, funds);
  void reviewAtReviewTime(state);
  while (state.isUndecided()) {
    if (!state.held.statusCall || state.checksEnded) await condition(() => !state.isUndecided());
    else if ((await check(state)) === 'absent' && state.isRepeatDue()) await repeatPay(state);
  }
}

/**
 * One status check activity: it lasts until the evidence changes, a notice asks for a check, or all is decided. `absent`:
 * it ended with the provider's word that it knows no such payment; what was said before silence is no ground for a repeat.
 */
async function check(state: PaymentState): Promise<'absent' | undefined> {
  const { checkRequested: soon, repeatBefore } = state;
  state.checkRequested = false;
  const ended = await runUntil(
    () =>
      checkCall(
        state.request,
        state.held,
      )({
        request: state.request,
        plan: state.held,
        ...(state.inquiry?.kind === 'bill' ? { bill: state.inquiry } : {}),
        ...(state.agreedAmount === undefined ? {} : { amount: state.agreedAmount }),
        sentAt: state.sentAt,
        contacts: state.contacts,
        notBefore: state.stillOpenUntil,
        soon,
        firstRunId: workflowInfo().firstExecutionRunId,
        known: KNOWN[state.standing],
        ...(repeatBefore === undefined ? {} : { repeatBefore }),
      }),
    () => state.checkRequested || !state.isUndecided(),
    async () => {
      if (state.isUndecided()) recordContacts(state, await lastContact());
    },
  );
  if ('error' in ended) {
    readStoppedCheck(state, causeOf(ended.error));
    return undefined;
  }
  recordContacts(state, ended.value.contacts);
  if (!ended.value.over) {
    state.applyEvidence(ended.value.evidence);
    return ended.value.evidence.absent ? 'absent' : undefined;
  }
  state.checksEnded = true;
  state.openReview('no verdict within the time that the provider knows the payment');
  return undefined;
}

/** What a status check may find again and again without telling anything new. */
const SILENCE: EvidenceKind[] = ['unknown', 'not-sent'];
const KNOWN: Record<Standing, EvidenceKind[]> = {
  unsent: SILENCE,
  unknown: SILENCE,
  pending: [...SILENCE, 'pending'],
  failing: [...SILENCE, 'pending'],
  refused: SILENCE,
  failed: SILENCE,
  success: SILENCE,
  contradicted: SILENCE,
};

/** A check that was asked to stop while in flight fails with the contacts that it made. */
function readStoppedCheck(state: PaymentState, cause: unknown): void {
  if (cause instanceof TimeoutFailure) return recordContacts(state, cause.lastHeartbeatDetails as Contacts | undefined);
  if (!(cause instanceof ApplicationFailure)) return;
  if (cause.type === 'StillPending')
    return recordContacts(state, (cause.details?.[0] as StillPending | undefined)?.contacts);
  // Any other trouble of an attempt that was asked to stop is passing: the next check begins anew.
  if (!cause.nonRetryable) return;
  state.checksEnded = true;
  state.openReview(`status checks cannot go on: ${cause.type ?? 'error'}`);
}

function recordContacts(state: PaymentState, contacts: Contacts | undefined): void {
  if (contacts && contacts.lastAt > state.contacts.lastAt) state.contacts = contacts;
}

/** Where the caller asked for it, funds are given back at the deadline; the payment itself is followed on. */
async function releaseAtDeadline(state: PaymentState, funds: Funds): Promise<void> {
  if (state.held.onDeadline !== 'release' || !state.held.ledger) return;
  await sleep(Math.max(1, state.deadlineAt - Date.now()));
  if (!state.isUndecided()) return;
  state.addToTimeline({ event: 'deadline', result: 'release' });
  const refusal = await funds.releaseHold();
  if (refusal) state.openReview(`the ledger refused ${refusal.step} (${refusal.status})`);
}

async function reviewAtReviewTime(state: PaymentState): Promise<void> {
  await sleep(Math.max(1, state.sentAt + state.held.reviewAfterMs - Date.now()));
  if (state.isUndecided()) state.openReview('no verdict from the provider');
}

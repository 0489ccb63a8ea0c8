import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  sleep,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { StillPending } from '../activities/check.js';
import type { Evidence, EvidenceKind, Standing } from '../contract/evidence.js';
import type { Contacts } from '../activities/schedule.js';
import { given } from '../contract/given.js';
import { checkCall, lastContact } from './activity-calls.js';
import type { PaymentState } from './payment-state.js';
import { repeatPay } from './pay-attempt.js';
import { causeOf, runUntil } from './cancellation.js';

/** Polls a payment that was sent, or may have been, until there is a verdict from the provider or an operator. */
export async function pollUntilDecided(state: PaymentState): Promise<void> {
  state.enterStage('polling');
  // A notice can be the first evidence that it was sent.
  if (state.sentAt === 0) state.sent(0);
  if (state.pollingStarted()) {
    void releaseAtDeadline(state);
    void reviewAtReviewTime(state);
  }
  while (state.isUndecided()) {
    if (!state.plan.statusCall || state.checksEnded) await condition(() => !state.isUndecided());
    else {
      const absence = await check(state);
      if (absence && state.isRepeatDue()) await repeatPay(state, absence);
    }
  }
}

/**
 * One activity `check`: it lasts until the evidence changes, a notice asks for a check, or the payment is decided.
 * Returns its last reply if that was that the provider does not know the payment: only such a fresh reply permits a
 * repeat.
 */
async function check(state: PaymentState): Promise<Evidence | undefined> {
  const { request, plan, checkRequested: soon, repeatBefore } = state;
  state.checkStarted();
  let reads = 0;
  const ended = await runUntil(
    () =>
      checkCall(
        request,
        plan,
      )({
        ...state.order,
        sentAt: state.sentAt,
        contacts: state.contacts,
        notBefore: state.stillOpenUntil,
        soon,
        firstRunId: workflowInfo().firstExecutionRunId,
        known: KNOWN[state.standing],
        ...given({ repeatBefore }),
      }),
    () => state.checkRequested || !state.isUndecided(),
    async () => {
      // A decision does not wait for what the check has recorded.
      if (!state.isUndecided()) return;
      state.contactsMade(await latestContacts(state));
      reads += 1;
    },
  );
  if ('error' in ended) {
    readStoppedCheck(state, causeOf(ended.error));
    // Polling may go on after the decision, and keeps minGap then.
    if (reads === 0) state.contactsMade(justNow(state.contacts));
    return undefined;
  }
  state.contactsMade(ended.value.contacts);
  if (!ended.value.over) {
    state.applyEvidence(ended.value.evidence);
    return ended.value.evidence.absent ? ended.value.evidence : undefined;
  }
  state.checksOver('no verdict within the time that the provider knows the payment');
  return undefined;
}

/** The contacts that the waiting check has recorded. If they cannot be read, a contact may have been made just now. */
async function latestContacts({ contacts }: PaymentState): Promise<Contacts | undefined> {
  try {
    return await lastContact();
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return justNow(contacts);
  }
}

/** What is assumed where nobody knows the latest contact. */
function justNow(contacts: Contacts): Contacts {
  return { ...contacts, lastAt: Date.now() };
}

/** Kinds of evidence that change nothing, so that `check` goes on without an event in the history. */
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

/** A check that was cancelled during a contact fails with the contacts that it made. */
function readStoppedCheck(state: PaymentState, cause: unknown): void {
  if (cause instanceof TimeoutFailure) return state.contactsMade(cause.lastHeartbeatDetails as Contacts | undefined);
  if (!(cause instanceof ApplicationFailure)) return;
  if (cause.type === 'StillPending') {
    return state.contactsMade((cause.details?.[0] as StillPending | undefined)?.contacts);
  }
  // Any other failure of a cancelled attempt is temporary: the next check starts from the recorded contacts.
  if (!cause.nonRetryable) return;
  state.checksOver(`status checks cannot go on: ${cause.type ?? 'error'}`);
}

/** With `onDeadline: release` funds are released at the deadline; polling goes on. */
async function releaseAtDeadline(state: PaymentState): Promise<void> {
  const { plan, ledger } = state;
  if (plan.onDeadline !== 'release' || !ledger.account) return;
  await sleep(Math.max(1, state.deadlineAt - Date.now()), { summary: 'until the deadline, to release the funds' });
  if (!state.isUndecided()) return;
  state.addToTimeline({ event: 'deadline', result: 'release' });
  await ledger.releaseUnless(() => !state.isUndecided());
  if (ledger.blocked) state.openReview(ledger.why);
  else if (ledger.position === 'released') state.releasedAtDeadline();
}

async function reviewAtReviewTime(state: PaymentState): Promise<void> {
  await sleep(Math.max(1, state.sentAt + state.plan.reviewAfterMs - Date.now()), {
    summary: 'until a person is asked',
  });
  if (state.isUndecided()) state.openReview('no verdict from the provider');
}

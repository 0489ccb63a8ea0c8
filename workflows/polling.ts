import { ApplicationFailure, condition, sleep, TimeoutFailure, workflowInfo } from '@temporalio/workflow';
import type { StillPending } from '../activities/check.js';
import type { EvidenceKind } from '../activities/providers/provider.js';
import type { Contacts } from '../activities/schedule.js';
import { checkCall, lastContact } from './activity-calls.js';
import type { Standing } from '../contract/evidence.js';
import type { Funds } from './funds.js';
import type { Life } from './payment-state.js';
import { repeat } from './paying.js';
import { causeOf, untilStopped } from './cancellation.js';

/** Follows a payment that was sent, or may have been, until there is a verdict from the provider or an operator. */
export async function follow(life: Life, funds: Funds): Promise<void> {
  if (!life.isUndecided()) return;
  life.enter('polling');
  // A notice can be the first to say that it was sent.
  if (life.sentAt === 0) life.sent(0);
  void atDeadline(life, funds);
  void atReviewTime(life);
  while (life.isUndecided()) {
    if (!life.held.statusCall || life.checksOver) await condition(() => !life.isUndecided());
    else if ((await check(life)) === 'absent' && life.isRepeatDue()) await repeat(life);
  }
}

/**
 * One status check activity: it lasts until the evidence changes, a notice asks for a check, or all is decided. `absent`:
 * it ended with the provider's word that it knows no such payment; what was said before silence is no ground for a repeat.
 */
async function check(life: Life): Promise<'absent' | undefined> {
  const { hinted: soon, repeatBefore } = life;
  life.hinted = false;
  const ended = await untilStopped(
    () =>
      checkCall(
        life.request,
        life.held,
      )({
        request: life.request,
        plan: life.held,
        ...(life.inquiry?.kind === 'bill' ? { bill: life.inquiry } : {}),
        ...(life.agreed === undefined ? {} : { amount: life.agreed }),
        sentAt: life.sentAt,
        contacts: life.contacts,
        notBefore: life.stillOpenUntil,
        soon,
        firstRunId: workflowInfo().firstExecutionRunId,
        known: KNOWN[life.standing],
        ...(repeatBefore === undefined ? {} : { repeatBefore }),
      }),
    () => life.hinted || !life.isUndecided(),
    async () => {
      if (life.isUndecided()) remember(life, await lastContact());
    },
  );
  if ('error' in ended) {
    stopped(life, causeOf(ended.error));
    return undefined;
  }
  remember(life, ended.value.contacts);
  if (!ended.value.over) {
    life.take(ended.value.evidence);
    return ended.value.evidence.absent ? 'absent' : undefined;
  }
  life.checksOver = true;
  life.openReview('no verdict within the time that the provider knows the payment');
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
function stopped(life: Life, cause: unknown): void {
  if (cause instanceof TimeoutFailure) return remember(life, cause.lastHeartbeatDetails as Contacts | undefined);
  if (!(cause instanceof ApplicationFailure)) return;
  if (cause.type === 'StillPending') return remember(life, (cause.details?.[0] as StillPending | undefined)?.contacts);
  // Any other trouble of an attempt that was asked to stop is passing: the next check begins anew.
  if (!cause.nonRetryable) return;
  life.checksOver = true;
  life.openReview(`status checks cannot go on: ${cause.type ?? 'error'}`);
}

function remember(life: Life, contacts: Contacts | undefined): void {
  if (contacts && contacts.lastAt > life.contacts.lastAt) life.contacts = contacts;
}

/** Where the caller asked for it, funds are given back at the deadline; the payment itself is followed on. */
async function atDeadline(life: Life, funds: Funds): Promise<void> {
  if (life.held.onDeadline !== 'release' || !life.held.ledger) return;
  await sleep(Math.max(1, life.deadlineAt - Date.now()));
  if (!life.isUndecided()) return;
  life.note({ event: 'deadline', result: 'release' });
  const refusal = await funds.giveBack();
  if (refusal) life.openReview(`the ledger refused ${refusal.step} (${refusal.status})`);
}

async function atReviewTime(life: Life): Promise<void> {
  await sleep(Math.max(1, life.sentAt + life.held.reviewAfterMs - Date.now()));
  if (life.isUndecided()) life.openReview('no verdict from the provider');
}

import {
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  patched,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ReviewProgress } from '../contract/messages.js';
import { MESSAGES } from '../contract/names.js';
import { noticeOf } from '../contract/notice.js';
import type { NoReview, ReviewOutcome, ReviewSubject } from '../contract/review.js';
import { readNotices, readRecord } from './activity-calls.js';
import {
  EFFECT_WITHIN_MS,
  RESOLUTION_EFFECT,
  noticeSignal,
  parseResolution,
  refused,
  refuseUnproven,
  resolveUpdate,
} from './messages.js';
import { LAST_NOTICES, LAST_NOTICES_MS, NoticeReader } from './notice-reader.js';
import { unreadDetails } from './review-details.js';
import { LATE_NOTICES, ReviewState } from './review-state.js';
import { timeoutOfRun } from './run-timeout.js';

/** How long the end waits for notices that are not read: where no worker can verify them, nobody ever reads them. Milliseconds. */
const UNREAD_MS = 7 * 86_400_000;

/** The same for those that come while the messages about the end are started, which wait for the end; milliseconds. */
const LATE_MS = 86_400_000;

/** Undefined while the record of the payment is being read. */
export const reviewQuery = defineQuery<ReviewProgress | undefined>(MESSAGES.progress);

/**
 * Keeps the evidence against the outcome of an ended payment until an operator decides. What it is about it reads itself,
 * from Temporal's record of the payment and from notices that an activity has verified; where neither contradicts the
 * outcome it ends at once. Only `resolve` moves money, by the same table and the same ledger engine as the payment. A
 * native Cancel does not end it: a hold could stay open.
 */
export async function review(subject: ReviewSubject): Promise<ReviewOutcome | NoReview> {
  setCurrentDetails(unreadDetails());
  let state: ReviewState | undefined;
  const loaded = (): ReviewState => {
    if (!state) throw refused('record-unread');
    return state;
  };
  const notices = new NoticeReader<undefined>(
    (batch) => readNotices({ request: loaded().record.request, aliases: loaded().record.aliases, notices: batch }),
    (read) => {
      if (typeof read === 'object') loaded().noticeRead(read.evidence);
    },
    () => state !== undefined,
  );
  const receive = (signal: unknown) => {
    const notice = noticeOf(signal);
    if (notice) notices.receive(notice, undefined);
  };
  setHandler(reviewQuery, () => state?.progress());
  setHandler(noticeSignal, receive);
  setHandler(
    resolveUpdate,
    async (resolution) => {
      const reviewed = loaded();
      reviewed.resolved(parseResolution(resolution));
      // A native Cancel before it must not fail the update: the resolution holds all the same.
      const isEffective = () => reviewed.isDone || reviewed.isWaiting;
      await CancellationScope.nonCancellable(() =>
        condition(isEffective, EFFECT_WITHIN_MS, { summary: RESOLUTION_EFFECT }),
      );
      return reviewed.progress();
    },
    {
      validator: (resolution) => {
        const parsed = parseResolution(resolution);
        const { isOpen, isWaiting, challenge, record } = loaded();
        if (!isOpen) throw refused('not-contradicted');
        if (!isWaiting) throw refused('being-resolved');
        refuseUnproven(record.operators, challenge, parsed);
      },
    },
  );
  CancellationScope.current().cancelRequested.catch(() => state?.cancelRefused());
  return CancellationScope.nonCancellable(async () => {
    const timeout = timeoutOfRun();
    if (timeout !== undefined) return { opened: false, why: `a review must be started without ${timeout}` } as const;
    const record = await readRecord(subject);
    if (record.kind === 'none') return { opened: false, why: record.why } as const;
    const reviewed = new ReviewState(record, workflowInfo().startTime.toISOString());
    state = reviewed;
    // Anybody who may start workflows can have started it with anything.
    receive((subject as Partial<ReviewSubject> | null | undefined)?.notice);
    await condition(() => reviewed.isOpen || notices.isIdle, UNREAD_MS, { summary: LAST_NOTICES });
    if (reviewed.isOpen) await settleReview(reviewed, notices);
    return reviewed.result();
  });
}

/**
 * Waits until what has arrived is read, or until that has made a difference. False where it is not read in time.
 * @param limitMs milliseconds
 */
async function areRead(notices: NoticeReader<undefined>, limitMs: number, isOver: () => boolean): Promise<boolean> {
  const stopsEarly = patched(LATE_NOTICES);
  return condition(() => notices.isIdle || (stopsEarly && isOver()), limitMs, { summary: LAST_NOTICES });
}

async function settleReview(state: ReviewState, notices: NoticeReader<undefined>): Promise<void> {
  for (;;) {
    // What a notice says that has arrived can still oppose the resolution.
    if (!state.isWaiting && !notices.isIdle)
      await condition(() => notices.isIdle, LAST_NOTICES_MS, { summary: LAST_NOTICES });
    const { step } = state;
    if (step.do === 'end') {
      // Nobody reads them after this.
      const isHeard = notices.isIdle || (await areRead(notices, UNREAD_MS, () => state.step.do !== 'end'));
      const last = state.step;
      if (last.do !== 'end') continue;
      state.ended(last.status, last.funds);
      const isTold = state.tellEnd();
      // The update that led here is answered with the state after it.
      await condition(allHandlersFinished);
      await isTold;
      if (isHeard && !notices.isIdle && patched(LATE_NOTICES)) await areRead(notices, LATE_MS, () => !state.isDone);
      // A notice that came while the messages about the end were started opposes the resolution.
      if (!state.isDone) continue;
      return;
    }
    if (step.do === 'wait' || step.do === 'poll') await condition(() => !state.isWaiting);
    else await state.ledger.take(step.do, () => state.step.do === step.do);
  }
}

import {
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Evidence } from '../contract/evidence.js';
import { given } from '../contract/given.js';
import type { ReviewProgress, TimelineEntry } from '../contract/messages.js';
import { MESSAGES } from '../contract/names.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { withoutVoucher } from '../contract/redaction.js';
import type { Resolution } from '../contract/resolution.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';
import { Ledger } from './ledger.js';
import { noticeSignal, parseResolution, refusal, resolveUpdate, type Notice } from './messages.js';
import type { ReviewCase, ReviewOutcome } from './review-case.js';
import { nextStep, shownFunds, type FundsPosition } from './settlement.js';

/** Maximum number of distinct provider replies kept as evidence. */
const EVIDENCE_LIMIT = 20;
/** How long `resolve` waits for the state that it leads to; milliseconds. */
const EFFECT_WITHIN_MS = 5_000;

export const reviewQuery = defineQuery<ReviewProgress>(MESSAGES.progress);

/**
 * Keeps the evidence against the outcome of an ended payment until an operator decides. Only `resolve` moves money, by the
 * same table and the same ledger engine as the payment. A native Cancel does not end it: a hold could stay open.
 */
export async function review(subject: ReviewCase): Promise<ReviewOutcome> {
  const state = new ReviewState(subject);
  setHandler(reviewQuery, () => state.progress());
  setHandler(noticeSignal, (notice: Notice | undefined) => state.noticeReceived(notice));
  setHandler(
    resolveUpdate,
    async (resolution) => {
      state.resolved(parseResolution(resolution));
      // A native Cancel before it must not fail the update: the resolution holds all the same.
      const isEffective = () => state.isDone || state.isWaiting;
      await CancellationScope.nonCancellable(() => condition(isEffective, EFFECT_WITHIN_MS));
      return state.progress();
    },
    {
      validator: (resolution) => {
        parseResolution(resolution);
        if (!state.isWaiting) throw refusal('this review is being resolved');
      },
    },
  );
  CancellationScope.current().cancelRequested.catch(() => {
    state.addToTimeline({ event: 'cancel', result: 'refused: a review ends by a resolution' });
  });
  return CancellationScope.nonCancellable(() => settleReview(state));
}

async function settleReview(state: ReviewState): Promise<ReviewOutcome> {
  state.publish(true);
  for (;;) {
    const { step } = state;
    if (step.do === 'end') {
      state.ended(step.status, step.funds);
      // The update that led here is answered with the state after it.
      await condition(allHandlersFinished);
      return state.outcome(step.funds);
    }
    if (step.do === 'wait' || step.do === 'poll') await condition(() => !state.isWaiting);
    else await state.ledger.take(step.do, () => state.step.do === step.do);
  }
}

const STARTS_AT: Record<PaymentOutcome['funds'], FundsPosition> = {
  none: 'none',
  captured: 'captured',
  released: 'released',
  owed: 'owed',
};

/** Everything that a review knows; changed by its methods only. */
class ReviewState {
  readonly evidence: Evidence[];
  readonly timeline: TimelineEntry[] = [];
  readonly ledger: Ledger;
  resolution: Resolution | undefined;
  why: string;
  isDone = false;

  constructor(readonly subject: ReviewCase) {
    const { request, outcome, evidence, ledger, hold, round } = subject;
    this.evidence = evidence ? [evidence] : [];
    this.why = subject.why;
    // The amount is the one that the payment was to capture. It has no default.
    const charge = () => request.charge ?? outcome.charge ?? outcome.amount;
    this.ledger = new Ledger(
      ledger && request.account ? { plan: ledger, account: request.account, charge } : undefined,
      this,
      {
        position: STARTS_AT[outcome.funds],
        holdId: hold,
        ...given({ round }),
      },
    );
  }

  get step() {
    const { position: funds, blocked } = this.ledger;
    return nextStep({ basis: 'reviewed', resolved: this.resolution?.status, opposed: false, funds, blocked });
  }

  get isWaiting(): boolean {
    return this.step.do === 'wait' && this.ledger.asking === undefined;
  }

  resolved(resolution: Resolution): void {
    this.resolution = resolution;
    this.ledger.resolved();
    this.addToTimeline({
      event: 'resolve',
      result: resolution.status,
      message: `${resolution.by}: ${resolution.note}`,
    });
  }

  noticeReceived(notice: Notice | undefined): void {
    const claimed = notice?.claim?.evidence;
    const known = this.evidence.some(({ kind, code }) => kind === claimed?.kind && code === claimed.code);
    if (claimed && !known && this.evidence.length < EVIDENCE_LIMIT) this.evidence.push(withoutVoucher(claimed));
  }

  addToTimeline(entry: Omit<TimelineEntry, 'at'>): void {
    this.timeline.push({ at: new Date().toISOString(), ...entry });
  }

  openReview(why: string): void {
    this.why = why;
    this.addToTimeline({ event: 'review', message: why });
  }

  ended(status: PaymentOutcome['status'], funds: PaymentOutcome['funds']): void {
    this.isDone = true;
    this.addToTimeline({ event: 'review', result: status, message: `resolved, funds ${funds}` });
    this.publish(false);
  }

  outcome(funds: PaymentOutcome['funds']): ReviewOutcome {
    const hold = funds === 'captured' && this.ledger.account ? this.ledger.holdId : undefined;
    const { round = 1 } = this.subject;
    return {
      ...parseResolution(this.resolution),
      funds,
      ...given({ hold }),
      round,
      decidedAt: new Date().toISOString(),
    };
  }

  progress(): ReviewProgress {
    const { subject, evidence, timeline, resolution } = this;
    const { request, outcome } = subject;
    return {
      request,
      stage: 'ended',
      status: this.isDone && resolution ? resolution.status : outcome.status,
      funds: shownFunds(this.ledger.position),
      outcome,
      why: this.ledger.blocked ? this.ledger.why : this.why,
      open: !this.isDone,
      ...given({ resolution }),
      evidence,
      timeline,
    };
  }

  publish(open: boolean): void {
    const { request, outcome } = this.subject;
    const { provider, product, status, review: reviewKey } = SEARCH_ATTRIBUTES;
    upsertSearchAttributes([
      { key: provider, value: request.provider },
      { key: product, value: request.product },
      { key: status, value: outcome.status },
      { key: reviewKey, value: open },
    ]);
  }
}

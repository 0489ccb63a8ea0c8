import {
  condition,
  defineQuery,
  ParentClosePolicy,
  setHandler,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Evidence } from '../contract/evidence.js';
import type { Progress, TimelineEntry } from '../contract/messages.js';
import type { Resolution } from '../contract/resolution.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { ReviewCase, ReviewOutcome } from './review-case.js';
import { ReviewFunds } from './review-funds.js';
import { holdIdOf, MESSAGES, reviewId } from '../contract/names.js';
import { given } from '../contract/given.js';
import type { PaymentState } from './payment-state.js';
import { noticeSignal, parseResolution, refusal, resolveUpdate, type Notice } from './messages.js';
import { withoutVoucher } from '../contract/redaction.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';

/** Maximum number of distinct provider replies kept as evidence. */
const EVIDENCE_LIMIT = 20;

export const reviewQuery = defineQuery<ReviewProgress>(MESSAGES.progress);

export interface ReviewProgress extends Pick<Progress, 'request' | 'outcome'> {
  why: string;
  evidence: Evidence[];
  timeline: TimelineEntry[];
}

/**
 * Keeps the evidence against the outcome of an ended payment until an operator decides. Only `resolve` moves money, under
 * keys of the review.
 */
export async function review(subject: ReviewCase): Promise<ReviewOutcome> {
  const evidence: Evidence[] = subject.evidence ? [subject.evidence] : [];
  const timeline: TimelineEntry[] = [];
  const addToTimeline = (entry: Omit<TimelineEntry, 'at'>) => timeline.push({ at: new Date().toISOString(), ...entry });
  let resolution: Resolution | undefined;

  setHandler(reviewQuery, () => ({
    request: subject.request,
    outcome: subject.outcome,
    why: subject.why,
    evidence,
    timeline,
  }));
  setHandler(noticeSignal, (notice: Notice | undefined) => {
    const claimed = notice?.claim?.evidence;
    const known = evidence.some(({ kind, code }) => kind === claimed?.kind && code === claimed.code);
    if (claimed && !known && evidence.length < EVIDENCE_LIMIT) evidence.push(withoutVoucher(claimed));
  });
  setHandler(
    resolveUpdate,
    (given) => {
      resolution = parseResolution(given);
      addToTimeline({ event: 'resolve', result: given.status, message: `${given.by}: ${given.note}` });
      return { request: subject.request, stage: 'ended', status: given.status, funds: subject.outcome.funds, timeline };
    },
    {
      validator: (given) => {
        parseResolution(given);
        if (resolution) throw refusal('this review is being resolved');
      },
    },
  );
  const funds = new ReviewFunds(subject, addToTimeline);
  publish(subject, true);
  const decision = () => resolution;
  for (;;) {
    await condition(() => decision() !== undefined);
    const decided = parseResolution(decision());
    const moved = await funds.moveFunds(decided.status);
    if (moved) {
      publish(subject, false);
      return { ...decided, ...moved, round: subject.round ?? 1, decidedAt: new Date().toISOString() };
    }
    resolution = undefined;
  }
}

function publish({ request, outcome }: ReviewCase, open: boolean): void {
  const { provider, product, status, review: reviewKey } = SEARCH_ATTRIBUTES;
  upsertSearchAttributes([
    { key: provider, value: request.provider },
    { key: product, value: request.product },
    { key: status, value: outcome.status },
    { key: reviewKey, value: open },
  ]);
}

/** Starts a review of an ending that an operator must look at. One review for each payment is enough. */
export async function startReview(state: PaymentState, outcome: PaymentOutcome, why: string): Promise<void> {
  const { request, plan, proof, funds } = state;
  const { workflowId } = workflowInfo();
  const subject: ReviewCase = {
    request,
    // An operator decides on evidence; what was bought belongs to the customer.
    outcome: withoutVoucher(outcome),
    why,
    ...given({
      evidence: proof && withoutVoucher(proof),
      openHold: funds.openHold,
      hold: funds.position === 'captured' ? holdIdOf(workflowId, funds.holds) : undefined,
      ledger: plan.ledger,
    }),
  };
  try {
    await startChild(review, {
      workflowId: reviewId(request),
      args: [subject],
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
  } catch (error) {
    if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error;
  }
}

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
import type { Plan } from '../contract/plan.js';
import type { Progress, TimelineEntry } from '../contract/messages.js';
import type { Resolution } from '../contract/resolution.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { PaymentRequest } from '../contract/request.js';
import { ReviewFunds } from './review-funds.js';
import { holdIdOf } from '../contract/names.js';
import type { PaymentState } from './payment-state.js';
import { noticeSignal, parseResolution, refusal, resolveUpdate, type Notice } from './messages.js';
import { withoutVoucher } from '../contract/redaction.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';

/** Different words of the provider that a review keeps. */
const EVIDENCE_LIMIT = 20;

/** What a review is about: a payment that has ended, and what does not agree with its outcome. */
export interface ReviewCase {
  request: PaymentRequest;
  outcome: PaymentOutcome;
  why: string;
  evidence?: Evidence;
  /** The ledger's hold whose funds are captured, where there is one. */
  hold?: string;
  /** A hold that the payment could neither capture nor release. */
  openHold?: string;
  /** Which review of this payment it is; each moves money under keys of its own. @default 1 */
  round?: number;
  ledger?: Plan['ledger'];
}

/** What an operator decided, and where the funds are after it. */
export interface ReviewOutcome extends Resolution {
  funds: PaymentOutcome['funds'];
  /** The hold whose funds are captured after it. */
  hold?: string;
  round: number;
  decidedAt: string;
}

export const reviewQuery = defineQuery<ReviewProgress>('progress');

export interface ReviewProgress extends Pick<Progress, 'request' | 'outcome'> {
  why: string;
  evidence: Evidence[];
  timeline: TimelineEntry[];
}

/**
 * Holds the evidence against the outcome of an ended payment until an operator decides. Nothing but `resolve` moves
 * money, under keys of the review's own.
 */
export async function review(subject: ReviewCase): Promise<ReviewOutcome> {
  const evidence: Evidence[] = subject.evidence ? [subject.evidence] : [];
  const timeline: TimelineEntry[] = [];
  const note = (entry: Omit<TimelineEntry, 'at'>) => timeline.push({ at: new Date().toISOString(), ...entry });
  const said: { resolution?: Resolution } = {};

  setHandler(reviewQuery, () => ({
    request: subject.request,
    outcome: subject.outcome,
    why: subject.why,
    evidence,
    timeline,
  }));
  setHandler(noticeSignal, (notice: Notice | undefined) => {
    const said = notice?.claim?.evidence;
    const known = evidence.some(({ kind, code }) => kind === said?.kind && code === said.code);
    if (said && !known && evidence.length < EVIDENCE_LIMIT) evidence.push(withoutVoucher(said));
  });
  setHandler(
    resolveUpdate,
    (given) => {
      said.resolution = given;
      note({ event: 'resolve', result: given.status, message: `${given.by}: ${given.note}` });
      return { request: subject.request, stage: 'ended', status: given.status, funds: subject.outcome.funds, timeline };
    },
    {
      validator: (given) => {
        parseResolution(given);
        if (said.resolution) throw refusal('this review is being resolved');
      },
    },
  );
  const books = new ReviewFunds(subject, note);
  publish(subject, true);
  for (;;) {
    await condition(() => said.resolution !== undefined);
    const decision = parseResolution(said.resolution);
    const moved = await books.move(decision.status);
    if (moved) {
      publish(subject, false);
      return { ...decision, ...moved, round: subject.round ?? 1, decidedAt: new Date().toISOString() };
    }
    delete said.resolution;
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

/** Hands an ending that an operator must look at to a review of its own. One review per payment is enough. */
export async function startReview(state: PaymentState, outcome: PaymentOutcome, why: string): Promise<void> {
  const { request, held, proof } = state;
  const subject: ReviewCase = {
    request,
    // An operator decides on words and numbers; what was bought is the customer's.
    outcome: withoutVoucher(outcome),
    why,
    ...(proof ? { evidence: withoutVoucher(proof) } : {}),
    ...(state.openHold === undefined ? {} : { openHold: state.openHold }),
    ...(state.funds === 'captured' ? { hold: holdIdOf(workflowInfo().workflowId, state.holds) } : {}),
    ...(held.ledger ? { ledger: held.ledger } : {}),
  };
  try {
    await startChild(review, {
      workflowId: `review:${request.provider}:${request.refId}`,
      args: [subject],
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
  } catch (error) {
    if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error;
  }
}

import {
  condition,
  defineQuery,
  ParentClosePolicy,
  setHandler,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { LedgerReply } from '../activities/ledger.js';
import type { Evidence } from '../activities/providers/provider.js';
import type { Plan } from '../activities/plan.js';
import type { Progress, Resolution, TimelineEntry } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { PaymentRequest } from '../contract/request.js';
import { ledgerCalls } from './calls.js';
import type { Life } from './life.js';
import { noticeSignal, readResolution, refusal, resolveUpdate, type Notice } from './messages.js';
import { SEARCH_ATTRIBUTES } from './search-attributes.js';

/** What a review is about: a payment that has ended, and what does not agree with its outcome. */
export interface ReviewCase {
  request: PaymentRequest;
  outcome: PaymentOutcome;
  why: string;
  evidence?: Evidence;
  /** How many holds the payment took: the last one is the one that counts. */
  holds?: number;
  ledger?: Plan['ledger'];
}

/** What an operator decided, and where the funds are after it. */
export interface ReviewOutcome extends Resolution {
  funds: PaymentOutcome['funds'];
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
  let resolution: Resolution | undefined;

  setHandler(reviewQuery, () => ({
    request: subject.request,
    outcome: subject.outcome,
    why: subject.why,
    evidence,
    timeline,
  }));
  setHandler(noticeSignal, (notice: Notice | undefined) => {
    if (notice?.claim && evidence.length < 20) evidence.push(notice.claim.evidence);
  });
  setHandler(
    resolveUpdate,
    (given) => {
      resolution = given;
      note({ event: 'resolve', result: given.status, message: `${given.by}: ${given.note}` });
      return { request: subject.request, stage: 'ended', status: given.status, funds: subject.outcome.funds, timeline };
    },
    {
      validator: (given) => {
        readResolution(given);
        if (resolution) throw refusal('this review is being resolved');
      },
    },
  );
  publish(subject, true);
  for (;;) {
    await condition(() => resolution !== undefined);
    const decision = resolution as Resolution | undefined;
    if (!decision) continue;
    const funds = await move(subject, decision, note);
    if (funds) {
      publish(subject, false);
      return { ...decision, funds, decidedAt: new Date().toISOString() };
    }
    resolution = undefined;
  }
}

type Note = (entry: Omit<TimelineEntry, 'at'>) => void;

/** Moves the money as the operator says; undefined when the ledger refuses and the operator has to say more. */
async function move(
  { request, outcome, ledger, holds = 1 }: ReviewCase,
  { status }: Resolution,
  note: Note,
): Promise<PaymentOutcome['funds'] | undefined> {
  if (!ledger || request.account === undefined) return outcome.funds;
  const calls = ledgerCalls(ledger);
  const { workflowId } = workflowInfo();
  const did = (step: string, reply: LedgerReply): boolean => {
    note({ event: step, result: reply.kind, ...(reply.kind === 'refused' ? { code: String(reply.status) } : {}) });
    return reply.kind === 'done';
  };
  if (status === 'Sukses') {
    if (outcome.funds === 'captured') return 'captured';
    const amount = request.charge ?? outcome.charge ?? outcome.amount ?? 0;
    const holdId = `${workflowId}:1`;
    const taken = await calls.hold({ key: `${workflowId}:hold`, holdId, account: request.account, amount });
    if (!did('hold', taken)) return undefined;
    return did('capture', await calls.capture({ key: `${workflowId}:capture`, holdId, amount }))
      ? 'captured'
      : undefined;
  }
  if (outcome.funds !== 'captured') return outcome.funds === 'owed' ? 'released' : outcome.funds;
  const holdId = `payment:${request.provider}:${request.refId}:${holds}`;
  return did('release', await calls.release({ key: `${workflowId}:release`, holdId })) ? 'released' : undefined;
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
export async function startReview(life: Life, outcome: PaymentOutcome, why: string): Promise<void> {
  const { request, held, proof } = life;
  const subject: ReviewCase = {
    request,
    outcome,
    why,
    ...(proof ? { evidence: proof } : {}),
    holds: life.holds,
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

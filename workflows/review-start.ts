import { ApplicationFailure, getExternalWorkflowHandle, ParentClosePolicy, startChild } from '@temporalio/workflow';
import { MESSAGES, reviewId, WORKFLOWS } from '../contract/names.js';
import type { Notice } from '../contract/notice.js';
import type { PaymentRequest } from '../contract/request.js';
import type { ReviewSubject } from '../contract/review.js';
import { reviewSummary } from '../contract/summary.js';
import type { review } from './review.js';

/**
 * Starts the review of a payment that is about to end, with a notice that it has not read. The review waits for that end
 * and reads everything else from the record, so that one that somebody else has started serves as well.
 */
export async function startReview(request: PaymentRequest, notice?: Notice): Promise<void> {
  const { provider, refId } = request;
  const subject: ReviewSubject = { provider, refId, ...(notice ? { notice } : {}) };
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await isStarted(subject, reviewSummary(request))) return;
    if (!notice || (await isHandedOn(subject, notice))) return;
  }
}

/**
 * Leaves notices that a run of the payment has received and not read to a review, until none is left: more can arrive while
 * anything is waited for.
 */
export async function leaveToReview(request: PaymentRequest, takeUnread: () => Notice[]): Promise<void> {
  for (let left = takeUnread(); left.length > 0; left = takeUnread()) {
    for (const notice of left) await startReview(request, notice);
  }
}

/** A review of a run before a reset can end at any moment. */
const TRIES = 5;

/** False where a review of this payment runs already. */
async function isStarted(subject: ReviewSubject, staticSummary: string): Promise<boolean> {
  try {
    await startChild<typeof review>(WORKFLOWS.review, {
      workflowId: reviewId(subject),
      args: [subject],
      staticSummary,
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') return false;
    throw error;
  }
}

/** False where that review has ended meanwhile. */
async function isHandedOn(subject: ReviewSubject, notice: Notice): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(reviewId(subject)).signal(MESSAGES.notice, notice);
    return true;
  } catch (error) {
    if (error instanceof ApplicationFailure) return false;
    throw error;
  }
}

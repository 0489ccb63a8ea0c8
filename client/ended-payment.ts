import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { described, isOurs, paymentRecord } from '../activities/payment-record.js';
import { runsIfListed } from '../activities/runs.js';
import { MESSAGES, paymentsQueue, type PaymentKey, reviewId, WORKFLOWS } from '../contract/names.js';
import { type Claim, verdictOf } from '../contract/evidence.js';
import { given } from '../contract/given.js';
import { isAboutPayment } from '../contract/identity.js';
import type { Notice } from '../contract/notice.js';
import { reviewSummary } from '../contract/summary.js';
import type { ReviewSubject } from '../contract/review.js';
import type { review } from '../workflows/review.js';

/**
 * What became of a notice:
 * - `unknown`: Temporal knows no such payment;
 * - `repeated`: the claim agrees with the outcome, or has no verdict;
 * - `contradicted`: its verdict is the opposite, and a review now has the notice;
 * - `signalled`: its payment runs and has it; or its verdict agrees with the outcome, and a review that runs has it, because it may
 *   oppose what an operator decided;
 * - `mismatched`: it is about another product or customer;
 * - `broken`: the payment was ended from outside and has no outcome.
 */
export type Delivered = 'unknown' | 'repeated' | 'contradicted' | 'signalled' | 'mismatched' | 'broken';

/** How often a comparison starts over because a review ended or began meanwhile. */
const COMPARISONS = 5;

/**
 * Compares a claim with a payment that has ended. A notice that contradicts the outcome goes to a review, which reads both
 * the record and the notice itself, and a review that runs gets every verdict; nothing here moves money. Throws what the client
 * throws when Temporal does not answer,
 * and an error when the payment runs again, its reviews change all the time or Temporal's list lags behind: the notice has to
 * come once more then.
 */
export async function compareWithEnded(
  client: Client,
  key: PaymentKey,
  claim: Claim,
  notice: Notice,
): Promise<Delivered> {
  for (let left = COMPARISONS; left > 0; left -= 1) {
    const compared = await compareOnce(client, key, claim, notice);
    if (compared !== 'changed') return compared;
  }
  throw new Error('the reviews of the payment change all the time: the notice has to come once more');
}

/** `changed`: a review ended or began during the comparison, which therefore counts for nothing. */
async function compareOnce(
  client: Client,
  key: PaymentKey,
  claim: Claim,
  notice: Notice,
): Promise<Delivered | 'changed'> {
  const earlier = await described(client, reviewId(key));
  const isForeign = earlier && !isOurs(earlier, WORKFLOWS.review);
  if (isForeign) throw new Error('the workflow with the id of this review is no review: an operator has to end it');
  const record = await paymentRecord(client, key, earlier ? await runsOfReview(client, key, earlier.runId) : []);
  if (record.kind === 'running') throw new Error('the payment runs again: the notice has to come once more');
  if (record.kind === 'unlisted') throw new Error('the list of payments lags behind: the notice has to come once more');
  const { kind } = claim.evidence;
  const verdict = kind === 'not-sent' ? undefined : verdictOf(kind);
  const isReviewed = verdict !== undefined && earlier?.status.name === 'RUNNING';
  // Whatever is left of its payment, an open review verifies and weighs the notice itself.
  if (record.kind !== 'ended')
    return isReviewed && (await signalReview(client, key, notice)) ? 'signalled' : record.kind;
  const isAgreed = verdict === undefined || verdict === record.outcome.status;
  if (isAgreed && !isReviewed) return 'repeated';
  if (!isAboutPayment(record.request, record.aliases, claim)) return 'mismatched';
  if (isReviewed) {
    if (!(await signalReview(client, key, notice))) return 'changed';
    return isAgreed ? 'signalled' : 'contradicted';
  }
  const subject = given({ ...key, notice, earlierRun: earlier?.runId });
  return (await startReview(client, subject, reviewSummary(record.request))) ? 'contradicted' : 'changed';
}

/** The latest one may have been ended from outside, or have found nothing: what was decided stands in one before it. */
async function runsOfReview(client: Client, key: PaymentKey, latest: string): Promise<string[]> {
  const listed = (await runsIfListed(client, reviewId(key))) ?? [];
  return [latest, ...listed.map(({ runId }) => runId)];
}

/** Hands the notice to the review that runs; false when it has ended. */
async function signalReview(client: Client, key: PaymentKey, notice: Notice): Promise<boolean> {
  try {
    await client.workflow.getHandle(reviewId(key)).signal<[Notice]>(MESSAGES.notice, notice);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/**
 * Starts a review with the notice. Returns false when one was started meanwhile: it does not have the notice. A first
 * review that has ended meanwhile was not compared with, so that it is no second one.
 */
async function startReview(client: Client, subject: ReviewSubject, staticSummary: string): Promise<boolean> {
  try {
    await client.workflow.start<typeof review>(WORKFLOWS.review, {
      workflowId: reviewId(subject),
      taskQueue: paymentsQueue,
      args: [subject],
      staticSummary,
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: subject.earlierRun === undefined ? 'REJECT_DUPLICATE' : 'ALLOW_DUPLICATE',
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

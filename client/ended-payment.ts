import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { MESSAGES, paymentsQueue, type PaymentKey, paymentId, reviewId, WORKFLOWS } from '../contract/names.js';
import { type Claim, type EvidenceKind, verdictOf } from '../contract/evidence.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { given } from '../contract/given.js';
import { isAboutPayment } from '../contract/identity.js';
import { withoutVoucher } from '../contract/redaction.js';
import type { Notice } from '../workflows/messages.js';
import type { payment } from '../workflows/payment.js';
import type { ReviewCase } from '../workflows/review-case.js';
import type { review } from '../workflows/review.js';
import { recordedPayment } from './recorded-payment.js';

/**
 * How a claim compares with a payment that is not running:
 * - `unknown`: Temporal knows no such payment;
 * - `repeated`: the claim agrees with the outcome, or has no verdict;
 * - `contradicted`: its verdict is the opposite, and a review now has it;
 * - `mismatched`: it is about another product or customer;
 * - `broken`: the payment was ended from outside and has no outcome.
 */
export type Compared = 'unknown' | 'repeated' | 'contradicted' | 'mismatched' | 'broken';

/** How often a comparison starts over because a review ended or began meanwhile. */
const COMPARISONS = 5;

/**
 * Compares a claim with a payment that has ended. A claim that contradicts the outcome goes to a review; nothing here
 * moves money. Throws what the client throws when Temporal does not answer, and an error when the payment runs again or
 * its reviews change all the time: the notice has to come once more then.
 */
export async function compareWithEnded(client: Client, key: PaymentKey, claim: Claim): Promise<Compared> {
  for (let left = COMPARISONS; left > 0; left -= 1) {
    const compared = await compareOnce(client, key, claim);
    if (compared !== 'changed') return compared;
  }
  throw new Error('the reviews of the payment change all the time: the notice has to come once more');
}

/** `changed`: a review ended or began during the comparison, which therefore counts for nothing. */
async function compareOnce(client: Client, key: PaymentKey, claim: Claim): Promise<Compared | 'changed'> {
  const handle = client.workflow.getHandle<typeof payment>(paymentId(key));
  const status = statusOf(await described(client, paymentId(key)));
  if (status === undefined) return 'unknown';
  if (status === 'RUNNING') throw new Error('the payment runs again: the notice has to come once more');
  if (status !== 'COMPLETED') return 'broken';
  const earlierReview = await described(client, reviewId(key));
  const reviewed = statusOf(earlierReview);
  const { outcome, ...earlier } = await afterReviews(client, key, await handle.result(), earlierReview);
  const verdict = claimedVerdict(claim.evidence.kind);
  if (verdict === undefined || verdict === outcome.status) return 'repeated';

  const { request, plan, capturedHold } = await recordedPayment(client, key);
  if (!isAboutPayment(request, plan.aliases, claim)) return 'mismatched';
  if (reviewed === 'RUNNING') return (await signalReview(client, key, claim)) ? 'contradicted' : 'changed';
  const hold = outcome.funds === 'captured' ? (earlier.hold ?? capturedHold) : undefined;
  if (outcome.funds === 'captured' && !hold) throw new Error('the history of a captured payment shows no capture');
  const why = `a notice says ${verdict} after the end in ${outcome.status}`;
  const subject = given({ request, outcome, why, ...earlier, hold, ledger: plan.ledger });
  return (await startReview(client, claim, subject, reviewed)) ? 'contradicted' : 'changed';
}

/** Hands the evidence to the review that runs; false when it has ended. */
async function signalReview(client: Client, key: PaymentKey, claim: Claim): Promise<boolean> {
  try {
    await client.workflow.getHandle(reviewId(key)).signal<[Notice]>(MESSAGES.notice, { claim });
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/**
 * Starts a review with the evidence, in one call; a review that was started meanwhile gets the evidence. Returns false
 * when a first review has been started and has ended meanwhile: its keys must not be used again.
 */
async function startReview(
  client: Client,
  claim: Claim,
  subject: ReviewCase,
  reviewed: string | undefined,
): Promise<boolean> {
  try {
    await client.workflow.signalWithStart<typeof review, [Notice]>(WORKFLOWS.review, {
      workflowId: reviewId(subject.request),
      taskQueue: paymentsQueue,
      args: [subject],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: reviewed === undefined ? 'REJECT_DUPLICATE' : 'ALLOW_DUPLICATE',
      signal: MESSAGES.notice,
      signalArgs: [{ claim }],
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** The payment's outcome as the latest review left it: an operator's verdict replaces the payment's own. */
async function afterReviews(
  client: Client,
  key: PaymentKey,
  outcome: PaymentOutcome,
  earlier: WorkflowExecutionDescription | undefined,
): Promise<Pick<ReviewCase, 'outcome' | 'hold' | 'round'>> {
  if (statusOf(earlier) !== 'COMPLETED') return { outcome: withoutVoucher(outcome) };
  // The run that was described: the result of a newer one would be waited for.
  const handle = client.workflow.getHandle<typeof review>(reviewId(key), earlier?.runId);
  const { status, funds, hold, round } = await handle.result();
  return given({
    outcome: {
      ...withoutVoucher(outcome),
      funds,
      ...(status === outcome.status ? {} : { status, reason: 'resolved' as const }),
    },
    hold,
    round: round + 1,
  });
}

function claimedVerdict(kind: EvidenceKind): PaymentOutcome['status'] | undefined {
  return kind === 'not-sent' ? undefined : verdictOf(kind);
}

/** The server's description of a workflow; undefined when Temporal knows no such workflow. */
export async function described(client: Client, workflowId: string): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function statusOf(description: WorkflowExecutionDescription | undefined): string | undefined {
  return description?.status.name;
}

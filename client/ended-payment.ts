import { type Client, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import {
  MESSAGES,
  paymentsQueue,
  type PaymentKey,
  paymentId,
  reviewId,
  holdIdOf,
  WORKFLOWS,
} from '../contract/names.js';
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

/**
 * Compares a claim with a payment that has ended. A claim that contradicts the outcome goes to a review; nothing here
 * moves money. Throws what the client throws when Temporal does not answer.
 */
export async function compareWithEnded(client: Client, key: PaymentKey, claim: Claim): Promise<Compared> {
  const handle = client.workflow.getHandle<typeof payment>(paymentId(key));
  const status = statusOf(await described(client, paymentId(key)));
  if (status === undefined) return 'unknown';
  if (status === 'RUNNING') throw new Error('the payment runs again: the notice has to come once more');
  if (status !== 'COMPLETED') return 'broken';
  const { outcome, ...earlier } = await afterReviews(client, key, await handle.result());
  const verdict = claimedVerdict(claim.evidence.kind);
  if (verdict === undefined || verdict === outcome.status) return 'repeated';

  const { request, plan, holds } = await recordedPayment(client, key);
  if (!isAboutPayment(request, plan.aliases, claim)) return 'mismatched';
  await sendToReview(
    client,
    claim,
    given({
      request,
      outcome,
      why: `a notice says ${verdict} after the end in ${outcome.status}`,
      hold: outcome.funds === 'captured' ? holdIdOf(paymentId(key), holds) : undefined,
      ...earlier,
      ledger: plan.ledger,
    }),
  );
  return 'contradicted';
}

/** Starts the review, or signals the one that runs, in one call; the signal carries the evidence either way. */
async function sendToReview(client: Client, claim: Claim, subject: ReviewCase): Promise<void> {
  await client.workflow.signalWithStart<typeof review, [Notice]>(WORKFLOWS.review, {
    workflowId: reviewId(subject.request),
    taskQueue: paymentsQueue,
    args: [subject],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    signal: MESSAGES.notice,
    signalArgs: [{ claim }],
  });
}

/** The payment's outcome as the latest review left it: an operator's verdict replaces the payment's own. */
async function afterReviews(
  client: Client,
  key: PaymentKey,
  outcome: PaymentOutcome,
): Promise<Pick<ReviewCase, 'outcome' | 'hold' | 'round'>> {
  const earlier = reviewId(key);
  if (statusOf(await described(client, earlier)) !== 'COMPLETED') return { outcome: withoutVoucher(outcome) };
  const { status, funds, hold, round } = await client.workflow.getHandle<typeof review>(earlier).result();
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

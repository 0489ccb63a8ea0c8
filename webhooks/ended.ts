import { type Client, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import { paymentsQueue, type PaymentKey, paymentId, reviewId, holdIdOf } from '../contract/names.js';
import { type Claim, type EvidenceKind, verdictOf } from '../contract/evidence.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { isAboutPayment } from '../contract/identity.js';
import { withoutVoucher } from '../contract/redaction.js';
import type { Notice } from '../workflows/messages.js';
import type { payment } from '../workflows/payment.js';
import type { review } from '../workflows/review.js';
import type { ReviewCase } from '../workflows/review-case.js';
import { pastOf } from './past.js';

export type Compared = 'unknown' | 'repeated' | 'contradicted' | 'mismatched' | 'broken';

/**
 * Compares a claim with a payment that has ended. What contradicts its outcome goes to a review; nothing here moves money.
 * Throws what the client throws when Temporal does not answer.
 */
export async function compareWithEnded(client: Client, key: PaymentKey, claim: Claim): Promise<Compared> {
  const handle = client.workflow.getHandle<typeof payment>(paymentId(key));
  const status = statusOf(await described(client, paymentId(key)));
  if (status === undefined) return 'unknown';
  if (status === 'RUNNING') throw new Error('the payment runs again: the notice has to come once more');
  if (status !== 'COMPLETED') return 'broken';
  const { outcome, ...earlier } = await standing(client, key, await handle.result());
  const verdict = claimed(claim.evidence.kind);
  if (verdict === undefined || verdict === outcome.status) return 'repeated';

  const { request, plan, holds } = await pastOf(client, key);
  if (!isAboutPayment(request, plan.aliases, claim)) return 'mismatched';
  await toReview(client, claim, {
    request,
    outcome,
    why: `a notice says ${verdict} after the end in ${outcome.status}`,
    ...(outcome.funds === 'captured' ? { hold: holdIdOf(paymentId(key), holds) } : {}),
    ...earlier,
    ...(plan.ledger ? { ledger: plan.ledger } : {}),
  });
  return 'contradicted';
}

/** Starts the review, or tells the one that runs, in one call; either way the signal brings the evidence. */
async function toReview(client: Client, claim: Claim, subject: ReviewCase): Promise<void> {
  await client.workflow.signalWithStart<typeof review, [Notice]>('review', {
    workflowId: reviewId(subject.request),
    taskQueue: paymentsQueue,
    args: [subject],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    signal: 'notice',
    signalArgs: [{ claim }],
  });
}

/** The outcome as it stands: what an operator decided in an earlier review has the last word. */
async function standing(
  client: Client,
  key: PaymentKey,
  outcome: PaymentOutcome,
): Promise<Pick<ReviewCase, 'outcome' | 'hold' | 'round'>> {
  const earlier = reviewId(key);
  if (statusOf(await described(client, earlier)) !== 'COMPLETED') return { outcome: withoutVoucher(outcome) };
  const { status, funds, hold, round } = await client.workflow.getHandle<typeof review>(earlier).result();
  return {
    outcome: {
      ...withoutVoucher(outcome),
      funds,
      ...(status === outcome.status ? {} : { status, reason: 'resolved' }),
    },
    ...(hold === undefined ? {} : { hold }),
    round: round + 1,
  };
}

function claimed(kind: EvidenceKind): PaymentOutcome['status'] | undefined {
  return kind === 'not-sent' ? undefined : verdictOf(kind);
}

/** Undefined when Temporal knows no such workflow. */
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

import { getExternalWorkflowHandle, ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { Evidence } from '../contract/evidence.js';
import { given } from '../contract/given.js';
import { MESSAGES, reviewId, WORKFLOWS } from '../contract/names.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { withoutVoucher } from '../contract/redaction.js';
import type { PaymentState } from './payment-state.js';
import type { ReviewCase } from './review-case.js';
import type { review } from './review.js';

/** Starts the review of an ending that an operator must look at. Evidence that arrives meanwhile is handed on to it. */
export async function startReview(state: PaymentState, outcome: PaymentOutcome, why: string): Promise<void> {
  const { request, plan, proof, ledger } = state;
  const subject: ReviewCase = {
    request,
    // An operator decides on evidence; what was bought belongs to the customer.
    outcome: withoutVoucher(outcome),
    why,
    ...given({
      evidence: proof && withoutVoucher(proof),
      hold: outcome.funds === 'captured' ? ledger.holdId : undefined,
      ledger: plan.ledger,
    }),
  };
  const { standing } = state;
  try {
    await startChild<typeof review>(WORKFLOWS.review, {
      workflowId: reviewId(request),
      args: [subject],
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
  } catch (error) {
    if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error;
  }
  if (state.standing !== standing && state.lastEvidence) await handOn(state, state.lastEvidence);
}

async function handOn({ request }: PaymentState, evidence: Evidence): Promise<void> {
  const { refId, product, customerNo } = request;
  const claim = { refId, product, customerNo, evidence: withoutVoucher(evidence) };
  await getExternalWorkflowHandle(reviewId(request)).signal(MESSAGES.notice, { claim });
}

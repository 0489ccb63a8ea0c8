import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { PaymentOutcome } from '../contract/outcome.js';
import { endingOf, outcomeOf } from './outcome.js';
import type { PaymentState } from './payment-state.js';
import { pollUntilDecided } from './polling.js';
import { startReview } from './review-start.js';
import { nextStep, type ReviewReason, type Step, type WaitReason } from './settlement.js';

/**
 * Takes the steps of the table in `settlement.ts` until it says that the payment has ended: evidence is polled for, funds
 * are moved, an operator is waited for.
 */
export async function settle(state: PaymentState): Promise<PaymentOutcome> {
  for (;;) {
    const step = nextStep(state.situation);
    switch (step.do) {
      case 'poll':
        await pollUntilDecided(state);
        break;
      case 'wait':
        await awaitOperator(state, step);
        break;
      case 'end':
        return end(state, step);
      default:
        state.enterStage('settling');
        await state.ledger.take(step.do, () => nextStep(state.situation).do === step.do);
    }
  }
}

async function awaitOperator(state: PaymentState, step: Extract<Step, { do: 'wait' }>): Promise<void> {
  state.openReview(reasonOf(state, step.why));
  await condition(() => {
    const next = nextStep(state.situation);
    return next.do !== 'wait' || next.why !== step.why;
  });
}

function reasonOf({ ledger, resolution, standing }: PaymentState, why: WaitReason): string {
  switch (why) {
    case 'ledger':
      return ledger.why;
    case 'disagreement':
      return `the provider's verdict is ${standing} against ${resolution?.by ?? 'an operator'}`;
    default:
      return 'a verdict contradicts an earlier one';
  }
}

const REVIEW_TEXTS: Record<ReviewReason, string> = {
  owed: 'the bill is paid and the funds could not be taken',
  kept: 'the bill was not paid and the ledger does not undo the capture',
};

/** Everything from here to the result happens in one step, but for the start of a review. */
async function end(state: PaymentState, step: Extract<Step, { do: 'end' }>): Promise<PaymentOutcome> {
  const outcome = outcomeOf(state, endingOf(state, step.status), step.funds);
  state.ended(outcome);
  await condition(allHandlersFinished);
  if (step.review) await startReview(state, outcome, REVIEW_TEXTS[step.review]);
  return outcome;
}

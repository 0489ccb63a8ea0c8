import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { PaymentOutcome } from '../contract/outcome.js';
import { LAST_NOTICES, LAST_NOTICES_MS } from './notice-reader.js';
import { endingOf, outcomeOf } from './outcome.js';
import type { PaymentState } from './payment-state.js';
import { pollUntilDecided } from './polling.js';
import { leaveToReview, startReview } from './review-start.js';
import { nextStep, type Step, type WaitReason } from './settlement.js';
import { keepReferenceUsed } from './used-reference.js';

/**
 * Takes the steps of the table in `settlement.ts` until it says that the payment has ended: evidence is polled for, funds
 * are moved, an operator is waited for.
 * @param meanwhile what goes on beside it and stops when the payment has its outcome
 */
export async function settle(state: PaymentState, meanwhile: Promise<void>): Promise<PaymentOutcome> {
  for (;;) {
    const step = await stepAfterNotices(state);
    switch (step.do) {
      case 'poll':
        await pollUntilDecided(state);
        break;
      case 'wait':
        await awaitOperator(state, step);
        break;
      case 'end':
        return end(state, step, meanwhile);
      default:
        state.enterStage('settling');
        await state.ledger.take(step.do, () => nextStep(state.situation).do === step.do);
    }
  }
}

/** What a notice says that has arrived can still change the step. One that cannot be read in time is left to a review. */
async function stepAfterNotices(state: PaymentState): Promise<Step> {
  const step = nextStep(state.situation);
  if (step.do === 'poll' || step.do === 'wait' || state.notices.isIdle) return step;
  const isRead = await condition(() => state.notices.isIdle, LAST_NOTICES_MS, { summary: LAST_NOTICES });
  const next = nextStep(state.situation);
  if (next.do === 'end' && !isRead) state.notices.stop();
  return next;
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

/** Everything from here to the result happens in one step, but for the start of a review. */
async function end(
  state: PaymentState,
  step: Extract<Step, { do: 'end' }>,
  meanwhile: Promise<void>,
): Promise<PaymentOutcome> {
  const outcome = outcomeOf(state, endingOf(state, step.status), step.funds);
  state.ended(outcome);
  const isTold = state.tellEnd();
  const isKept = keepReferenceUsed(state.request, state.startedAt);
  await condition(allHandlersFinished);
  if (step.review) await startReview(state.request);
  await isTold;
  await isKept;
  // Its timer is taken back before the payment completes.
  await meanwhile;
  // Last of all, since more can arrive while anything is waited for.
  await leaveToReview(state.request, () => state.takeUnread());
  return outcome;
}

import type { PaymentKey } from '../client/index.js';
import { given } from '../contract/given.js';
import type { OutcomeReview, ReviewedProgress } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';

/** What a command knows of a payment. */
export interface Known {
  key: PaymentKey;
  progress?: ReviewedProgress | undefined;
  outcome?: PaymentOutcome | undefined;
  outcomeReview?: OutcomeReview | undefined;
  /** Where the Web UI shows the payment, and its review. */
  pages?: { page?: string; reviewPage?: string } | undefined;
}

/**
 * A payment as `--json` prints it, the same in every command: what names it and where it stands, as far as it is known the
 * progress, and once it has ended the fields of its outcome, which also stand together as `outcome`.
 */
export function paymentDocument({ key, progress, outcome, outcomeReview, pages }: Known): object {
  const { provider, refId } = key;
  const { request, ...rest } = progress ?? {};
  const asked = request && { product: request.product, customerNo: request.customerNo };
  const review = outcomeReview ?? progress?.outcomeReview;
  const ended = outcome && { ...outcome, stage: 'ended', outcome, standing: standingOf(outcome, review) };
  return {
    provider,
    refId,
    ...asked,
    status: 'Pending',
    ...rest,
    ...given({ request }),
    ...ended,
    ...given({ outcomeReview: review }),
    ...pages,
  };
}

/** What holds of an ended payment: an operator may have decided otherwise in a review, which the outcome never shows. */
function standingOf({ status, funds }: PaymentOutcome, review: OutcomeReview | undefined) {
  return review ? { status: review.status, funds: review.funds } : { status, funds };
}

/** Why a payment, or the review of an ended one, refuses an update: stable codes for programs, words for people. */
export const REFUSALS = {
  'no-confirmation-needed': 'this payment needs no confirmation',
  'no-bill-yet': 'there is no bill to confirm yet',
  'other-amount-confirmed': 'another amount was confirmed before',
  'not-awaiting-confirmation': 'this payment no longer waits for a confirmation',
  'outside-limits': "the amount lies outside of the bill's limits",
  'not-the-bill': "the amount is not the bill's amount",
  'above-max-amount': 'the amount is above maxAmount',
  'bill-expired': 'the bill has expired',
  'pay-sent': 'pay was sent, or may have been: only its verdict ends this payment',
  'not-under-review': 'this payment is not under review',
  'pay-under-way': 'pay is under way: wait for its answer',
  'nothing-sent': 'nothing was sent to the provider',
  'against-the-verdict': "the provider's verdict is the opposite",
  'resolved-before': 'this payment was resolved before',
  'not-proven': 'the resolution does not prove whose it is',
  'wrong-update-id': "the update's id must be outcome",
  'not-contradicted': 'nothing contradicts the outcome of this payment',
  'being-resolved': 'this review is being resolved',
  'record-unread': 'the record of the payment is being read',
} as const satisfies Record<string, string>;

/** The code of a refusal: `reason` of the error `UpdateRefused`. */
export type RefusalReason = keyof typeof REFUSALS;

/** A refusal, with words that may say more than its code. */
export interface Refusal {
  reason: RefusalReason;
  message: string;
}

/** The refusal of a code. @param message @default its words */
export function refusalOf(reason: RefusalReason, message: string = REFUSALS[reason]): Refusal {
  return { reason, message };
}

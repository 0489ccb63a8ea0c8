/**
 * The search attributes of a payment, as `{ name, type }` keys. The worker registers them at start.
 * No personal data in any of them.
 */
export const SEARCH_ATTRIBUTES = {
  status: { name: 'PaymentStatus', type: 'KEYWORD' },
  stage: { name: 'PaymentStage', type: 'KEYWORD' },
  provider: { name: 'PaymentProvider', type: 'KEYWORD' },
  product: { name: 'PaymentProduct', type: 'KEYWORD' },
  review: { name: 'PaymentReview', type: 'BOOL' },
  /** `customerHash` of the customer's number, where the configuration has a `customerKey`. */
  customer: { name: 'PaymentCustomer', type: 'KEYWORD' },
} as const;

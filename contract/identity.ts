import type { Claim } from './evidence.js';
import type { PaymentRequest } from './request.js';

/**
 * Whether two customer numbers are the same: compared part by part between commas, without leading zeros, because
 * providers drop those (field reports).
 */
export function sameCustomer(asked: string, answered: string): boolean {
  return withoutLeadingZeros(asked) === withoutLeadingZeros(answered);
}

function withoutLeadingZeros(customerNo: string): string {
  return customerNo
    .split(',')
    .map((part) => part.trim().replace(/^0+(?=.)/, ''))
    .join(',');
}

/** Whether a reply's product is the one asked about, or one of its configured aliases. */
export function sameProduct(asked: string, answered: string, aliases: readonly string[] = []): boolean {
  return answered === asked || aliases.includes(answered);
}

/** Whether a claim is about this payment: its reference, its product (or a configured alias) and its customer. */
export function isAboutPayment(request: PaymentRequest, aliases: readonly string[], claim: Claim): boolean {
  return (
    claim.refId === request.refId &&
    sameProduct(request.product, claim.product, aliases) &&
    sameCustomer(request.customerNo, claim.customerNo)
  );
}

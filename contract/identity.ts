import type { Claim } from '../activities/providers/provider.js';
import type { PaymentRequest } from './request.js';

/**
 * Whether a claim is about this payment: reference, product (or its configured alias) and customer. Providers drop
 * leading zeros of numbers (field reports), so those do not count.
 */
export function isAboutPayment(request: PaymentRequest, aliases: readonly string[], claim: Claim): boolean {
  return (
    claim.refId === request.refId &&
    (claim.product === request.product || aliases.includes(claim.product)) &&
    bare(claim.customerNo) === bare(request.customerNo)
  );
}

function bare(customerNo: string): string {
  return customerNo
    .split(',')
    .map((part) => part.trim().replace(/^0+(?=.)/, ''))
    .join(',');
}

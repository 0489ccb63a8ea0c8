import { sameCustomer, sameProduct } from '../../contract/identity.js';
import type { PaymentRequest } from '../../contract/request.js';

/** What a reply names as its payment; undefined where it does not say. */
export interface NamedPayment {
  /** Our reference. */
  refId: string | undefined;
  /** The provider's product code. */
  product: string | undefined;
  /** The customer's number. */
  customerNo: string | undefined;
}

/**
 * Why a reply is not about a payment, for `why` of evidence; undefined when it is. Reference, product and customer must
 * all be there and agree before anything else in the reply is believed.
 * @param aliases other codes of the product that replies may carry. @default none
 * @example
 * ```ts
 * const why = mismatch(request, { refId: request.refId, product: 'pln', customerNo: '0530000000001' });
 * if (why) console.log(why); // such as "other-customer"; leading zeros make no other customer
 * ```
 */
export function mismatch(
  request: Pick<PaymentRequest, 'refId' | 'product' | 'customerNo'>,
  { refId, product, customerNo }: NamedPayment,
  aliases: readonly string[] = [],
): 'incomplete' | 'other-reference' | 'other-product' | 'other-customer' | undefined {
  if (refId === undefined || product === undefined || customerNo === undefined) return 'incomplete';
  if (refId !== request.refId) return 'other-reference';
  if (!sameProduct(request.product, product, aliases)) return 'other-product';
  return sameCustomer(request.customerNo, customerNo) ? undefined : 'other-customer';
}

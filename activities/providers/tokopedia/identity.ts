import { sameCustomer, sameProduct } from '../../../contract/identity.js';
import type { PaymentRequest } from '../../../contract/request.js';
import type { Data } from './wire.js';

/** Whom a reply must be about. */
export type Asked = Pick<PaymentRequest, 'refId' | 'product' | 'customerNo'>;

/** The reason why an order is not the one asked about; undefined when it is. `fields` and names are no identity. */
export function mismatch(data: Data, asked: Asked): string | undefined {
  if (data.type !== 'order') return 'not-protocol';
  if (data.id === undefined) return 'incomplete';
  if (data.id !== asked.refId) return 'other-reference';
  return otherSubject(data, asked);
}

/** The same of product and customer only, for an inquiry, which has no reference of ours. */
export function otherSubject(data: Data, asked: Omit<Asked, 'refId'>): string | undefined {
  if (data.product === undefined || data.customerNo === undefined) return 'incomplete';
  if (!sameProduct(asked.product, data.product)) return 'other-product';
  return sameCustomer(asked.customerNo, data.customerNo) ? undefined : 'other-customer';
}

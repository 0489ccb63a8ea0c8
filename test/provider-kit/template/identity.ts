import { sameCustomer, sameProduct } from '../../../contract/identity.js';
import type { Said } from './wire.js';

/** Whom a reply must be about. */
export interface Asked {
  refId: string;
  product: string;
  customerNo: string;
  aliases: readonly string[];
}

/** The reason why a reply is no answer to what was asked; undefined when it is one. */
export function mismatch({ reference, product, customer }: Said, asked: Asked): string | undefined {
  if (reference === undefined || product === undefined || customer === undefined) return 'incomplete';
  if (reference !== asked.refId) return 'other-reference';
  if (!sameProduct(asked.product, product, asked.aliases)) return 'other-product';
  return sameCustomer(asked.customerNo, customer) ? undefined : 'other-customer';
}

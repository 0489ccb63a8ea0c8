import { z } from 'zod';
import type { Balance, ProviderProduct } from '../provider.js';
import { parseExact } from '../reading.js';
import type { Listed } from './catalogue.js';

const balanceSchema = z.object({
  data: z.object({ attributes: z.object({ saldo: z.string().regex(/^-?\d+(\.\d+)?$/) }) }),
});

/** What is left in our deposit; undefined where the answer does not state it. */
export function readBalance(body: Buffer): Balance | undefined {
  const parsed = balanceSchema.safeParse(parseExact(body));
  if (!parsed.success) return undefined;
  const balance = Number(parsed.data.data.attributes.saldo.replace(/\..*$/, ''));
  return Number.isSafeInteger(balance) ? { balance: balance || 0 } : undefined;
}

/** A row of the product list for people to see. Where there is an inquiry, the listed price is no price to pay. */
export function productOf({ product, name, inquiry, price, state }: Listed): ProviderProduct {
  return { product, name, ...(!inquiry && price !== undefined && { price }), active: state === 'active' };
}

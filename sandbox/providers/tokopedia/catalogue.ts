import { z } from 'zod';
import type { Answer } from '../../delivery.js';
import type { Rule } from '../../rules.js';
import { PRODUCTS } from './products.js';
import { errors } from './replies.js';
import type { Sample } from './sample.js';

const ACTIVE = 1;

const querySchema = z.object({ product_code: z.string().optional() });
const changesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The product list, or the products that `product_code` names. A rule's overrides change products by their code. */
export function listOf(query: unknown, rule: Rule | undefined): Answer {
  const codes = querySchema.safeParse(query).data?.product_code?.split(',');
  const changes = changesSchema.safeParse(rule?.answer?.overrides).data ?? {};
  const listed = [...PRODUCTS].filter(([code]) => !codes || codes.includes(code));
  if (listed.length === 0) return errors('P04');
  const data = listed.map(([code, sample]) => ({
    type: 'product',
    id: code,
    attributes: { ...attributesOf(sample), ...changes[code] },
  }));
  return { status: 200, body: { data } };
}

/** The list states a price only where it is the same for every customer, and 0 elsewhere. */
function attributesOf({ name, pays, base, admin, inquiry, inquiryOptional }: Sample) {
  return {
    is_inquiry: inquiry !== undefined && !inquiryOptional,
    price: pays === 'fixed' ? base + admin : 0,
    product_name: name,
    status: ACTIVE,
  };
}

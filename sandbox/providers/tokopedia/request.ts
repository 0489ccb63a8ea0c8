import { z } from 'zod';
import type { Row } from './sample.js';

/** The subject of an inquiry or an order. */
export interface Asked {
  product: string;
  customerNo: string;
  /** Rupiah. */
  amount?: number | undefined;
  fields?: Row[] | null | undefined;
}

export interface OrderRequest extends Asked {
  ref: string;
}

const text = z.string();
const attributesSchema = z.object({
  product_code: text.min(1),
  client_number: text,
  amount: z.int().min(0).optional(),
  fields: z.array(z.object({ name: text, value: text })).nullish(),
  downline_id: text.optional(),
});
const inquirySchema = z.object({ data: z.object({ type: z.literal('inquiry'), attributes: attributesSchema }) });
const orderSchema = z.object({
  data: z.object({ type: z.literal('order'), id: text.min(1), attributes: attributesSchema }),
});

/** Reads an inquiry's body. Undefined: not a valid one, for instance with a number in place of text. */
export function readInquiry(body: unknown): Asked | undefined {
  const result = inquirySchema.safeParse(jsonOf(body));
  return result.success ? asked(result.data.data.attributes) : undefined;
}

/** Reads an order's body. Undefined: not a valid one. */
export function readOrder(body: unknown): OrderRequest | undefined {
  const result = orderSchema.safeParse(jsonOf(body));
  return result.success ? { ref: result.data.data.id, ...asked(result.data.data.attributes) } : undefined;
}

const referenceSchema = z.object({ data: z.object({ id: text.min(1) }) });

/** The reference in a body that is not a valid order, for the journal. */
export function referenceIn(body: unknown): { ref?: string } {
  const result = referenceSchema.safeParse(jsonOf(body));
  return result.success ? { ref: result.data.data.id } : {};
}

function asked(attributes: z.infer<typeof attributesSchema>): Asked {
  const { product_code: product, client_number: customerNo, amount, fields } = attributes;
  return { product, customerNo, amount, fields };
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : '');
  } catch {
    return undefined;
  }
}

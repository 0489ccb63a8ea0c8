import { z } from 'zod';
import { afterSchema, noticeSchema, outcomeSchema } from './outcomes.js';

const about = { at: z.iso.datetime(), provider: z.string() };
const transaction = { ...about, ref: z.string(), product: z.string(), customerNo: z.string() };

const contactSchema = z.object({
  kind: z.literal('contact'),
  ...about,
  command: z
    .string()
    .describe("the protocol's name of the call; 'unread' where the connection was cut before it was read"),
  asks: z.enum(['inquiry', 'pay', 'status']).optional(),
  ref: z.string().optional(),
  product: z.string().optional(),
  customerNo: z.string().optional(),
  fault: z.string().optional().describe('the fault that a rule ordered'),
});

const inquirySchema = z.object({
  kind: z.literal('inquiry'),
  ...transaction,
  ref: z.string().optional().describe('none where the protocol gives a payment its reference at pay'),
  found: z.boolean(),
  data: z.record(z.string(), z.unknown()).describe('the bill in the reply'),
});

/** A pay that was executed. The money is taken here; the entry also states how the payment ends, and when. */
const paySchema = z.object({
  kind: z.literal('pay'),
  ...transaction,
  price: z.int().describe('taken from the deposit unless it ends Gagal; rupiah'),
  outcome: outcomeSchema,
  after: afterSchema.optional(),
  rc: z.string().optional(),
  message: z.string().optional(),
  data: z.record(z.string(), z.unknown()).describe('the data of the reply on Sukses'),
  notice: noticeSchema.optional(),
});

/** A pay that was read and not executed: no transaction was made. */
const refusedSchema = z.object({ kind: z.literal('refused'), ...transaction, rc: z.string() });

const sentSchema = z.object({
  kind: z.literal('notice'),
  ...about,
  ref: z.string(),
  claims: z.string(),
  signature: z.string(),
  status: z.int().optional().describe("the receiver's HTTP status; none: it could not be reached"),
});

/** One line of the providers' journal. */
export const entrySchema = z.discriminatedUnion('kind', [
  contactSchema,
  inquirySchema,
  paySchema,
  refusedSchema,
  sentSchema,
]);

export type Entry = z.infer<typeof entrySchema>;
export type Contact = z.infer<typeof contactSchema>;
export type Inquiry = z.infer<typeof inquirySchema>;
export type Pay = z.infer<typeof paySchema>;

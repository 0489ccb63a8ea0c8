import { z } from 'zod';
import { providerSchema, refIdSchema } from './request.js';

const rupiah = z.number().int();

/** A row of the receipt, in the provider's order; `group` keeps repeated rows apart (one per bill or month). */
export const receiptLineSchema = z.strictObject({ name: z.string(), value: z.string(), group: z.string().optional() });

/** Why a payment is Gagal; `resolved` is an operator's verdict, also on Sukses. */
export const reasonSchema = z.enum([
  'inquiry-failed',
  'over-limit',
  'no-funds',
  'expired',
  'cancelled',
  'rejected',
  'failed',
  'resolved',
]);

export const fundsSchema = z.enum(['none', 'captured', 'released', 'owed']);

/** How a payment ended: the one JSON result of the `payment` workflow. Amounts in rupiah, times in UTC (ISO 8601). */
export const paymentOutcomeSchema = z.strictObject({
  status: z.enum(['Sukses', 'Gagal']),
  reason: reasonSchema.optional(),
  provider: providerSchema,
  refId: refIdSchema,
  product: z.string(),
  customerNo: z.string(),
  customerName: z.string().optional(),
  testing: z.boolean().optional(),
  amount: rupiah.optional().describe('the bill'),
  charge: rupiah.optional().describe('what the customer paid'),
  cost: rupiah.optional().describe('what left our deposit, only when the provider states it'),
  fee: rupiah.optional().describe('the fee that the provider states for us, where it does'),
  admin: rupiah.optional().describe('the admin fee in the bill'),
  drift: rupiah.optional().describe('amount at pay minus amount of the bill, when not 0'),
  serialNumber: z.string().optional().describe('proof of payment'),
  voucher: z.string().optional().describe('what was bought: a secret'),
  providerRef: z.string().optional().describe("the provider's own id"),
  code: z.string().describe("the provider's last code"),
  message: z.string().describe("the provider's last words"),
  receipt: z.array(receiptLineSchema),
  funds: fundsSchema,
  startedAt: z.iso.datetime(),
  paidAt: z.iso.datetime().optional().describe('as the provider states it, else when its success was read'),
  finishedAt: z.iso.datetime(),
});

export type ReceiptLine = z.infer<typeof receiptLineSchema>;
export type Reason = z.infer<typeof reasonSchema>;
export type Funds = z.infer<typeof fundsSchema>;
export type PaymentOutcome = z.infer<typeof paymentOutcomeSchema>;

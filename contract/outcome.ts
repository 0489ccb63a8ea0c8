import { z } from 'zod';
import { providerSchema, refIdSchema } from './request.js';
import type { PaymentOutcome, SuksesOutcome } from './types.js';

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

/** Whom and what a payment was about, its bill, and the provider's last words. */
const paid = {
  provider: providerSchema.describe('a key under providers in temporal.config.json'),
  refId: refIdSchema.describe('ours, unique per provider'),
  product: z.string().describe("the provider's product code; empty where it takes none"),
  customerNo: z.string().describe("the customer's number, as it was sent"),
  customerName: z.string().optional().describe('as the provider states it'),
  testing: z.boolean().optional().describe("whether the request passed the provider's test switch"),
  amount: rupiah.optional().describe('the bill; rupiah; left out where neither the bill nor the provider states it'),
};

const words = {
  admin: rupiah.optional().describe('the admin fee in the bill; rupiah'),
  providerRef: z.string().optional().describe("the provider's own id"),
  code: z.string().describe("the provider's last code; empty on a Gagal that the provider did not decide"),
  message: z.string().describe("the provider's last words; ours on a Gagal that the provider did not decide"),
  receipt: z.array(receiptLineSchema).describe("rows in the provider's order, empty values left out"),
  funds: fundsSchema.describe(
    "where the customer's funds are: none, captured, released, or owed (released at the deadline, and taking them again was refused)",
  ),
  startedAt: z.iso.datetime().describe('UTC (ISO 8601)'),
  finishedAt: z.iso.datetime().describe('UTC (ISO 8601)'),
};

const suksesSchema = z
  .strictObject({
    status: z.literal('Sukses').describe('the bill is paid'),
    reason: z.literal('resolved').optional().describe("an operator's verdict; left out where the provider decided"),
    ...paid,
    charge: rupiah.optional().describe('what the customer paid; rupiah'),
    cost: rupiah.optional().describe('what left our deposit, only when the provider states it; rupiah'),
    fee: rupiah.optional().describe('the fee that the provider states for us, where it does; rupiah'),
    drift: rupiah.optional().describe('amount at pay minus amount of the bill, when not 0; rupiah'),
    serialNumber: z.string().optional().describe('proof of payment'),
    voucher: z.string().optional().describe('what was bought: a secret'),
    ...words,
    paidAt: z.iso
      .datetime()
      .optional()
      .describe('as the provider states it, else when its success was read; UTC (ISO 8601)'),
  })
  .meta({ title: 'SuksesOutcome', description: 'The outcome of a payment whose bill is paid.' });

const gagalSchema = z
  .strictObject({
    status: z.literal('Gagal').describe('the bill is not paid'),
    reason: reasonSchema.describe(
      "inquiry-failed, over-limit, no-funds, expired, cancelled: nothing was sent; rejected: the provider refused, nothing was made; failed: it was made and failed; resolved: an operator's verdict",
    ),
    ...paid,
    ...words,
  })
  .meta({ title: 'GagalOutcome', description: 'The outcome of a payment whose bill is not paid.' });

/** How a payment ended: the one JSON result of the `payment` workflow. Amounts in rupiah, times in UTC (ISO 8601). */
export const paymentOutcomeSchema = z
  .discriminatedUnion('status', [suksesSchema, gagalSchema])
  .meta({ type: 'object' }) satisfies z.ZodType<PaymentOutcome>;

export type ReceiptLine = z.infer<typeof receiptLineSchema>;
/**
 * Why a payment is Gagal.
 * - `inquiry-failed`, `over-limit`, `no-funds`, `expired`, `cancelled`: no pay was sent, so that a new reference is safe;
 * - `rejected`: pay was sent, the provider refused it, and nothing was made;
 * - `failed`: pay was sent, the provider made something of it, and it failed;
 * - `resolved`: an operator's verdict. On Sukses too.
 *
 * After the last three a new reference is as safe as that verdict: `payments.review` says whether something contradicts it.
 */
export type Reason = z.infer<typeof reasonSchema>;
/**
 * Where the customer's funds are at the end.
 * - `none`: nothing was held, as for every request without an `account`;
 * - `captured`: taken for good;
 * - `released`: given back;
 * - `owed`: the bill is paid and the funds could not be taken: they were released at the deadline, or their capture was refused.
 *   A review is open until an operator takes them or gives them up.
 */
export type Funds = z.infer<typeof fundsSchema>;
export type { GagalOutcome, PaymentOutcome, SuksesOutcome } from './types.js';

/** What an outcome of either status may say. After a resolution in a review, the fields are of another status than it. */
export type OutcomeFields = Omit<SuksesOutcome, 'status' | 'reason'> & {
  status: PaymentOutcome['status'];
  reason?: Reason | undefined;
};

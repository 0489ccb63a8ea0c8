import { z } from 'zod';

/** Attributes of a reply, with their names on the wire. */
export type Attributes = Record<string, unknown>;

const text = z.string();
const rupiah = z.int().min(0);
const rowSchema = z.strictObject({ name: text, value: text });

export type Row = z.infer<typeof rowSchema>;

const inquirySchema = z.strictObject({
  admin_fee: rupiah,
  base_price: rupiah,
  client_name: text,
  inquiry_result: z.array(rowSchema),
  meter_id: text.describe("the request's number, or empty"),
  min_payment: rupiah.optional(),
  sales_price: rupiah,
});

const successSchema = z.strictObject({
  admin_fee: rupiah,
  client_name: text,
  fields: z.array(rowSchema).optional().describe("default: the order's own"),
  fulfillment_result: z.array(rowSchema),
  partner_fee: rupiah,
  sales_price: rupiah,
  serial_number: text,
  voucher_code: text,
});

/**
 * A product as its published example shows it: one entry of the files in `samples/`. Attributes have their names on the
 * wire, and amounts are in rupiah. Attributes that every product fills the same way (product_code, status, error_code…)
 * are left out.
 *
 * There are no placeholders: the values are those of the request shown.
 * `bills.ts` derives the replies to other requests from them.
 */
const publishedSchema = z
  .strictObject({
    name: text,
    note: text.optional().describe('how the sample differs from the published page'),
    pays: z
      .enum(['fixed', 'bill', 'open', 'choice'])
      .describe(
        "what an order's amount must be. fixed: the list's price, or left out; bill: the inquiry's sales_price; " +
          'open: any; choice: any within the limits',
      ),
    limits: z.strictObject({ min: rupiah, max: rupiah.optional() }).optional().describe("of an order's amount"),
    inquiryOptional: z.literal(true).optional().describe('an order needs no inquiry before it'),
    request: z.strictObject({
      client_number: text.describe('empty where the product takes none'),
      fields: z.array(rowSchema).optional().describe('inputs that a request must have beside the number'),
    }),
    inquiry: inquirySchema.optional().describe('none: the product has no inquiry'),
    pending: z
      .record(text, z.unknown())
      .optional()
      .describe('what a Pending order states otherwise than for most products'),
    success: successSchema,
  })
  .superRefine(({ request, inquiry, success }, context) => {
    if (!inquiry) return;
    const { base_price, admin_fee, sales_price, meter_id } = inquiry;
    const fault = (attribute: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['inquiry', attribute], message });
    if (base_price + admin_fee !== sales_price) fault('sales_price', 'must be base_price and admin_fee');
    if (sales_price !== success.sales_price) fault('sales_price', "must be the order's");
    if (meter_id !== '' && meter_id !== request.client_number)
      fault('meter_id', "must be the request's number or empty");
  });

/** A product's sample with what every reply is derived from. */
export const sampleSchema = publishedSchema.transform(({ request, ...published }) => {
  const { inquiry, success } = published;
  const admin = (inquiry ?? success).admin_fee;
  const fields = request.fields && Object.fromEntries(request.fields.map(({ name, value }) => [name, value]));
  /** `base`: the price without `admin`. */
  return { ...published, number: request.client_number, fields, base: success.sales_price - admin, admin };
});

export type Sample = z.infer<typeof sampleSchema>;

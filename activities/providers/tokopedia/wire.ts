import { z } from 'zod';
import type { Order } from '../provider.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { optionalText, parseExact, rupiah, utcTime } from '../reading.js';

/** An amount in its own attribute, in rupiah; in any other spelling it counts as left out. */
const money = z
  .unknown()
  .optional()
  .transform((value) => rupiah(value));

const resourceSchema = z.object({
  type: optionalText,
  id: z.string().optional().catch(undefined),
  attributes: z.object({
    product_code: optionalText,
    // Nine known products have the empty number: it is present, unlike one that is missing.
    client_number: z.string().optional().catch(undefined),
    status: optionalText,
    error_code: optionalText,
    error_detail: optionalText,
    client_name: optionalText,
    serial_number: optionalText,
    voucher_code: optionalText,
    sales_price: money,
    base_price: money,
    admin_fee: money,
    partner_fee: money,
    min_payment: money,
    max_payment: money,
    min_amount: money,
    max_amount: money,
    fulfilled_at: z
      .unknown()
      .optional()
      .transform((value) => utcTime(value)),
    inquiry_result: z.unknown().optional(),
    fulfillment_result: z.unknown().optional(),
  }),
});

const errorSchema = z.object({ code: optionalText, detail: optionalText, title: optionalText });
const bodySchema = z.object({ data: z.unknown().optional(), errors: z.unknown().optional() });

/** An inquiry or an order as the provider states it. Every member may be missing; amounts in rupiah. */
export interface Data {
  type: string | undefined;
  id: string | undefined;
  product: string | undefined;
  customerNo: string | undefined;
  status: string | undefined;
  errorCode: string | undefined;
  errorDetail: string | undefined;
  name: string | undefined;
  serialNumber: string | undefined;
  voucher: string | undefined;
  salesPrice: number | undefined;
  basePrice: number | undefined;
  adminFee: number | undefined;
  partnerFee: number | undefined;
  minPayment: number | undefined;
  maxPayment: number | undefined;
  /** The same limits by the name that the official Go SDK has for them. */
  minAmount: number | undefined;
  maxAmount: number | undefined;
  /** UTC. */
  fulfilledAt: string | undefined;
  inquiryResult: unknown;
  fulfillmentResult: unknown;
}

/** A JSON:API error body. Several errors with different codes have no code. */
export interface Refusal {
  code: string | undefined;
  detail: string | undefined;
}

export type Body = { data: Data } | { refusal: Refusal } | 'not-json' | 'not-protocol' | 'contradiction';

/** The body of a reply or a callback: a resource or errors, never both. */
export function parseBody(body: Buffer | string): Body {
  const json = parseExact(body);
  if (json === undefined) return 'not-json';
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success) return 'not-protocol';
  const { data, errors } = parsed.data;
  const refusals = z.array(errorSchema).safeParse(errors ?? []);
  if (!refusals.success) return 'not-protocol';
  if (refusals.data.length === 0) return resourceOf(data);
  return data === undefined || data === null ? { refusal: refusalOf(refusals.data) } : 'contradiction';
}

function resourceOf(data: unknown): { data: Data } | 'not-protocol' {
  const parsed = resourceSchema.safeParse(data);
  if (!parsed.success) return 'not-protocol';
  const { type, id, attributes: said } = parsed.data;
  return {
    data: {
      type,
      id,
      product: said.product_code,
      customerNo: said.client_number,
      status: said.status,
      errorCode: said.error_code,
      errorDetail: said.error_detail,
      name: said.client_name,
      serialNumber: said.serial_number,
      voucher: said.voucher_code,
      salesPrice: said.sales_price,
      basePrice: said.base_price,
      adminFee: said.admin_fee,
      partnerFee: said.partner_fee,
      minPayment: said.min_payment,
      maxPayment: said.max_payment,
      minAmount: said.min_amount,
      maxAmount: said.max_amount,
      fulfilledAt: said.fulfilled_at,
      inquiryResult: said.inquiry_result,
      fulfillmentResult: said.fulfillment_result,
    },
  };
}

function refusalOf(errors: z.infer<typeof errorSchema>[]): Refusal {
  const [first] = errors;
  const code = errors.every((error) => error.code === first?.code) ? first?.code : undefined;
  return { code, detail: first?.detail ?? first?.title };
}

/** The body of an inquiry. `amount` is the nominal, where the request has to state one. */
export function inquiryBody(request: PaymentRequest, amount: number | undefined): string {
  return JSON.stringify({ data: { type: 'inquiry', attributes: attributesOf(request, amount) } });
}

/** The body of an order, to be signed and sent as it stands. The order's id is our reference. */
export function orderBody({ request }: Order, amount: number | undefined): string {
  return JSON.stringify({ data: { type: 'order', id: request.refId, attributes: attributesOf(request, amount) } });
}

/** Its own attribute, not one of `fields` (official examples); only when reselling. */
const DOWNLINE = 'downline_id';

function attributesOf({ product, customerNo, fields = {} }: PaymentRequest, amount: number | undefined) {
  const inputs = Object.entries(fields).filter(([name]) => name !== DOWNLINE);
  return {
    product_code: product,
    client_number: customerNo,
    ...(amount === undefined ? {} : { amount }),
    ...(inputs.length === 0 ? {} : { fields: inputs.map(([name, value]) => ({ name, value })) }),
    ...(fields[DOWNLINE] === undefined ? {} : { [DOWNLINE]: fields[DOWNLINE] }),
  };
}

import { createHash } from 'node:crypto';
import type { Asked } from './request.js';
import type { Attributes, Row, Sample } from './sample.js';

/** The price that an inquiry states; rupiah. The sample's number has the sample's price, any other bill its own. */
export function quote(sample: Sample, { product, customerNo, amount }: Asked): number {
  const total = sample.base + sample.admin;
  if (sample.pays === 'open') return amount ?? total;
  if (sample.pays !== 'bill' || customerNo === sample.number) return total;
  return total + ((hash(`${product}\n${customerNo}`).readUInt32BE(0) % 400) + 1) * 250;
}

/** The attributes of an inquiry at this sales price. */
export function inquiryOf(sample: Sample, asked: Asked, salesPrice: number): Attributes {
  const { client_name, inquiry_result = [], meter_id, min_payment } = sample.inquiry ?? {};
  return {
    admin_fee: sample.admin,
    base_price: salesPrice - sample.admin,
    client_name,
    client_number: asked.customerNo,
    fields: asked.fields ?? null,
    inquiry_result: restated(inquiry_result, sample, asked, salesPrice),
    meter_id: meter_id ? asked.customerNo : '',
    product_code: asked.product,
    sales_price: salesPrice,
    ...(min_payment === undefined ? {} : { min_payment }),
  };
}

/** The attributes of an order on Success at this sales price. */
export function orderOf(sample: Sample, asked: Asked, salesPrice: number): Attributes {
  const { success } = sample;
  const own = (text: string) => restate(text, sample, asked, salesPrice);
  return {
    admin_fee: success.admin_fee,
    client_name: success.client_name,
    fields: success.fields ?? asked.fields ?? null,
    fulfillment_result: restated(success.fulfillment_result, sample, asked, salesPrice),
    partner_fee: success.partner_fee,
    sales_price: salesPrice,
    serial_number: own(success.serial_number),
    voucher_code: own(success.voucher_code),
  };
}

function restated(rows: readonly Row[], sample: Sample, asked: Asked, salesPrice: number): Row[] {
  return rows.map(({ name, value }) => ({ name, value: restate(value, sample, asked, salesPrice) }));
}

/** A value of the sample for this request: the sample's number, inputs, proofs and amounts become the request's. */
function restate(value: string, sample: Sample, asked: Asked, salesPrice: number): string {
  const { serial_number, voucher_code } = sample.success;
  const isProof = value !== '' && [serial_number, voucher_code].map(unspaced).includes(unspaced(value));
  if (isProof && value !== sample.number) {
    return asked.customerNo === sample.number ? value : withOtherDigits(value, asked);
  }
  return adjusted(replaced(value, sample, asked), sample, salesPrice);
}

const unspaced = (text: string) => text.replace(/[ -]/g, '');

/** Other digits in the same places: the same for a serial number and for the row that repeats it. */
function withOtherDigits(proof: string, { product, customerNo }: Asked): string {
  const digest = hash(`${product}\n${customerNo}\nproof`);
  let index = 0;
  return proof.replace(/\d/g, () => String((digest[index++ % digest.length] as number) % 10));
}

function replaced(value: string, sample: Sample, asked: Asked): string {
  const others = new Map([[sample.number, asked.customerNo]]);
  for (const [name, text] of Object.entries(sample.fields ?? {})) {
    const field = asked.fields?.find((each) => each.name === name);
    if (field) others.set(text, field.value);
  }
  return value.replace(/[^ _]+/g, (part) => others.get(part) ?? part);
}

const AMOUNT = /^(Rp ?)?(\d{1,3}(?:\.\d{3})+|\d+)$/;

/**
 * An amount, changed as much as the bill. Of the bill's parts only one above half of it changes too, so that the parts
 * still add up. A value without `Rp` is an amount only if it equals the base or the total.
 */
function adjusted(value: string, { base, admin }: Sample, salesPrice: number): string {
  const match = AMOUNT.exec(value);
  const change = salesPrice - base - admin;
  if (!match || change === 0) return value;
  const [, currency, digits = ''] = match;
  const amount = Number(digits.replaceAll('.', ''));
  const whole = amount === base || amount === base + admin;
  if (!whole && !(currency && amount > base / 2 && amount !== admin)) return value;
  const formatted = digits.includes('.')
    ? String(amount + change).replace(/\B(?=(\d{3})+$)/g, '.')
    : String(amount + change);
  return `${currency ?? ''}${formatted}`;
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

import { z } from 'zod';
import type { ContactDetails } from '../../contact.js';
import type { Payload } from './token.js';

/** The calls, by the last part of their path, and what each is for. */
export const CALLS = { check: 'inquiry', payment: 'pay', status: 'status' } as const;
export type Call = keyof typeof CALLS;

const text = z.string().min(1);
const about = { partnerId: text, accountNumber: text, productCode: text };
const extra = { amount: z.int().min(0).optional(), zoneId: text.optional(), month: z.int().min(1).optional() };

const checkSchema = z.object({ ...about, ...extra });
const paymentSchema = checkSchema.extend({
  inquiryId: z.union([z.int(), text.transform(Number)]),
  amount: z.int().min(1),
  refNumber: text,
  callbackUrls: z.array(z.url()).optional(),
});
const statusSchema = z.object({ partnerId: text, refNumber: text });

export type Check = z.infer<typeof checkSchema>;
export type Payment = z.infer<typeof paymentSchema>;

/** A request that can be executed. */
export type Request =
  { call: 'check'; check: Check } | { call: 'payment'; payment: Payment } | { call: 'status'; ref: string };

/** Reads a payload. Undefined: not a valid request of this call. */
export function readRequest(call: Call, payload: Payload): Request | undefined {
  if (call === 'status') {
    const { data } = statusSchema.safeParse(payload);
    return data && { call, ref: data.refNumber };
  }
  if (call === 'check') {
    const { data } = checkSchema.safeParse(payload);
    return data && { call, check: data };
  }
  const { data } = paymentSchema.safeParse(payload);
  return data && { call, payment: data };
}

/** What can be read of a call, for the journal, even if it cannot be executed. */
export function contactOf(call: Call, payload: Payload): ContactDetails {
  const { refNumber, productCode, accountNumber } = payload;
  return {
    command: call,
    asks: CALLS[call],
    ...(isText(refNumber) && call !== 'check' && { ref: refNumber }),
    ...(isText(productCode) && { product: productCode }),
    ...(isText(accountNumber) && { customerNo: accountNumber }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

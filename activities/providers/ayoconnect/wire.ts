import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput, type Fault } from '../../../contract/errors.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { optionalText, parseExact } from '../reading.js';

export const PATHS = {
  check: '/api/v2/bill/check',
  payment: '/api/v2/bill/payment',
  status: '/api/v2/bill/status',
  balance: '/api/v2/partner/balance',
  products: '/api/v2/partner/products',
} as const;

export type Payload = Record<string, unknown>;

/** The request as an HS256 JWT: base64url without padding, and no claim of JWT's own (official docs). */
export function tokenOf(payload: Payload, secret: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Official docs: month is a number, every other extra input is text. */
const WHOLE_NUMBERS = new Set(['month']);

// The protocol's own keys, and those of JWT, which would give the token an expiry or an issuer.
const PROTOCOL_KEYS = new Set([
  ...['partnerid', 'accountnumber', 'productcode', 'inquiryid', 'amount', 'refnumber', 'callbackurls'],
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'],
]);

/** What is wrong with the extra inputs of a request. */
export function faultsOfFields(fields: Record<string, string>): Fault[] {
  return Object.entries(fields).flatMap(([name, value]): Fault[] => {
    const path = `fields.${name}`;
    if (PROTOCOL_KEYS.has(name.toLowerCase())) return [{ path, reason: "is one of the protocol's own keys" }];
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return [{ path, reason: 'must be of A-Z a-z 0-9 _' }];
    if (WHOLE_NUMBERS.has(name) && !/^[1-9]\d{0,3}$/.test(value)) return [{ path, reason: 'must be a whole number' }];
    return [];
  });
}

/** What is missing of the inputs that the product needs. */
export function faultsOfNeeds(request: PaymentRequest, needs: readonly string[]): Fault[] {
  return needs.flatMap((name): Fault[] => {
    const given = name === 'amount' ? request.amount : request.fields?.[name];
    const path = name === 'amount' ? name : `fields.${name}`;
    return given === undefined || given === '' ? [{ path, reason: 'is needed for this product' }] : [];
  });
}

export function refuseIf(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new InvalidInput('InvalidRequest', faults);
}

/** The request of an inquiry. */
export function checkPayload(partnerId: string, { customerNo, product, amount, fields }: PaymentRequest): Payload {
  return {
    partnerId,
    accountNumber: customerNo,
    productCode: product,
    ...(amount !== undefined && { amount }),
    ...inputsOf(fields),
  };
}

/** What payment adds to the request of its inquiry. */
export interface Payment {
  inquiryId: string | number;
  /** The bill and its admin fee, or the nominal that the customer chose; rupiah. */
  amount: number;
  callbackUrls?: readonly string[] | undefined;
}

export function paymentPayload(partnerId: string, request: PaymentRequest, payment: Payment): Payload {
  return {
    partnerId,
    accountNumber: request.customerNo,
    productCode: request.product,
    inquiryId: payment.inquiryId,
    amount: payment.amount,
    refNumber: request.refId,
    ...inputsOf(request.fields),
    ...(payment.callbackUrls && { callbackUrls: payment.callbackUrls }),
  };
}

export function statusPayload(partnerId: string, { refId }: PaymentRequest): Payload {
  return { partnerId, refNumber: refId };
}

/** The request of the calls about the account. */
export function accountPayload(partnerId: string): Payload {
  return { partnerId };
}

function inputsOf(fields: Record<string, string> = {}): Payload {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, WHOLE_NUMBERS.has(name) ? Number(value) : value]),
  );
}

const anything = z.unknown().optional();
/** The field reports show N/A and a dash where there is nothing. */
const filled = optionalText.transform((text) => (text === 'N/A' || text === '-' ? undefined : text));

/** No request can name it. */
const NOBODY = '\u0000';
/** Whom a reply is about. What stands there and cannot be read is not left out: it is nobody that was asked about. */
const named = anything.transform((said) => {
  if (said === undefined || said === null || typeof said === 'string') return filled.parse(said);
  return NOBODY;
});

const dataSchema = z.object({
  ...{
    inquiryId: optionalText,
    refNumber: optionalText,
    transactionId: filled,
    accountNumber: named,
    productCode: named,
  },
  ...{ productName: optionalText, category: optionalText },
  ...{ customerName: filled, token: filled, denom: optionalText, validity: optionalText },
  ...{ amount: anything, totalAdmin: anything, processingFee: anything },
  ...{ customerDetails: anything, billDetails: anything, productDetails: anything, extraFields: anything },
});

const messageSchema = z.object({ ID: optionalText, EN: optionalText }).catch({ ID: undefined, EN: undefined });

const replySchema = z.object({
  responseCode: optionalText,
  success: anything,
  message: z.union([z.string().transform((text) => ({ ID: text, EN: text })), messageSchema]),
  // A failed inquiry answers {}, and null has been seen (third-party code).
  data: z.preprocess((data) => (isNothing(data) ? {} : data), dataSchema),
});

/** A reply. Every member may be missing; amounts and the lists are still to be read. */
export type Said = z.infer<typeof replySchema> & {
  /** The inquiryId stood there as text: payment repeats it as it came. */
  isTextId?: true;
};

/** The body of a reply or a callback. */
export function parseBody(body: Buffer | string): Said | 'not-json' | 'not-protocol' {
  const json = parseExact(body);
  if (json === undefined) return 'not-json';
  const parsed = replySchema.safeParse(json);
  return parsed.success ? { ...parsed.data, ...(isTextId(body) && { isTextId: true }) } : 'not-protocol';
}

/** Read as it stands, since `parseExact` makes text of every number. */
function isTextId(body: Buffer | string): boolean {
  const json = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) as unknown;
  return typeof (json as { data?: { inquiryId?: unknown } | null } | null)?.data?.inquiryId === 'string';
}

function isNothing(data: unknown): boolean {
  return data === undefined || data === null || (Array.isArray(data) && data.length === 0);
}

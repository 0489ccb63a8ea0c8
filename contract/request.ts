import { z } from 'zod';
import { durationSchema } from './duration.js';
import { InvalidInput, type Fault } from './errors.js';
import { faultsOf } from './faults.js';
import { PRINTABLE } from './printable.js';
import type { PaymentRequest } from './types.js';

export type { PaymentRequest };

/** Rupiah: a whole number, at least 1, and exact in every JSON reader. */
export const rupiahSchema = z
  .number('must be a whole number of rupiah')
  .int('must be a whole number of rupiah')
  .min(1, 'must be at least 1 rupiah')
  .max(Number.MAX_SAFE_INTEGER, 'is too large');

/** Ours, unique per provider, never reused: 1–64 of `A-Z a-z 0-9 . _ -`, the first a letter or digit. */
export const refIdSchema = z
  .string('must be text')
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 of A-Z a-z 0-9 . _ -, the first a letter or digit');

export const providerSchema = z
  .string('must be text')
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be a provider of temporal.config.json');

/** Such text travels into headers, logs and terminals. */
const printableText = z.string('must be text').regex(PRINTABLE, 'has a character that is not printable');

const shortText = (what: string) => printableText.min(1, `must name ${what}`).max(128, 'is too long');

const customerNoSchema = printableText.max(128, 'is too long');

const MOST_FIELDS = 32;
const fieldsSchema = z
  .record(
    printableText.min(1, 'must have a name').max(64, 'has a name that is too long'),
    printableText.max(256, 'is too long'),
  )
  .refine((fields) => Object.keys(fields).length <= MOST_FIELDS, `at most ${MOST_FIELDS}`)
  .meta({ maxProperties: MOST_FIELDS });

/** What a backend asks for: the one JSON argument of the `payment` workflow. Unknown keys are an error. */
export const paymentRequestSchema = z.strictObject({
  provider: providerSchema.describe('a key under providers in temporal.config.json'),
  refId: refIdSchema.describe('ours, unique per provider, never reused'),
  product: shortText('a product').describe("the provider's product code"),
  customerNo: customerNoSchema.describe("the customer's number as it is sent; empty where the product takes none"),
  amount: rupiahSchema.optional().describe('the nominal sent to the provider, for products of open amount; rupiah'),
  charge: rupiahSchema
    .optional()
    .describe("what the customer pays and the ledger holds; default: the bill's amount; rupiah"),
  fields: fieldsSchema.optional().describe('extra inputs of the product, name to text'),
  confirm: z.enum(['auto', 'manual'], 'must be "auto" or "manual"').optional().describe('default: auto'),
  maxAmount: rupiahSchema.optional().describe('a bill above it is not paid; rupiah'),
  deadline: durationSchema.optional().describe('how long the caller can wait, such as "15m"; default: as configured'),
  onDeadline: z.enum(['hold', 'release'], 'must be "hold" or "release"').optional().describe('default: hold'),
  account: shortText('an account').optional().describe('whose funds the ledger holds; none: no ledger is called'),
  testing: z.boolean('must be true or false').optional().describe("passes the provider's test switch on every call"),
});

// JavaScript's own names: zod's record drops the first one without a word, and pay would go out with an input missing.
const RESERVED = ['__proto__', 'constructor', 'prototype'];

/** Checks a request against the contract, without throwing: the request, or every fault with its path. */
export function readPaymentRequest(value: unknown): { request: PaymentRequest } | { faults: Fault[] } {
  const result = paymentRequestSchema.safeParse(value);
  const faults = [...(result.success ? [] : faultsOf(result.error)), ...reservedIn(value)];
  return result.success && faults.length === 0 ? { request: result.data } : { faults };
}

/**
 * Checks a request against the contract. Throws `InvalidInput` (code InvalidRequest) with each field's path.
 * @example
 * ```ts
 * const checked = parsePaymentRequest(JSON.parse('{"provider": "digiflazz"}')); // throws: refId: must be text; …
 * ```
 */
export function parsePaymentRequest(value: unknown): PaymentRequest {
  const read = readPaymentRequest(value);
  if ('faults' in read) throw new InvalidInput('InvalidRequest', read.faults);
  return read.request;
}

function reservedIn(value: unknown): Fault[] {
  const fields = (value as { fields?: unknown } | null | undefined)?.fields;
  if (typeof fields !== 'object' || fields === null) return [];
  return RESERVED.filter((name) => Object.hasOwn(fields, name)).map((name) => ({
    path: `fields.${name}`,
    reason: 'cannot be the name of an input',
  }));
}

import { z } from 'zod';
import type { Dialect } from './dialects.js';

const ASKS = { 'inq-pasca': 'inquiry', 'pay-pasca': 'pay', 'status-pasca': 'status' } as const;

/** A transaction request, with the same field names for both dialects. */
export interface TransactionRequest {
  command: string;
  asks: (typeof ASKS)[keyof typeof ASKS] | undefined;
  username: string;
  product: string;
  customerNo: string;
  ref: string;
  sign: string;
  amount?: number | undefined;
  testing?: boolean | undefined;
}

const text = z.string();
const requestSchema = z.object({
  command: text,
  username: text,
  product: text.min(1),
  customerNo: text.min(1),
  ref: text.min(1),
  sign: text,
  testing: z.boolean().optional(),
  amount: z.int().positive().optional(),
});

/** Reads a body in a dialect. Undefined: not a valid request, for instance with a number in place of text. */
export function readTransaction(dialect: Dialect, body: unknown): TransactionRequest | undefined {
  const fields = fieldsOf(body);
  const result = requestSchema.safeParse({
    ...fields,
    command: fields[dialect.command],
    product: fields[dialect.product],
    customerNo: fields['customer_no'],
    ref: fields['ref_id'],
  });
  if (!result.success) return undefined;
  const request = result.data;
  const asks = Object.hasOwn(ASKS, request.command) ? ASKS[request.command as keyof typeof ASKS] : undefined;
  return { ...request, asks };
}

/** What can be read of a body that is not a valid request, for the journal and the answer. */
export function partialContact(dialect: Dialect, body: unknown): { command: string; ref?: string } {
  const fields = fieldsOf(body);
  const command = fields[dialect.command];
  const ref = fields['ref_id'];
  return {
    command: typeof command === 'string' ? command : 'unreadable',
    ...(typeof ref === 'string' && ref !== '' ? { ref } : {}),
  };
}

/** The credentials of a request about no transaction. */
export function readCredentials(
  dialect: Dialect,
  body: unknown,
): { username: unknown; sign: unknown; command: unknown } {
  const { username, sign, [dialect.accountCommand]: command } = fieldsOf(body);
  return { username, sign, command };
}

function fieldsOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'string') return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

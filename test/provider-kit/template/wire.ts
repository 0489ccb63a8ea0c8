import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isObject, optionalText, parseExact } from '../../../activities/providers/reading.js';
import type { PaymentRequest } from '../../../contract/request.js';

/** What the provider calls its commands. To do: the documentation's names and paths. */
export type Command = 'inquiry' | 'pay' | 'status';

/** The body of a command. To do: the documentation's members, and what pay repeats from the inquiry. */
export function bodyOf(command: Command, request: PaymentRequest): string {
  return JSON.stringify({
    command,
    reference: request.refId,
    product: request.product,
    customer: request.customerNo,
  });
}

/** The signature of a body: what is signed is what is sent, byte for byte. To do: the documentation's algorithm. */
export function signatureOf(body: string | Buffer, apiKey: string): string {
  return createHmac('sha256', apiKey).update(body).digest('hex');
}

// Open: a provider may add members at any time. `parseExact` has made text of every number.
const replySchema = z.object({
  reference: optionalText,
  product: optionalText,
  customer: optionalText,
  name: optionalText,
  status: optionalText,
  message: optionalText,
  serial: optionalText,
  amount: z.unknown().optional(),
  admin: z.unknown().optional(),
  rows: z.unknown().optional(),
});

/** A reply or a notice. Every member may be missing; amounts and rows are still to be read. */
export type Said = z.infer<typeof replySchema>;

/** The reply in a body, or why there is none. */
export function parseBody(body: Buffer): Said | 'not-json' | 'not-protocol' {
  const json = parseExact(body);
  if (json === undefined) return 'not-json';
  return isObject(json) ? replySchema.parse(json) : 'not-protocol';
}

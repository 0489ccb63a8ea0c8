import { z } from 'zod';
import { parseExact } from '../../../activities/providers/reading.js';
import type { PaymentRequest } from '../../../contract/request.js';

/** The provider's word for each command. */
export type Command = 'inquiry' | 'pay' | 'status';

/** The body of a command. To do: the provider's own names, its signature, and what pay repeats from the inquiry. */
export function bodyOf(command: Command, request: PaymentRequest): string {
  return JSON.stringify({
    command,
    reference: request.refId,
    product: request.product,
    customer: request.customerNo,
  });
}

const word = z.string().trim().min(1).optional().catch(undefined);

// Open: a provider may add members at any time. `parseExact` has made text of every number.
const replySchema = z.object({
  reference: word,
  product: word,
  customer: word,
  status: word,
  message: word,
});

export type Said = z.infer<typeof replySchema>;

/** A reply's words, or why there are none. */
export function parseReply(body: Buffer): Said | 'not-json' | 'not-protocol' {
  const json = parseExact(body);
  if (json === undefined) return 'not-json';
  const parsed = replySchema.safeParse(json);
  return parsed.success ? parsed.data : 'not-protocol';
}

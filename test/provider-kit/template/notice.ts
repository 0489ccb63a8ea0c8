import { timingSafeEqual } from 'node:crypto';
import type { Reading } from '../../../activities/providers/details.js';
import type { Delivery, NoticeReading } from '../../../activities/providers/provider.js';
import { refIdSchema } from '../../../contract/request.js';
import { readVerdict } from './read.js';
import { parseBody, signatureOf } from './wire.js';

/**
 * Reads a webhook: a payment like a status call's, signed over the raw body. Without a valid signature nothing in it is
 * read. To do: the documentation's header. A provider that signs nothing gives a `hint` at most.
 */
export function readNotice({ headers, body }: Delivery, apiKey: string, reading: Reading): NoticeReading {
  const signature = headers['x-signature'];
  if (!signature) return { kind: 'refused', why: 'unsigned' };
  if (!isSigned(body, signature, apiKey)) return { kind: 'refused', why: 'bad-signature' };

  const said = parseBody(body);
  if (typeof said === 'string' || said.reference === undefined) return { kind: 'refused', why: 'unreadable' };
  const { reference: refId, product, customer: customerNo } = said;
  // One account can serve several systems, and all of them get notices about its payments.
  if (!refIdSchema.safeParse(refId).success) return { kind: 'foreign' };
  if (product === undefined || customerNo === undefined) return { kind: 'hint', refId, signed: true };
  return { kind: 'claim', claim: { refId, product, customerNo, evidence: readVerdict(said, 'notice', reading) } };
}

function isSigned(body: Buffer, signature: string, apiKey: string): boolean {
  const expected = Buffer.from(signatureOf(body, apiKey));
  const given = Buffer.from(signature.trim());
  return given.length === expected.length && timingSafeEqual(given, expected);
}

import { refIdSchema } from '../../../contract/request.js';
import type { Delivery, NoticeReading } from '../provider.js';
import type { Reading } from '../details.js';
import { readVerdict } from './read.js';
import { parseBody } from './wire.js';

/**
 * Reads a callback: an order like a status call's, with the provider's signature over the raw body (official SDKs).
 * Neither time nor nonce is signed: replays are for the payment's own state to absorb.
 */
export function readNotice(
  { headers, body }: Delivery,
  isSigned: (body: Buffer, signature: string) => boolean,
  reading: Reading,
): NoticeReading {
  const { signature } = headers;
  if (!signature) return { kind: 'refused', why: 'unsigned' };
  if (!isSigned(body, signature)) return { kind: 'refused', why: 'bad-signature' };

  const read = parseBody(body);
  if (typeof read === 'string' || !('data' in read)) return { kind: 'refused', why: 'unreadable' };
  const { type, id: refId, product, customerNo } = read.data;
  if (type !== 'order' || refId === undefined) return { kind: 'refused', why: 'unreadable' };
  // One account can serve several systems, and all of them hear of its payments.
  if (!refIdSchema.safeParse(refId).success) return { kind: 'foreign' };
  if (product === undefined || customerNo === undefined) return { kind: 'hint', refId, signed: true };
  return { kind: 'claim', claim: { refId, product, customerNo, evidence: readVerdict(read.data, 'notice', reading) } };
}

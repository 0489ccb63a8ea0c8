import { createHmac, timingSafeEqual } from 'node:crypto';
import { refIdSchema } from '../../../contract/request.js';
import type { Delivery, NoticeReading } from '../provider.js';
import type { Reading } from '../details.js';
import { readVerdict } from './read.js';
import { parseBody, type Dialect } from './wire.js';

/**
 * Reads a webhook's delivery: HMAC-SHA1 over the raw body under the shared secret (official docs). While the secret is
 * changed there are two, and either verifies. Without a secret nothing is believed. The sender's agent differs between prepaid and postpaid and proves nothing: it is not looked at.
 * Neither time nor nonce is signed: replays are for the payment's own state to absorb.
 */
export function readNotice(
  delivery: Delivery,
  dialect: Dialect,
  secrets: readonly string[],
  reading: Reading,
): NoticeReading {
  if (secrets.length === 0) return { kind: 'refused', why: 'no-secret' };
  const signature = delivery.headers['x-hub-signature'];
  if (!signature) return { kind: 'refused', why: 'unsigned' };
  if (!secrets.some((secret) => isSigned(delivery.body, secret, signature)))
    return { kind: 'refused', why: 'bad-signature' };

  const data = parseBody(dialect, delivery.body);
  // A ping has no `data`, and may hold the secret: nothing of it goes further.
  if (data === 'no-data') return { kind: 'ping' };
  if (typeof data === 'string') return { kind: 'refused', why: 'unreadable' };
  const { refId, product, customerNo } = data;
  if (refId === undefined) return { kind: 'refused', why: 'unreadable' };
  // One account can serve several systems, and all of them hear of its payments.
  if (!refIdSchema.safeParse(refId).success) return { kind: 'foreign' };
  if (product === undefined || customerNo === undefined) return { kind: 'hint', refId, signed: true };
  return { kind: 'claim', claim: { refId, product, customerNo, evidence: readVerdict(data, 'notice', reading) } };
}

function isSigned(body: Buffer, secret: string, signature: string): boolean {
  const hex = /^sha1=([0-9a-f]{40})$/i.exec(signature.trim())?.[1];
  if (!hex) return false;
  const expected = createHmac('sha1', secret).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(hex, 'hex'));
}

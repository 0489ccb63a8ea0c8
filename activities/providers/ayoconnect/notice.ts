import { refIdSchema } from '../../../contract/request.js';
import type { Delivery, NoticeReading } from '../provider.js';
import { parseBody } from './wire.js';

/** Reads a callback. No signature is documented, so it is a reason to ask and never a claim. */
export function readNotice({ body }: Delivery): NoticeReading {
  const said = parseBody(body);
  const refId = typeof said === 'string' ? undefined : said.data.refNumber;
  if (refId === undefined) return { kind: 'refused', why: 'unreadable' };
  return refIdSchema.safeParse(refId).success ? { kind: 'hint', refId } : { kind: 'foreign' };
}

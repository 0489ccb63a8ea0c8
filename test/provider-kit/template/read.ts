import type { InquiryReply } from '../../../activities/providers/provider.js';
import type { Evidence } from '../../../contract/evidence.js';
import { clean } from '../../../activities/providers/reading.js';
import type { Said } from './wire.js';

/**
 * The reply to pay or to a status call. Until there is a table of codes nothing is known, and that is the safe answer.
 * To do: match reference, product and customer first, then read the verdict, then amounts and receipt.
 */
export function readEvidence(said: Said, from: 'pay' | 'status', at: string): Evidence {
  return { kind: 'unknown', from, at, code: '', message: clean(said.message ?? ''), why: 'unknown-code' };
}

/** The reply to an inquiry. To do: a bill, or the provider's no. */
export function readInquiry(said: Said, at: string): InquiryReply {
  return { kind: 'unclear', at, code: '', message: clean(said.message ?? ''), why: 'unknown-code' };
}

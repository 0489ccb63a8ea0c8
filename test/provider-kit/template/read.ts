import { codeAndMessage, detailsOf, type Reading } from '../../../activities/providers/details.js';
import type { InquiryReply } from '../../../activities/providers/provider.js';
import { rupiah } from '../../../activities/providers/reading.js';
import type { Evidence } from '../../../contract/evidence.js';
import { given } from '../../../contract/given.js';
import { CODES, NOT_FOUND } from './codes.js';
import { mismatch, type Asked } from './identity.js';
import { receiptOf } from './receipt.js';
import type { Said } from './wire.js';

/** The reply to pay or to a status call: nothing but an explicit verdict about what was asked is more than unknown. */
export function readEvidence(said: Said, asked: Asked, from: 'pay' | 'status', reading: Reading): Evidence {
  const why = mismatch(said, asked);
  // The message of a reply about another payment must not show up in this one.
  if (why) return unknown(from, reading, why, why === 'incomplete' ? said : undefined);
  return readVerdict(said, from, reading);
}

/** Evidence from the status by the table of codes. The caller checks whom the reply is about. */
export function readVerdict(said: Said, from: Evidence['from'], reading: Reading): Evidence {
  if (said.status === NOT_FOUND && from === 'status') {
    return { ...unknown(from, reading, 'not-found', said), absent: true };
  }
  const code = CODES.get(said.status ?? '');
  const base = { from, ...words(said, reading) };
  switch (code?.payment) {
    case 'success':
      return { kind: 'success', ...base, ...particulars(said, reading) };
    case 'pending':
      return { kind: 'pending', ...base };
    case 'failed':
      return { kind: code.nothingMade && from === 'pay' ? 'refused' : 'failed', ...base };
    case 'unknown':
      return unknown(from, reading, 'about-the-call', said);
    default:
      return unknown(from, reading, 'unknown-code', said);
  }
}

/** The reply to an inquiry. A bill without a readable amount is none. */
export function readInquiry(said: Said, asked: Asked, reading: Reading): InquiryReply {
  const why = mismatch(said, asked);
  if (why) return { kind: 'unclear', ...words(why === 'incomplete' ? said : undefined, reading), why };
  const base = words(said, reading);
  const code = CODES.get(said.status ?? '');
  if (code?.inquiry === 'refused') return { kind: 'refused', ...base };
  if (code?.inquiry !== 'bill') return { kind: 'unclear', ...base, why: code ? 'not-now' : 'unknown-code' };
  const { amount, admin, customerName, receipt } = particulars(said, reading);
  if (amount === undefined) return { kind: 'unclear', ...base, why: 'no-amount' };
  return { kind: 'bill', ...base, amount, ...given({ admin, customerName }), receipt };
}

/** Evidence that settles nothing, with the reply's code and message where there is a reply. */
export function unknown(from: Evidence['from'], reading: Reading, why: string, said?: Said): Evidence {
  return { kind: 'unknown', from, ...words(said, reading), why };
}

/** Everything but the verdict: what cannot be read of it is left out. */
function particulars({ amount, admin, name, serial, rows }: Said, { redactValue }: Reading) {
  const stated = { amount: rupiah(amount), admin: rupiah(admin), customerName: name, serialNumber: serial };
  return { ...detailsOf(stated, redactValue), receipt: receiptOf(rows, redactValue) };
}

function words(said: Said | undefined, reading: Reading) {
  return codeAndMessage({ code: said?.status, message: said?.message }, /^[A-Z_]{1,32}$/, reading);
}

import type { BillFound, BillUnclear, InquiryReply } from '../provider.js';
import type { Evidence } from '../../../contract/evidence.js';
import { given } from '../../../contract/given.js';
import { codeAndMessage, detailsOf, type Reading } from '../details.js';
import { clean, rupiah } from '../reading.js';
import { CALL_REFUSED, CODES, DEPOSIT_TOO_LOW, DUPLICATE_REFERENCE, type Code } from './codes.js';
import { isOurs, mismatch, saysNotFound, type Asked } from './identity.js';
import { receiptOf } from './receipt.js';
import type { Data } from './wire.js';

/** The reply to a status call or to pay: nothing but an explicit verdict about what was asked is more than unknown. */
export function readEvidence(data: Data, asked: Asked, from: 'pay' | 'status', reading: Reading): Evidence {
  const why = mismatch(data, asked);
  if (!why) return readVerdict(data, from, reading);
  // A verdict has to name product and customer; this names our reference only, so the payment stays open.
  if (data.status === 'Gagal' && callRefusedIn(data).callRefused && isOurs(data, asked)) {
    return { ...unknown(from, reading, 'refused-call', data), callRefused: true };
  }
  return unknown(from, reading, why, ownWords(data, why));
}

/** Evidence from `status` and rc by the table of codes. The caller checks whom the reply is about. */
export function readVerdict(data: Data, from: 'pay' | 'status' | 'notice', reading: Reading): Evidence {
  if (from === 'status' && saysNotFound(data)) return unknown(from, reading, 'not-found', data);
  const code = codeOf(data);
  if (typeof code === 'string') return unknown(from, reading, code, data);
  const base = { from, ...words(data, reading), ...providerRefOf(data, reading) };
  if (code.status === 'Sukses') return { kind: 'success', ...base, ...particulars(data, reading) };
  if (code.status === 'Pending') return { kind: 'pending', ...base };
  const doubt = from === 'status' ? doubtOfStatus(code) : doubtOfPay(data);
  if (doubt) return { ...unknown(from, reading, doubt, data), ...(from !== 'notice' && callRefusedIn(data)) };
  // Only the reply to pay can prove that nothing was made: a notice is about what was made.
  if (from !== 'pay' || code.made) return { kind: 'failed', ...base };
  return {
    kind: 'refused',
    ...base,
    ...(DEPOSIT_TOO_LOW.has(base.code) && { depositTooLow: true }),
    ...callRefusedIn(data),
  };
}

/** The reply to an inquiry. It may look like a paid one: what was asked makes it a bill. */
export function readInquiry(data: Data, asked: Asked, reading: Reading): InquiryReply {
  const unclear = (why: string): BillUnclear => ({ kind: 'unclear', ...words(ownWords(data, why), reading), why });
  const why = mismatch(data, asked);
  if (why) return unclear(why);
  const code = codeOf(data);
  if (typeof code === 'string') return unclear(code);
  if (code.status === 'Sukses') return billOf(data, reading) ?? unclear('no-amount');
  if (code.status === 'Pending') return unclear('pending');
  if (code.onInquiry === 'again') return unclear('not-now');
  return { kind: 'refused', ...words(data, reading), ...callRefusedIn(data) };
}

/** Evidence that settles nothing, with the reply's code and message where there is a reply. */
export function unknown(from: Evidence['from'], reading: Reading, why: string, data?: Data): Evidence {
  return { kind: 'unknown', from, ...words(data, reading), why };
}

function callRefusedIn({ rc }: Data): { callRefused?: true } {
  return rc !== undefined && CALL_REFUSED.has(rc) ? { callRefused: true } : {};
}

function providerRefOf({ trxId = '' }: Data, { redactValue }: Reading): { providerRef?: string } {
  const id = clean(redactValue(clean(trxId, Infinity)));
  return id ? { providerRef: id } : {};
}

function codeOf(data: Data): Code | 'incomplete' | 'unknown-code' | 'contradiction' {
  if (data.status === undefined || data.rc === undefined) return 'incomplete';
  const code = CODES.get(data.rc);
  if (!code) return 'unknown-code';
  return code.status === data.status ? code : 'contradiction';
}

function doubtOfStatus(code: Code): string | undefined {
  return code.aboutCall ? 'status-call' : undefined;
}

/** A reply about another payment must not show up in this one. */
function ownWords(data: Data, why: string): Data | undefined {
  return why.startsWith('other-') ? undefined : data;
}

function doubtOfPay(data: Data): string | undefined {
  return data.rc === DUPLICATE_REFERENCE ? 'duplicate-reference' : undefined;
}

/** A bill without a readable amount is none: it is never made up from other numbers. */
function billOf(data: Data, reading: Reading): BillFound | undefined {
  const { amount, cost, admin, customerName, receipt } = particulars(data, reading);
  if (amount === undefined) return undefined;
  return { kind: 'bill', ...words(data, reading), amount, ...given({ cost, admin, customerName }), receipt };
}

/** Everything but the verdict: what cannot be read of it is left out. */
function particulars(data: Data, { redactValue }: Reading) {
  const amount = rupiah(data.sellingPrice);
  const stated = { amount, cost: rupiah(data.price), admin: rupiah(data.admin) };
  const details = detailsOf({ ...stated, customerName: data.name, serialNumber: data.sn }, redactValue);
  return {
    ...details,
    ...given({ commission: rupiah(data.baseCommission) }),
    receipt: receiptOf(data.desc, redactValue),
  };
}

function words(data: Data | undefined, reading: Reading) {
  return codeAndMessage({ code: data?.rc, message: data?.message }, /^[A-Za-z0-9]{1,8}$/, reading);
}

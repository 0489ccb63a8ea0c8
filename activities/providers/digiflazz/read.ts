import type { BillFound, BillUnclear, InquiryReply } from '../provider.js';
import type { Evidence } from '../../../contract/evidence.js';
import { clean, rupiah } from '../reading.js';
import { sameCustomer, sameProduct } from '../../../contract/identity.js';
import { CODES, DEPOSIT_TOO_LOW, DUPLICATE_REFERENCE, type Code } from './codes.js';
import { receiptOf } from './receipt.js';
import type { Data } from './wire.js';

/** Whom a reply must be about. */
export interface Asked {
  refId: string;
  product: string;
  customerNo: string;
  aliases: readonly string[];
}

/** What every reading needs besides the reply: when it came, and how to blot out our secrets in the provider's words. */
export interface Reading {
  at: string;
  /** In messages. */
  redact: (text: string) => string;
  /** In a name, a serial number and a receipt, which are the customer's: only what can be nothing but a secret. */
  redactValue: (text: string) => string;
}

/** The reason why a reply is no answer to what was asked; undefined when it is one. */
export function mismatch(data: Data, asked: Asked): string | undefined {
  if (data.refId === undefined) return 'incomplete';
  if (data.refId !== asked.refId) return 'other-reference';
  if (data.product === undefined || data.customerNo === undefined) return 'incomplete';
  if (!sameProduct(asked.product, data.product, asked.aliases)) return 'other-product';
  return sameCustomer(asked.customerNo, data.customerNo) ? undefined : 'other-customer';
}

/** The reply to a status call or to pay: nothing but an explicit verdict about what was asked is more than unknown. */
export function readEvidence(data: Data, asked: Asked, from: 'pay' | 'status', reading: Reading): Evidence {
  const why = mismatch(data, asked);
  return why ? unknown(from, reading, why, ownWords(data, why)) : readVerdict(data, from, reading);
}

/** What `status` and rc say by the code table. Whom they speak of is the caller's to match. */
export function readVerdict(data: Data, from: 'pay' | 'status' | 'notice', reading: Reading): Evidence {
  if (from === 'status' && saysNotFound(data)) return unknown(from, reading, 'not-found', data);
  const code = codeOf(data);
  if (typeof code === 'string') return unknown(from, reading, code, data);
  const base = { from, ...words(data, reading) };
  if (code.status === 'Sukses') return { kind: 'success', ...base, ...particulars(data, reading) };
  if (code.status === 'Pending') return { kind: 'pending', ...base };
  const doubt = from === 'status' ? doubtOfStatus(code) : doubtOfPay(data);
  if (doubt) return unknown(from, reading, doubt, data);
  // That nothing was made is the reply to pay's to say: a notice speaks of what was made.
  if (from !== 'pay' || code.made) return { kind: 'failed', ...base };
  return { kind: 'refused', ...base, ...(DEPOSIT_TOO_LOW.has(base.code) && { depositTooLow: true }) };
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
  return code.onInquiry === 'again' ? unclear('not-now') : { kind: 'refused', ...words(data, reading) };
}

/** Evidence that settles nothing, with what the provider said, if it said anything. */
export function unknown(from: Evidence['from'], reading: Reading, why: string, data?: Data): Evidence {
  return { kind: 'unknown', from, ...words(data, reading), why };
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

// The payment's record must be what is missing, within one clause: "nomor tidak ditemukan" is a failure like any other.
const RECORD = '\\b(?:data|transaksi|trx|ref(?:erensi|erence)?[ _-]?id)\\b';
const MISSING = '\\b(?:belum|tidak)\\s(?:ada|ditemukan)\\b';
const NOT_FOUND = new RegExp(
  `${RECORD}(?:(?!\\bgagal\\b|[,;!]|\\.\\s).){0,80}?${MISSING}|${MISSING}\\s${RECORD}|\\bnot\\s?found\\b`,
  'i',
);

/** After 90 days, or when pay never arrived (official docs): either way no failure, whatever code comes with it. */
function saysNotFound({ status, message }: Data): boolean {
  if (status !== 'Gagal') return false;
  return NOT_FOUND.test(clean(message ?? '', 2_000).replace(/\s+/g, ' '));
}

/** What a reply about another payment says is not this payment's to show. */
function ownWords(data: Data, why: string): Data | undefined {
  return why.startsWith('other-') ? undefined : data;
}

function doubtOfPay(data: Data): string | undefined {
  return data.rc === DUPLICATE_REFERENCE ? 'duplicate-reference' : undefined;
}

/** A bill without a readable amount is none: it is never made up from other numbers. */
function billOf(data: Data, reading: Reading): BillFound | undefined {
  const { amount, ...rest } = particulars(data, reading);
  if (amount === undefined) return undefined;
  const { cost, admin, customerName, receipt } = rest;
  return {
    kind: 'bill',
    ...words(data, reading),
    amount,
    ...(cost !== undefined && { cost }),
    ...(admin !== undefined && { admin }),
    ...(customerName !== undefined && { customerName }),
    receipt,
  };
}

/** An amount that cannot be read is left out; the verdict beside it stands. */
function particulars(data: Data, { redactValue }: Reading) {
  const amount = rupiah(data.sellingPrice);
  const cost = rupiah(data.price);
  const admin = rupiah(data.admin);
  const customerName = clean(redactValue(clean(data.name ?? '', 2_000)));
  const serialNumber = clean(redactValue(clean(data.sn ?? '', 2_000)), 500);
  return {
    ...(amount && { amount }),
    ...(cost !== undefined && { cost }),
    ...(admin !== undefined && { admin }),
    ...(customerName && { customerName }),
    ...(serialNumber && { serialNumber }),
    receipt: receiptOf(data.desc, redactValue),
  };
}

function words(data: Data | undefined, { at, redact }: Reading): { at: string; code: string; message: string } {
  const rc = data?.rc ?? '';
  return {
    at,
    code: /^[A-Za-z0-9]{1,8}$/.test(rc) ? rc : '',
    message: clean(redact(clean(data?.message ?? '', 2_000))),
  };
}

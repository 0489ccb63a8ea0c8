import type { BillUnclear, InquiryReply } from '../provider.js';
import type { Evidence } from '../../../contract/evidence.js';
import { codeAndMessage, detailsOf, type Reading as CommonReading } from '../details.js';
import { matchesAny } from '../product-pattern.js';
import { clean, rupiah } from '../reading.js';
import { showsVoucher } from '../../../contract/redaction.js';
import { arrearsOf } from './arrears.js';
import { ABOUT_REFERENCE, meaningOf } from './codes.js';
import { isIncomplete, othersOf, saysAbsent, type Asked } from './identity.js';
import { receiptOf } from './receipt.js';
import type { Settings } from './settings.js';
import type { Said } from './wire.js';

/** What every reader needs besides the reply. */
export interface Reading extends CommonReading {
  settings: Settings;
  /** The nominal that the customer chose, for products of open amount; rupiah. */
  nominal?: number | undefined;
}

/** The reply to payment or to status: nothing but an explicit verdict about what was asked is more than unknown. */
export function readEvidence(reply: Said, asked: Asked, from: 'pay' | 'status', reading: Reading): Evidence {
  const said = discreet(reply, asked.product, reading.settings);
  const otherAccount = matchesAny(asked.product, reading.settings.otherAccount);
  const other = othersOf(said, { ...asked, otherAccount });
  // A reply about another payment must not show up in this one.
  if (other) return unknown(from, reading, other);
  if (from === 'status' && saysAbsent(said)) {
    return { ...unknown(from, reading, 'not-found', said), absent: true };
  }
  if (isIncomplete(said, asked)) return unknown(from, reading, 'incomplete', said);
  return readVerdict(said, asked.product, from, reading);
}

function readVerdict(said: Said, product: string, from: 'pay' | 'status', reading: Reading): Evidence {
  const { responseCode: code = '', success } = said;
  const base = { from, ...words(said, reading), ...providerRefOf(said, reading) };
  const doubt = (why: string) => unknown(from, reading, why, said);
  switch (meaningOf(code)) {
    case 'processing':
      return { kind: 'pending', ...base };
    case 'paid':
      // `success: true` proves nothing, but its opposite contradicts.
      if (!agrees(success, true)) return doubt('contradiction');
      return { kind: 'success', ...base, ...proofOf(said, product, reading), ...particulars(said, reading) };
    case 'failed':
      if (!agrees(success, false)) return doubt('contradiction');
      if (ABOUT_REFERENCE.has(code)) return doubt(ABOUT_REFERENCE.get(code) ?? 'reference');
      // The reply does not state whether something was made, so it counts as made.
      return { kind: 'failed', ...base };
    case 'bill':
      return doubt('inquiry-code');
    default:
      return doubt('unknown-code');
  }
}

/** The reply to an inquiry. Only 300 is a bill; 0–99 is the success of something that was not asked. */
export function readInquiry(said: Said, asked: Asked, reading: Reading): InquiryReply {
  const other = othersOf(said, asked);
  const unclear = (why: string): BillUnclear => ({ kind: 'unclear', ...words(other ? undefined : said, reading), why });
  if (other) return unclear(other);
  const meaning = meaningOf(said.responseCode ?? '');
  // A failed inquiry names nobody (third-party code), and nothing was sent: it may be believed.
  if (meaning === 'failed') {
    return agrees(said.success, false) ? { kind: 'refused', ...words(said, reading) } : unclear('contradiction');
  }
  if (meaning === 'processing') return unclear('pending');
  if (meaning !== 'bill') return unclear(said.responseCode === undefined ? 'incomplete' : 'unknown-code');
  if (!agrees(said.success, true)) return unclear('contradiction');
  if (isIncomplete(said, asked) || said.data.inquiryId === undefined) return unclear('incomplete');
  return tooManyBills(said, asked, reading) ?? billOf(said, said.data.inquiryId, reading) ?? unclear('no-amount');
}

/** Evidence that settles nothing, with the reply's code and message where there is a reply. */
export function unknown(from: Evidence['from'], reading: Reading, why: string, said?: Said): Evidence {
  return { kind: 'unknown', from, ...words(said, reading), why };
}

/** Whether `success` agrees with the code, or is left out. */
function agrees(success: unknown, expected: boolean): boolean {
  return success === undefined || success === expected || success === String(expected);
}

function tooManyBills(said: Said, { product }: Asked, reading: Reading): InquiryReply | undefined {
  const { maxArrears, arrearsRows } = reading.settings;
  const most = Object.hasOwn(maxArrears, product) ? maxArrears[product] : undefined;
  const owed = arrearsOf(said, arrearsRows);
  if (most === undefined || owed <= most) return undefined;
  const message = `${owed} bills are owed and at most ${most} can be paid at once`;
  return { kind: 'refused', at: reading.at, code: '', message };
}

/** A bill without a readable amount is none. Amount 0 leaves it to the customer, who must have chosen one. */
function billOf(said: Said, inquiryId: string, reading: Reading): InquiryReply | undefined {
  const { amount, ...rest } = particulars(said, reading);
  const isOpen = rupiah(said.data.amount) === 0 && reading.nominal !== undefined;
  const agreed = isOpen ? reading.nominal : amount;
  if (agreed === undefined) return undefined;
  return { kind: 'bill', ...words(said, reading), amount: agreed, ...rest, handle: handleOf(said, inquiryId) };
}

/** Text where it came as text, as a number where it came as one that is exact; the samples send it so. */
function handleOf({ isTextId }: Said, inquiryId: string): { inquiryId: string | number } {
  const number = Number(inquiryId);
  const isExact = !isTextId && Number.isSafeInteger(number) && String(number) === inquiryId;
  return { inquiryId: isExact ? number : inquiryId };
}

/** What the customer bought is for the customer alone: messages that show it are left out. */
function discreet(said: Said, product: string, settings: Settings): Said {
  const token = isVoucher(product, settings) ? (said.data.token ?? '') : '';
  const { ID = '', EN = '' } = said.message;
  return showsVoucher(ID, token) || showsVoucher(EN, token)
    ? { ...said, message: { ID: undefined, EN: undefined } }
    : said;
}

function isVoucher(product: string, { publicTokens }: Settings): boolean {
  return !matchesAny(product, publicTokens);
}

/** A token is the voucher that was bought, unless the product is known to be paid for and not bought. */
function proofOf({ data }: Said, product: string, { settings, redactValue }: Reading): Partial<Evidence> {
  const token = clean(redactValue(data.token ?? ''), 500);
  if (!token) return {};
  return isVoucher(product, settings) ? { voucher: token } : { serialNumber: token };
}

function providerRefOf({ data }: Said, { redactValue }: Reading): { providerRef?: string } {
  const id = clean(redactValue(data.transactionId ?? ''));
  return id && id !== '0' ? { providerRef: id } : {};
}

/** Everything but the verdict: what cannot be read of it is left out. */
function particulars(said: Said, { redactValue }: Reading) {
  const { amount, totalAdmin, customerName } = said.data;
  const details = detailsOf({ amount: rupiah(amount), admin: rupiah(totalAdmin), customerName }, redactValue);
  return { ...details, receipt: receiptOf(said, redactValue) };
}

function words(said: Said | undefined, reading: Reading) {
  const { ID, EN } = said?.message ?? {};
  const message = reading.settings.language === 'ID' ? (ID ?? EN) : (EN ?? ID);
  return codeAndMessage({ code: said?.responseCode, message }, /^-?\d{1,8}$/, reading);
}

import type { BillFound, BillRefused, BillUnclear, InquiryReply } from '../provider.js';
import type { Evidence } from '../../../contract/evidence.js';
import { given } from '../../../contract/given.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { codeAndMessage, detailsOf, type Reading } from '../details.js';
import { clean } from '../reading.js';
import { sameCustomer } from '../../../contract/identity.js';
import { showsVoucher } from '../../../contract/redaction.js';
import { doubtOfAmounts, receiptOfBill } from './amounts.js';
import { expiryOf } from './expiry.js';
import { DUPLICATE_REFERENCE, isAnswerToInquiry, isTroubleOfTheirs, NOT_FOUND } from './codes.js';
import { otherSubject } from './identity.js';
import { isWithin, limitsOf } from './limits.js';
import { receiptOf } from './receipt.js';
import type { ProductRule } from './products.js';
import type { Settings } from './settings.js';
import { inquiryAmount } from './terms.js';
import type { Data, Refusal } from './wire.js';

/** Evidence from an order's `status`. The caller checks whom the order is about, and whether it is signed. */
export function readVerdict(data: Data, from: 'pay' | 'status' | 'notice', reading: Reading): Evidence {
  const said = data.errorDetail ?? data.status ?? '';
  const base = { from, ...words(data.errorCode, showsVoucher(said, voucherOf(data)) ? '' : said, reading) };
  switch (data.status) {
    case 'Pending':
      return { kind: 'pending', ...base };
    case 'Success':
      if (data.errorCode !== undefined) return { kind: 'unknown', ...base, why: 'contradiction' };
      return { kind: 'success', ...base, ...particulars(data, reading) };
    case 'Failed':
      if (data.errorCode === undefined) return { kind: 'unknown', ...base, why: 'contradiction' };
      return { kind: 'failed', ...base };
    default:
      return { kind: 'unknown', ...base, why: data.status === undefined ? 'incomplete' : 'unknown-status' };
  }
}

/** An error in reply to an order. Only the configured ones prove that nothing was made. */
export function readPayRefusal(refusal: Refusal, settings: Settings, again: boolean, reading: Reading): Evidence {
  const base = { from: 'pay', ...words(refusal.code, refusal.detail, reading) } as const;
  const code = refusal.code ?? '';
  if (code === DUPLICATE_REFERENCE) {
    return again ? { kind: 'pending', ...base } : { kind: 'unknown', ...base, why: 'duplicate-reference' };
  }
  const depositTooLow = settings.depositTooLow.includes(code);
  if (!depositTooLow && !settings.refusals.includes(code)) return { kind: 'unknown', ...base, why: 'error-answer' };
  return { kind: 'refused', ...base, ...(depositTooLow && { depositTooLow }) };
}

/** An error in reply to a status call is about the call: it never decides a payment. */
export function readStatusRefusal(refusal: Refusal, reading: Reading): Evidence {
  const base = { kind: 'unknown', from: 'status', ...words(refusal.code, refusal.detail, reading) } as const;
  return refusal.code === NOT_FOUND ? { ...base, why: 'not-found', absent: true } : { ...base, why: 'error-answer' };
}

/** An error in reply to an inquiry: what is not known to be an answer to it is asked about again. */
export function readInquiryRefusal(refusal: Refusal, reading: Reading): BillRefused | BillUnclear {
  const said = words(refusal.code, refusal.detail, reading);
  if (isAnswerToInquiry(said.code)) return { kind: 'refused', ...said };
  return { kind: 'unclear', ...said, why: isTroubleOfTheirs(said.code) ? 'not-now' : 'error-answer' };
}

/** Where and when a bill was asked for. */
export interface InquiryContext {
  rule: ProductRule;
  /** Milliseconds since 1970. */
  now: number;
  timeZone: string;
}

/** The reply to an inquiry. Its id is the customer's number, or nearly so: no identity. */
export function readInquiry(
  data: Data,
  request: PaymentRequest,
  { rule, now, timeZone }: InquiryContext,
  reading: Reading,
): InquiryReply {
  const said = words(undefined, undefined, reading);
  const unclear = (why: string): BillUnclear => ({ kind: 'unclear', ...said, why });
  if (data.type !== 'inquiry') return unclear('not-protocol');
  const why = otherSubject(data, request) ?? doubtOfAmounts(data, inquiryAmount(request, rule));
  if (why) return unclear(why);

  const expiresAt = expiryOf(rule, now, timeZone);
  const bill: BillFound = {
    ...billOf(data, rule, reading),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
  };
  return rule.amount === 'choice' ? choiceOf(bill, data, request.amount) : bill;
}

/** A bill of an amount that the customer chooses. */
function choiceOf(bill: BillFound, data: Data, chosen: number | undefined): InquiryReply {
  const { at, code, message } = bill;
  const limits = limitsOf(data);
  if (!limits) return { kind: 'unclear', at, code, message, why: 'contradiction' };
  if (chosen === undefined || chosen === bill.amount) return { ...bill, ...limits };
  // Without limits the bill leaves no choice, and another amount than the chosen one would be paid.
  if (Object.keys(limits).length === 0) return { kind: 'unclear', at, code, message, why: 'no-limits' };
  if (isWithin(chosen, limits)) return { ...bill, ...limits };
  return { kind: 'refused', at, code, message: "the amount asked for lies outside of the bill's limits" };
}

function billOf(data: Data, rule: ProductRule, reading: Reading): BillFound {
  const { salesPrice: amount, adminFee: admin, name: customerName } = data;
  return {
    kind: 'bill',
    ...words(undefined, undefined, reading),
    ...detailsOf({ amount, admin, customerName }, reading.redactValue),
    receipt: receiptOfBill(data, reading.redactValue),
    handle: { amount: rule.orderAmount === false ? 'none' : 'stated' },
  };
}

/**
 * What our deposit was charged is not stated, so there is no cost. `partner_fee` differs between replies about one order:
 * it is kept as the fee for us, for reconciliation, and nothing is reckoned with it.
 */
function particulars(data: Data, { redactValue }: Reading) {
  const { salesPrice: amount, adminFee: admin, name: customerName, serialNumber } = data;
  const stated = { amount, admin, customerName, serialNumber, voucher: voucherOf(data) };
  return {
    ...detailsOf(stated, redactValue),
    ...given({ fee: data.partnerFee, paidAt: data.fulfilledAt }),
    receipt: receiptOf(data.fulfillmentResult, redactValue),
  };
}

/** A code, a token or an address that the customer bought. The customer's own number, repeated, is none. */
function voucherOf({ voucher = '', customerNo = '' }: Data): string {
  return sameCustomer(customerNo, voucher) ? '' : clean(voucher, 4_000);
}

function words(code: string | undefined, message: string | undefined, reading: Reading) {
  return codeAndMessage({ code, message }, /^[A-Za-z0-9]{1,16}$/, reading);
}

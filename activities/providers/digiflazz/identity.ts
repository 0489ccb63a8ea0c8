import { sameCustomer, sameProduct } from '../../../contract/identity.js';
import { clean } from '../reading.js';
import type { Data } from './wire.js';

/** Whom a reply must be about. */
export interface Asked {
  refId: string;
  product: string;
  customerNo: string;
  aliases: readonly string[];
}

/** The reason why a reply is no answer to what was asked; undefined when it is one. */
export function mismatch(data: Data, asked: Asked): string | undefined {
  if (data.refId === undefined) return 'incomplete';
  if (data.refId !== asked.refId) return 'other-reference';
  if (data.product === undefined || data.customerNo === undefined) return 'incomplete';
  if (!sameProduct(asked.product, data.product, asked.aliases)) return 'other-product';
  return sameCustomer(asked.customerNo, data.customerNo) ? undefined : 'other-customer';
}

/** Whether a reply has our reference, and nothing in it is somebody else's. A refusal of the call may name no more. */
export function isOurs({ refId, product, customerNo }: Data, asked: Asked): boolean {
  if (refId !== asked.refId) return false;
  if (product !== undefined && !sameProduct(asked.product, product, asked.aliases)) return false;
  return customerNo === undefined || sameCustomer(asked.customerNo, customerNo);
}

// The payment's record must be what is missing, within one clause: "nomor tidak ditemukan" is a failure like any other.
const RECORD = '\\b(?:data|transaksi|trx|ref(?:erensi|erence)?[ _-]?id)\\b';
const MISSING = '\\b(?:belum|tidak)\\s(?:ada|ditemukan)\\b';
const NOT_FOUND = new RegExp(
  `${RECORD}(?:(?!\\bgagal\\b|[,;!]|\\.\\s).){0,80}?${MISSING}|${MISSING}\\s${RECORD}|\\bnot\\s?found\\b`,
  'i',
);

/** After 90 days, or when pay never arrived (official docs): either way no failure, whatever code comes with it. */
export function saysNotFound({ status, message }: Data): boolean {
  if (status !== 'Gagal') return false;
  return NOT_FOUND.test(clean(message ?? '', 2_000).replace(/\s+/g, ' '));
}

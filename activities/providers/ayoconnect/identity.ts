import { clean } from '../reading.js';
import { sameCustomer, sameProduct } from '../../../contract/identity.js';
import { meaningOf, NOT_AVAILABLE } from './codes.js';
import type { Said } from './wire.js';

/** Whom a reply must be about. An inquiry has no reference. */
export interface Asked {
  refId?: string;
  product: string;
  customerNo: string;
  aliases: readonly string[];
  /** The replies about the product may name another account: our reference tells whom they are about. */
  otherAccount?: boolean;
}

/** What a reply names that is not what was asked about. */
export function othersOf({ data }: Said, asked: Asked): string | undefined {
  const { refNumber, productCode, accountNumber } = data;
  if (asked.refId !== undefined && refNumber !== undefined && refNumber !== asked.refId) return 'other-reference';
  if (productCode !== undefined && !sameProduct(asked.product, productCode, asked.aliases)) return 'other-product';
  if (asked.otherAccount && asked.refId !== undefined) return undefined;
  if (accountNumber !== undefined && !sameCustomer(asked.customerNo, accountNumber)) return 'other-customer';
  return undefined;
}

/** Whether a reply leaves out what it must name. Where nothing was paid, our reference is enough; its other data may be empty. */
export function isIncomplete({ responseCode, data }: Said, { refId }: Asked): boolean {
  if (responseCode === undefined || (refId !== undefined && data.refNumber === undefined)) return true;
  const meaning = meaningOf(responseCode);
  if (refId !== undefined && (meaning === 'failed' || meaning === 'processing')) return false;
  return data.productCode === undefined || data.accountNumber === undefined;
}

// The transaction itself must be what is missing, within one clause: a number or a product that is not found is a failure,
// and so is a transaction that failed because of one.
const RECORD = '\\b(?:transaksi|transaction|trx|ref(?:erensi|erence)?[ _-]?(?:number|no|id)?)\\b';
const CLAUSE = '(?:(?!\\b(?:gagal|failed|karena|because|due)\\b|[,;!]|\\.\\s).){0,60}?';
const MISSING = '\\b(?:(?:belum|tidak)\\s(?:ada|tersedia|ditemukan)|not\\s(?:found|available))\\b';
const ABSENT = new RegExp(`${RECORD}${CLAUSE}${MISSING}`, 'i');

/** Too old, or never arrived: no failure either way, whatever code of the failed range comes with it. */
export function saysAbsent({ responseCode: code = '', message }: Said): boolean {
  if (meaningOf(code) !== 'failed') return false;
  const texts = [message.ID, message.EN].map((text) => clean(text ?? '', 2_000).replace(/\s+/g, ' '));
  return code === NOT_AVAILABLE || texts.some((text) => ABSENT.test(text));
}

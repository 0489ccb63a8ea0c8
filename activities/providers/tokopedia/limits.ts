import { clean } from '../reading.js';
import type { Data } from './wire.js';

/** Between which amounts the customer may choose; rupiah. */
export interface Limits {
  minAmount?: number;
  maxAmount?: number;
}

const LEAST = /^(minimum|minimal)\b|\b(pembayaran|bayar|beli|jumlah|nominal|premi) (minimum|minimal)\b/i;
const MOST =
  /^(maksimum|maksimal|maximum)\b|\b(pembayaran|bayar|beli|jumlah|nominal|premi) (maksimum|maksimal|maximum)\b/i;

/**
 * The limits that an inquiry states: `min_payment` and `max_payment`, or `min_amount` and `max_amount` (the official SDKs
 * have both names), where 0 is none, and the narrower where both are stated; or else the one row of its result that is
 * called so. Undefined where they cannot be: a least amount above the most.
 */
export function limitsOf(data: Data): Limits | undefined {
  const least = Math.max(data.minPayment ?? 0, data.minAmount ?? 0);
  const most = Math.min(data.maxPayment || Infinity, data.maxAmount || Infinity);
  const minAmount = least || rowAmount(data.inquiryResult, LEAST);
  const maxAmount = Number.isFinite(most) ? most : rowAmount(data.inquiryResult, MOST);
  if (minAmount !== undefined && maxAmount !== undefined && minAmount > maxAmount) return undefined;
  return { ...(minAmount && { minAmount }), ...(maxAmount && { maxAmount }) };
}

export function isWithin(amount: number, { minAmount = 1, maxAmount = Infinity }: Limits): boolean {
  return amount >= minAmount && amount <= maxAmount;
}

/** An amount written for people, such as "Rp 1.500.000": dots part thousands and nothing else. */
export function writtenRupiah(text: string): number | undefined {
  const digits = /^(?:Rp\.?\s?)?(\d{1,3}(?:\.\d{3})+|\d{1,15})$/.exec(text.trim())?.[1]?.replaceAll('.', '');
  const amount = Number(digits ?? Number.NaN);
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/** Two rows of one name would leave open which of them counts. */
function rowAmount(rows: unknown, name: RegExp): number | undefined {
  if (!Array.isArray(rows)) return undefined;
  const values = rows.flatMap((row: unknown) => {
    const { name: label, value } = (row ?? {}) as { name?: unknown; value?: unknown };
    return typeof label === 'string' && typeof value === 'string' && name.test(clean(label)) ? [value] : [];
  });
  return values.length === 1 ? writtenRupiah(values[0] ?? '') : undefined;
}

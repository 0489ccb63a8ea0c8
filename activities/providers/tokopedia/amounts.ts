import type { ReceiptLine } from '../../../contract/outcome.js';
import { RECEIPT } from '../receipt.js';
import { receiptOf } from './receipt.js';
import type { Data } from './wire.js';

/**
 * What is paid is the sales price (official docs), so parts that do not add up are no doubt about it. But where an amount
 * was asked for, no more may be paid than that amount and its fee.
 */
export function doubtOfAmounts(data: Data, asked: number | undefined): string | undefined {
  const { salesPrice, basePrice } = data;
  if (!salesPrice) return 'no-amount';
  if (basePrice === undefined) return 'incomplete';
  if (asked === undefined || asked === salesPrice) return undefined;
  return asked === basePrice && differenceOf(data) <= 0 ? undefined : 'other-amount';
}

/** The sales price less its parts, in rupiah. An admin fee that is left out counts 0 (official SDKs). */
function differenceOf({ salesPrice = 0, basePrice = 0, adminFee = 0 }: Data): number {
  return salesPrice - basePrice - adminFee;
}

/** The row of a bill, for who confirms it, that states by how much its parts do not add up; signed, in rupiah. */
const DIFFERENCE = 'Selisih';

/** The rows of an inquiry; before them the difference, where there is one. */
export function receiptOfBill(data: Data, redactValue: (text: string) => string): ReceiptLine[] {
  const difference = differenceOf(data);
  const rows = receiptOf(data.inquiryResult, redactValue);
  if (difference === 0) return rows;
  return [{ name: DIFFERENCE, value: String(difference) }, ...rows].slice(0, RECEIPT.maxLines);
}

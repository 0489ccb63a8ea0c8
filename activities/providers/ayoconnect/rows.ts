import { clean, isObject, nameOf } from '../reading.js';
import { scalarText } from '../receipt.js';

/** A row of customerDetails, productDetails, billInfo…: the provider's own name for it, and its value. */
export interface Row {
  name: string;
  value: string;
}

/** One of billDetails: its own row, and the rows about it, its id and whether it must be paid among them. */
export interface BillRows extends Row {
  id: string;
  rows: Row[];
}

/** The rows of a list in the provider's order, empty ones left out. An object without `key` is a row per member. */
export function rowsOf(list: unknown): Row[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).flatMap((item) => {
    if ('key' in item) return rowOf(scalarText(item['key']), item['value']);
    return Object.entries(item).flatMap(([key, value]) => rowOf(clean(nameOf(key), Infinity), value));
  });
}

/** The bills of billDetails in the provider's order; `value` may be empty. */
export function billsOf(list: unknown): BillRows[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).map((bill) => ({
    id: scalarText(bill['billId']),
    name: scalarText(bill['key']) || 'bill',
    value: scalarText(bill['value']),
    rows: [
      ...rowsOf([{ billId: bill['billId'] }]),
      ...rowsOf(bill['billInfo']),
      ...rowsOf([{ isMandatory: bill['isMandatory'] }]),
    ],
  }));
}

function rowOf(name: string, value: unknown): Row[] {
  const text = scalarText(value);
  return name && text ? [{ name, value: text }] : [];
}

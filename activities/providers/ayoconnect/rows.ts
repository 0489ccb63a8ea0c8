import { clean, nameOf } from '../reading.js';

/** A row of customerDetails, productDetails, billInfo…: the provider's own name for it, and its value. */
export interface Row {
  name: string;
  value: string;
}

/** One of billDetails: its own row, and the rows about it. */
export interface BillRows extends Row {
  id: string;
  rows: Row[];
}

/** A text is still to be searched for secrets, and is cut only after that: half a secret would not be known again. */
const WHOLE = Infinity;

/** The rows of a list in the provider's order, empty ones left out. An object without `key` is a row per member. */
export function rowsOf(list: unknown): Row[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).flatMap((item) => {
    if ('key' in item) return rowOf(textOf(item['key']), item['value']);
    return Object.entries(item).flatMap(([key, value]) => rowOf(clean(nameOf(key), WHOLE), value));
  });
}

/** The bills of billDetails in the provider's order; `value` may be empty. */
export function billsOf(list: unknown): BillRows[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).map((bill) => ({
    id: textOf(bill['billId']),
    name: textOf(bill['key']) || 'bill',
    value: textOf(bill['value']),
    rows: rowsOf(bill['billInfo']),
  }));
}

function rowOf(name: string, value: unknown): Row[] {
  const text = textOf(value);
  return name && text ? [{ name, value: text }] : [];
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? clean(value, WHOLE) : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { ReceiptLine } from '../../../contract/outcome.js';
import { clean, nameOf } from '../reading.js';

// A receipt becomes part of the workflow's history, whose events have a size limit of their own.
const MAX_LINES = 500;
const MAX_DEPTH = 8;
const MAX_VALUE = 500;
const MAX_NAME = 100;
/** Of a text that is still to be searched for secrets, and cut: half a secret would not be known again. */
const MAX_TEXT = 4_000;

/**
 * `inquiry_result` or `fulfillment_result` as a receipt, whatever the product: its `{name, value}` rows in the provider's
 * order, those with an empty value left out (official advice). What is nested in a value gets that row's name as group.
 */
export function receiptOf(rows: unknown, redact = (text: string) => text): ReceiptLine[] {
  const textOf = (value: unknown, limit: number) => clean(redact(wordsOf(value)), limit);
  const receipt: ReceiptLine[] = [];

  const visit = (value: unknown, name: string, group: string, depth: number): void => {
    if (depth > MAX_DEPTH || receipt.length >= MAX_LINES) return;
    if (Array.isArray(value)) return value.forEach((row) => visitRow(row, group || name, depth));
    if (isObject(value)) {
      const inner = name || group;
      return Object.entries(value).forEach(([key, part]) =>
        visit(part, textOf(nameOf(key), MAX_NAME), inner, depth + 1),
      );
    }
    const text = textOf(value, MAX_VALUE);
    if (text) receipt.push({ name, value: text, ...(group && { group }) });
  };

  const visitRow = (row: unknown, group: string, depth: number): void => {
    if (!isObject(row) || !('name' in row) || !('value' in row)) return visit(row, '', group, depth + 1);
    const name = textOf(row['name'], MAX_NAME);
    if (isObject(row['value']) || Array.isArray(row['value'])) visit(row['value'], '', name, depth + 1);
    else visit(row['value'], name, group, depth + 1);
  };

  if (Array.isArray(rows)) visit(rows, '', '', 0);
  return receipt;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordsOf(value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return typeof value === 'string' ? clean(value, MAX_TEXT) : '';
}

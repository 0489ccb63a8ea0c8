import type { ReceiptLine } from '../../../contract/outcome.js';
import { clean, isObject, nameOf } from '../reading.js';
import { isOverfull, RECEIPT, scalarText, withinLimits } from '../receipt.js';

/**
 * `inquiry_result` or `fulfillment_result` as a receipt, whatever the product: its `{name, value}` rows in the provider's
 * order, those with an empty value left out (official advice). What is nested in a value gets that row's name as group.
 */
export function receiptOf(rows: unknown, redact = (text: string) => text): ReceiptLine[] {
  const textOf = (value: unknown, limit: number) => clean(redact(scalarText(value)), limit);
  const receipt: ReceiptLine[] = [];

  const visit = (value: unknown, name: string, group: string, depth: number): void => {
    if (depth > RECEIPT.maxDepth || isOverfull(receipt)) return;
    if (Array.isArray(value)) return value.forEach((row) => visitRow(row, group || name, depth));
    if (isObject(value)) {
      const inner = name || group;
      return Object.entries(value).forEach(([key, part]) =>
        visit(part, textOf(nameOf(key), RECEIPT.maxName), inner, depth + 1),
      );
    }
    const text = textOf(value, RECEIPT.maxValue);
    if (text) receipt.push({ name, value: text, ...(group && { group }) });
  };

  const visitRow = (row: unknown, group: string, depth: number): void => {
    if (!isObject(row) || !('name' in row) || !('value' in row)) return visit(row, '', group, depth + 1);
    const name = textOf(row['name'], RECEIPT.maxName);
    if (isObject(row['value']) || Array.isArray(row['value'])) visit(row['value'], '', name, depth + 1);
    else visit(row['value'], name, group, depth + 1);
  };

  if (Array.isArray(rows)) visit(rows, '', '', 0);
  return withinLimits(receipt);
}

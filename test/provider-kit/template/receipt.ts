import type { ReceiptLine } from '../../../contract/outcome.js';
import { clean, isObject, nameOf } from '../../../activities/providers/reading.js';
import { RECEIPT, scalarText, withinLimits } from '../../../activities/providers/receipt.js';

/**
 * The rows that belong to a product, whatever they are called: names and values in the provider's order, empty values
 * left out. To do: the shape that the documentation gives to them.
 */
export function receiptOf(rows: unknown, redact: (text: string) => string): ReceiptLine[] {
  if (!Array.isArray(rows)) return [];
  const receipt = rows
    .slice(0, RECEIPT.maxLines + 1)
    .filter(isObject)
    .flatMap((row) => {
      const name = clean(redact(nameOf(scalarText(row['name']))), RECEIPT.maxName);
      const value = clean(redact(scalarText(row['value'])), RECEIPT.maxValue);
      return name && value ? [{ name, value }] : [];
    });
  return withinLimits(receipt);
}

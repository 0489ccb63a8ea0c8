import type { ReceiptLine } from '../../../contract/outcome.js';
import { clean } from '../reading.js';
import { RECEIPT, withinLimits } from '../receipt.js';
import { billsOf, rowsOf } from './rows.js';
import type { Said } from './wire.js';

/**
 * Everything that is to be shown, whatever the product: names and values in the provider's order, empty values left out.
 * Each bill is a separate group, called as the provider calls it; a name already taken gets a number.
 */
export function receiptOf({ data }: Said, redact: (text: string) => string): ReceiptLine[] {
  const { productName, category, processingFee, denom, validity } = data;
  const lines: ReceiptLine[] = [
    ...rowsOf([{ productName, category, processingFee, denom, validity }]),
    ...rowsOf(data.customerDetails),
    ...linesOfBills(data.billDetails),
    ...rowsOf(data.productDetails),
    ...rowsOf(data.extraFields),
  ];
  // Blotted out before it is cut: half a secret would not be known again.
  const shown = lines.slice(0, RECEIPT.maxLines + 1).map(({ name, value, group }) => ({
    name: clean(redact(name), RECEIPT.maxName),
    value: clean(redact(value), RECEIPT.maxValue),
    ...(group && { group: clean(redact(group), RECEIPT.maxName) }),
  }));
  return withinLimits(shown);
}

function linesOfBills(list: unknown): ReceiptLine[] {
  const times = new Map<string, number>();
  return billsOf(list).flatMap(({ name, value, rows }) => {
    const nth = (times.get(name) ?? 0) + 1;
    times.set(name, nth);
    const group = nth === 1 ? name : `${name} (${nth})`;
    return [...(value ? [{ name, value }] : []), ...rows].map((line) => ({ ...line, group }));
  });
}

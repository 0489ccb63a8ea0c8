import type { ReceiptLine } from '../../../contract/outcome.js';
import { clean, isObject, nameOf } from '../reading.js';
import { isOverfull, RECEIPT, scalarText, withinLimits } from '../receipt.js';

/**
 * `desc` as a receipt, whatever the product: names and values in the provider's order, empty values left out. Objects
 * within objects are flattened (`tagihan.admin`). Each row of a list is a separate group, called by its `periode`
 * where it has one and else by list and position (`detail 2`); a name already taken gets a number (`201901 (2)`).
 */
export function receiptOf(desc: unknown, redact = (text: string) => text): ReceiptLine[] {
  const receipt: ReceiptLine[] = [];
  const groups: Groups = { taken: new Set(), times: new Map() };

  const visit = (value: unknown, name: string, group: string | undefined, depth: number): void => {
    if (depth > RECEIPT.maxDepth || isOverfull(receipt)) return;
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) {
        if (isOverfull(receipt)) return;
        visitItem(item, i, name, group, depth);
      }
    } else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (isOverfull(receipt)) return;
        const own = redact(clean(nameOf(key), Infinity));
        visit(inner, clean(name ? `${name}.${own}` : own, RECEIPT.maxName), group, depth + 1);
      }
    } else {
      const text = textOf(value, redact);
      if (text) receipt.push({ name: name || 'desc', value: text, ...(group && { group }) });
    }
  };

  const visitItem = (item: unknown, i: number, list: string, outer: string | undefined, depth: number): void => {
    if (!isObject(item)) return visit(item, list, outer, depth + 1);
    const label = (Object.hasOwn(item, 'periode') && textOf(item['periode'], redact)) || `${list || 'desc'} ${i + 1}`;
    visit(item, '', unused(clean(outer ? `${outer} / ${label}` : label, RECEIPT.maxName), groups), depth + 1);
  };

  visit(desc, '', undefined, 0);
  return withinLimits(receipt);
}

interface Groups {
  taken: Set<string>;
  /** Label → the number tried last: thousands of rows of one label are not counted from the start for each. */
  times: Map<string, number>;
}

function unused(label: string, { taken, times }: Groups): string {
  let i = times.get(label) ?? 0;
  let name: string;
  do {
    i += 1;
    name = i === 1 ? label : `${label} (${i})`;
  } while (taken.has(name));
  times.set(label, i);
  taken.add(name);
  return name;
}

function textOf(value: unknown, redact: (text: string) => string): string {
  return clean(redact(scalarText(value)), RECEIPT.maxValue);
}

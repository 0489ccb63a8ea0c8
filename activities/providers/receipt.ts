import type { ReceiptLine } from '../../contract/outcome.js';
import { clean } from './reading.js';

/**
 * A receipt becomes part of the workflow's history and of what `progress` answers, which Temporal limits to 2 MB. Texts in
 * characters; `maxBytes` is the size of the whole receipt as JSON.
 */
export const RECEIPT = { maxLines: 500, maxBytes: 65_536, maxDepth: 8, maxName: 100, maxValue: 500 } as const;

/** The last row of a receipt that was cut. */
export const ROWS_LEFT_OUT: ReceiptLine = {
  name: 'rows left out',
  value: `the provider sent a longer receipt than ${RECEIPT.maxLines} rows or ${RECEIPT.maxBytes} bytes`,
};

/** Whether rows have to be left out already, so that no more need to be read. */
export function isOverfull(rows: readonly ReceiptLine[]): boolean {
  return rows.length > RECEIPT.maxLines;
}

/**
 * The receipt within `RECEIPT`: cut between two rows, and then its last row says so.
 * @example
 * ```ts
 * const receipt = withinLimits([{ name: 'tarif', value: 'R1' }]);
 * ```
 */
export function withinLimits(rows: readonly ReceiptLine[]): ReceiptLine[] {
  const sizes = rows.map(sizeOf);
  const total = sizes.reduce((sum, size) => sum + size, BRACKETS);
  if (!isOverfull(rows) && total <= RECEIPT.maxBytes) return [...rows];
  let left = RECEIPT.maxBytes - BRACKETS - sizeOf(ROWS_LEFT_OUT);
  const fits = sizes.findIndex((size) => (left -= size) < 0);
  const kept = Math.min(fits < 0 ? rows.length : fits, RECEIPT.maxLines - 1);
  return [...rows.slice(0, kept), ROWS_LEFT_OUT];
}

const BRACKETS = 2;

/** As a part of a JSON list, in bytes: the row and its comma. */
function sizeOf(row: ReceiptLine): number {
  return Buffer.byteLength(JSON.stringify(row)) + 1;
}

/**
 * A JSON value as one text of a receipt; empty for null, objects and lists. It is not cut yet: secrets are blotted out
 * first, because half a secret would not be recognised.
 * @example
 * ```ts
 * const row = { name: 'daya', value: clean(redact(scalarText(1300)), 500) };
 * ```
 */
export function scalarText(value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return typeof value === 'string' ? clean(value, Infinity) : '';
}

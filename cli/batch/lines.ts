import type { Config } from '../../contract/config.js';
import { readPaymentRequest, type PaymentRequest } from '../../contract/request.js';
import { unknownProvider } from '../payment-options.js';
import type { Read } from '../values.js';
import { type Column, FIELD, type Kind } from './columns.js';
import type { LineFault } from './faults.js';
import { spreadsheetReason } from './spreadsheet.js';
import type { CsvRecord } from './records.js';

export type ReadLine = { request: PaymentRequest } | { faults: LineFault[] };

/**
 * The request of one line, checked against the contract, and its provider against the configuration where there is one. An
 * empty cell is a field that is left out; that of `customerNo` is the empty number.
 */
export function readLine(columns: readonly Column[], record: CsvRecord, config: Config | undefined): ReadLine {
  const { line, cells } = record;
  const shape = shapeFault(columns, cells);
  if (shape) return { faults: [{ line, path: '', reason: shape }] };
  const { values, faults } = valuesOf(columns, record);
  const read = readPaymentRequest(values);
  if ('request' in read && faults.length === 0) {
    const fault = unknownProvider(read.request.provider, config);
    return fault ? { faults: [{ line, ...fault }] } : read;
  }
  // At most one fault for each column: to the contract, a value that could not be read is missing.
  const told = new Set(faults.map(({ path }) => path));
  const others = ('faults' in read ? read.faults : [])
    .map(({ path, reason }) => ({ line, path: path.replace(/^fields\./, FIELD), reason }))
    .filter(({ path }) => !told.has(path));
  return { faults: [...faults, ...others] };
}

function shapeFault(columns: readonly Column[], cells: readonly string[]): string | undefined {
  if (cells.every((cell) => cell === '')) return 'has only empty cells';
  if (cells.length === columns.length) return undefined;
  return `has ${cells.length} cells, and the header has ${columns.length}`;
}

function valuesOf(columns: readonly Column[], { line, cells }: CsvRecord) {
  const faults: LineFault[] = [];
  const values: [string, unknown][] = [];
  const fields: [string, unknown][] = [];
  for (const [index, { name, field, kind }] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (cell === '' && !kind.isRequired) continue;
    const read = valueOf(cell, kind);
    if ('reason' in read) faults.push({ line, path: name, reason: read.reason });
    else if (field === undefined) values.push([name, read.value]);
    else fields.push([field, read.value]);
  }
  if (fields.length > 0) values.push(['fields', Object.fromEntries(fields)]);
  return { values: Object.fromEntries(values), faults };
}

function valueOf(cell: string, { read, holds }: Kind): Read<unknown> {
  const reason = holds && spreadsheetReason(cell, holds);
  return reason === undefined ? read(cell) : { reason };
}

/** Provider and reference as they stand in a line, also in one that is refused; empty where the line has other cells. */
export function keyCells(
  columns: readonly Column[],
  { cells }: Pick<CsvRecord, 'cells'>,
): { provider: string; refId: string } {
  const cell = (name: string) => cells[columns.findIndex((column) => column.name === name)] ?? '';
  if (cells.length !== columns.length) return { provider: '', refId: '' };
  return { provider: cell('provider'), refId: cell('refId') };
}

/** What names the payment of a line; undefined where provider or reference is missing. */
export function referenceOf(columns: readonly Column[], record: CsvRecord): string | undefined {
  const { provider, refId } = keyCells(columns, record);
  return provider && refId ? `${provider}:${refId}` : undefined;
}

import { stringify } from 'csv-stringify/sync';
import type { TuntasError } from '../../contract/errors.js';
import { given } from '../../contract/given.js';
import { visible } from '../../contract/printable.js';
import type { PaymentKey } from '../../contract/names.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import { withoutVoucher } from '../../contract/redaction.js';
import { plain } from '../text.js';
import type { LineFault } from './faults.js';

/** The columns of the result, part of the contract. */
export const RESULT_COLUMNS = ['line', 'provider', 'refId', 'status', 'reason', 'amount', 'code', 'message'] as const;

/** What became of one line. Without `status` nothing is known of a payment with the line's content, or none was made. */
export interface Row {
  line: number;
  provider: string;
  refId: string;
  status?: 'Sukses' | 'Gagal' | 'Pending';
  reason?: string;
  /** Rupiah. */
  amount?: number;
  code?: string;
  message?: string;
}

export function outcomeRow(line: number, full: PaymentOutcome): Row {
  const { provider, refId, status, reason, amount, code, message } = withoutVoucher(full);
  return { line, provider, refId, status, code, message, ...given({ reason, amount }) };
}

export function pendingRow(line: number, { provider, refId }: PaymentKey): Row {
  const message = 'no outcome yet: the payment goes on. Run the same file again, or ask `tuntas status`';
  return { line, provider, refId, status: 'Pending', message };
}

/** A line whose payment was refused, or was ended without an outcome. */
export function errorRow(line: number, { provider, refId }: PaymentKey, { code, message }: TuntasError): Row {
  return { line, provider, refId, code, message };
}

export function skippedRow(line: number, { provider, refId }: PaymentKey, faults: readonly LineFault[]): Row {
  const message = faults.map(({ path, reason }) => (path ? `${path}: ${reason}` : reason)).join('; ');
  return { line, provider, refId, code: 'InvalidRequest', message: `skipped: ${message}` };
}

export function notStartedRow(line: number, { provider, refId }: PaymentKey): Row {
  return { line, provider, refId, message: 'not started by this run: run the same file again' };
}

/**
 * One line of CSV. Text is quoted; where it begins like a formula (= + - @) a ' stands before it, so that no spreadsheet
 * calculates what a provider has written.
 */
export function rowText(row: Row): string {
  const cells = RESULT_COLUMNS.map((name) => {
    const value = row[name];
    return typeof value === 'string' ? visible(plain(value)) : value;
  });
  return csvLine(cells);
}

export const HEADER_LINE = stringify([[...RESULT_COLUMNS]]);

function csvLine(cells: unknown[]): string {
  return stringify([cells], { quoted_string: true, escape_formulas: true });
}

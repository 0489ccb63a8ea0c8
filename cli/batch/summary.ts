import { TuntasError } from '../../contract/errors.js';
import { given } from '../../contract/given.js';
import { rupiah } from '../../contract/rupiah.js';
import type { Checked } from './check.js';
import { isUnreachable } from './repeating-calls.js';
import type { Ended } from './run.js';

/** How a batch ended, as the one document of `--json`. Every line is in one of the counts. */
export interface BatchSummary {
  file: string;
  /** Where the result is; absent when it could not be written. */
  result?: string;
  /** Below the header. */
  lines: number;
  Sukses: number;
  Gagal: number;
  Pending: number;
  /** Another payment has the reference, or the payment was ended without an outcome, or its outcome cannot be read. */
  refused: number;
  /** Bad lines, with `--skip-bad`. */
  skipped: number;
  notStarted: number;
  /** Rupiah of the bills that are Sukses. */
  amount: number;
  error?: { code: string; message: string };
}

export function summaryOf(file: string, result: string, { lines, bad }: Checked, ended: Ended): BatchSummary {
  const { counts, notStarted, isWritten, failure } = ended;
  const { Sukses, Gagal, Pending, refused, amount } = counts;
  return {
    ...{ file, lines, Sukses, Gagal, Pending, refused, skipped: bad, notStarted, amount },
    ...given({ result: isWritten ? result : undefined, error: failure === undefined ? undefined : errorOf(failure) }),
  };
}

function errorOf(failure: unknown): { code: string; message: string } {
  const message = failure instanceof Error ? failure.message : String(failure);
  return { code: failure instanceof TuntasError ? failure.code : 'Unexpected', message };
}

/** For people. */
export function summaryText(summary: BatchSummary): string {
  const { Sukses, Gagal, Pending, refused, skipped, notStarted, amount, lines, result } = summary;
  const rest = Object.entries({ refused, skipped, 'not started': notStarted }).filter(([, count]) => count > 0);
  const counts = [
    `Sukses ${Sukses} (${rupiah(amount)})`,
    `Gagal ${Gagal}`,
    `Pending ${Pending}`,
    ...rest.map(([name, count]) => `${name} ${count}`),
  ];
  return `${lines} lines: ${counts.join(', ')}\n${result === undefined ? 'No result was written.' : `Result: ${result}`}`;
}

/**
 * 0: every line has ended, or was skipped. 3: payments are Pending, or were not started after all. 4: Temporal was lost. 5: a
 * line was refused, the result could not be written, or anything unexpected. 2 is kept for what is refused before anything
 * was started.
 */
export function exitCodeOfBatch({ counts, notStarted, failure }: Ended): 0 | 3 | 4 | 5 {
  if (counts.refused > 0 || (failure !== undefined && !isUnreachable(failure))) return 5;
  if (failure !== undefined) return 4;
  return counts.Pending > 0 || notStarted > 0 ? 3 : 0;
}

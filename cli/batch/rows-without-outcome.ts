import type { Checked } from './check.js';
import type { BatchFile, BatchLine } from './file.js';
import { keyCells } from './lines.js';
import { notStartedRow, pendingRow, type Row, skippedRow } from './rows.js';

/** The row of a line that has neither an outcome nor an error: Pending, skipped or not started. */
export function rowWithoutOutcome(line: BatchLine, file: BatchFile, checked: Checked, isPending: boolean): Row {
  const key = keyCells(file.columns, line);
  if (isPending) return pendingRow(line.line, key);
  const read = file.read(line);
  if ('faults' in read) return skippedRow(line.line, key, read.faults);
  const reason = checked.repeats.of(line, read);
  if (reason === undefined) return notStartedRow(line.line, key);
  return skippedRow(line.line, key, [{ line: line.line, path: 'refId', reason }]);
}

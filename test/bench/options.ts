import { parseArgs } from 'node:util';
import { projectFolder } from '../../worker/bundle.js';

export interface BenchOptions {
  /** Which measurement. @default payments */
  table: string;
  /** Rounds of each kind; the kinds alternate. */
  rounds: number;
  /** Payments in one round at 50 in flight; of `starvation`, the payments that stay Pending. */
  payments: number | undefined;
  /** The folder whose sources carry the payments out. @default this project */
  sources: string;
}

/** Reads `npm run bench -- [table] [--rounds N] [--payments N] [--sources FOLDER]`. */
export function readOptions(args = process.argv.slice(2)): BenchOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rounds: { type: 'string' }, payments: { type: 'string' }, sources: { type: 'string' } },
  });
  return {
    table: positionals[0] ?? 'payments',
    rounds: count('rounds', values.rounds) ?? 5,
    payments: count('payments', values.payments),
    sources: values.sources ?? projectFolder,
  };
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1 on`);
  return value;
}

import type { CaseRun } from './steps.js';

/** How many cases ran, and how many of them an operator resolved, and to what; in one line. */
export function summaryOf(runs: readonly CaseRun[]): string {
  const resolved = runs.filter(({ facts }) => facts.resolutions.length > 0);
  const to = (status: 'Sukses' | 'Gagal') => resolved.filter(({ facts }) => facts.resolutions.at(-1) === status).length;
  const reviewed = resolved.filter(({ facts }) => facts.review !== undefined).length;
  return (
    `${runs.length} payments, ${resolved.length} of them resolved by an operator ` +
    `(${to('Sukses')} to Sukses, ${to('Gagal')} to Gagal; ${reviewed} after their end)`
  );
}

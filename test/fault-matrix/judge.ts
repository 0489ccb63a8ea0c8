import { GIVEN_BACK, SUKSES, UNDECIDED, type Case, type Expected, type Resolution } from './case.js';
import { REPEAT_AFTER_MS } from './billers.js';
import { audit } from '../invariants/audit.js';
import type { PaymentFacts } from '../invariants/facts.js';
import type { RunningCase } from './running-case.js';
import { MIN_GAP_MS } from './processes.js';

/** A contact is noted when it arrives and counted when it leaves, also on a machine that is busy; milliseconds. */
const ON_THE_WAY_MS = 100;

/** The rules that a case broke, one line each; empty when it holds. Before it is resolved, and after it. */
export function judge(one: Case, run: RunningCase): string[] {
  const expected = expectedOf(one, run);
  const isResolved = run.resolutions.length > 0;
  const moved = isResolved || (expected.ends === 'review' && expected.moved === true);
  return [
    ...audit([factsOf(run)], MIN_GAP_MS - ON_THE_WAY_MS).flatMap(({ invariant, violations }) =>
      violations.map(({ detail }) => `${invariant}: ${detail}`),
    ),
    ...hastyRepeats(run),
    ...(run.outcome || moved ? [] : untouched(one, run)),
    ...(one.resolved && isResolved ? asResolved(one.resolved, run) : asExpected(expected, run)),
  ];
}

/** A case as the invariants see it. One that has not ended, or whose review has not, is judged by what it expects. */
function factsOf(run: RunningCase): PaymentFacts {
  const { provider, ref: refId } = run.about;
  const { outcome, review, resolutions } = run;
  const { status: truth } = run.charges();
  const isOver = outcome !== undefined && (outcome.funds !== 'owed' || review !== undefined);
  const due = truth === 'Sukses' || truth === 'Pending' ? 'Sukses' : 'Gagal';
  return {
    request: { provider, refId, product: '', customerNo: '', account: refId },
    seen: undefined,
    end: isOver ? { kind: 'ended', outcome } : { kind: 'missing' },
    review: review?.opened ? { decided: review.status, funds: review.funds } : undefined,
    entries: run.entries(),
    truth,
    holds: run.holds(),
    // The operator of a case resolves as the case says.
    misjudged: resolutions.some((status) => status !== due),
  };
}

/** A case that ends under review, or with funds owed, and that nobody resolved although it says how. */
export function isLeftUnresolved(one: Case, run: RunningCase): boolean {
  const expected = expectedOf(one, run);
  const waits = expected.ends === 'review' || (expected.ends === 'Sukses' && expected.funds === 'owed');
  return one.resolved !== undefined && waits && run.resolutions.length === 0;
}

export function expectedOf({ expected, request }: Case, run: RunningCase): Expected {
  if (expected.ends !== 'as provided') return expected;
  if (run.charges().pays.length > 0) return SUKSES;
  return request?.onDeadline === 'release' ? GIVEN_BACK : UNDECIDED;
}

/** Where a pay may be sent again, the biller was asked about it before, for long enough. */
function hastyRepeats(run: RunningCase): string[] {
  const { contacts } = run.charges();
  const pays = contacts.flatMap(({ command, at }, index) => (command === run.command('pay') ? [{ index, at }] : []));
  return pays.slice(1).flatMap(({ index, at }, turn) => {
    const before = pays[turn];
    const asked = contacts.slice((before?.index ?? 0) + 1, index).length;
    const waited = Date.parse(at) - Date.parse(before?.at ?? at);
    return asked >= 2 && waited >= REPEAT_AFTER_MS ? [] : [`pay was sent again after ${waited} ms and ${asked} checks`];
  });
}

/** Without a verdict nothing is captured, and nothing is given back unless the caller asked for that. */
function untouched({ request }: Case, run: RunningCase): string[] {
  const asked = run.holds().flatMap(({ contacts }) => contacts.map(({ command }) => command));
  return [
    ...(asked.includes('capture') ? ['a capture without a verdict'] : []),
    ...(asked.includes('release') && request?.onDeadline !== 'release' ? ['a release without a verdict'] : []),
  ];
}

function asExpected(expected: Expected, { outcome, progress }: RunningCase): string[] {
  const found = outcome
    ? `${outcome.status}${outcome.reason ? ` (${outcome.reason})` : ''}, funds ${outcome.funds}`
    : `Pending in ${progress?.stage ?? '?'}, ${progress?.review?.why ?? 'not under review'}, funds ${progress?.funds ?? '?'}`;
  return fits(expected, { outcome, progress }) ? [] : [`expected ${spelled(expected)}; it is ${found}`];
}

/** The payment, and the review of the ended one, have ended as the operator decided. */
function asResolved(resolved: Resolution, { outcome, review, resolutions }: RunningCase): string[] {
  const { by, status, funds, reviewFunds } = resolved;
  const found = [outcome?.status ?? 'Pending', outcome?.funds, review?.funds];
  const due = [status, funds, reviewFunds];
  const last = by[Math.min(resolutions.length, by.length) - 1];
  const decided = review ? review.status : outcome?.status;
  const text = (parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined).join(', ');
  return [
    ...(text(found) === text(due) ? [] : [`resolved, expected ${text(due)}; it is ${text(found)}`]),
    ...(decided === last ? [] : [`resolved ${last ?? '?'}, and decided is ${decided ?? 'nothing'}`]),
  ];
}

/** Whether the payment is where the case wants it. */
export function fits(expected: Expected, { outcome, progress }: Pick<RunningCase, 'outcome' | 'progress'>): boolean {
  switch (expected.ends) {
    case 'Sukses':
      return outcome?.status === 'Sukses' && outcome.funds === (expected.funds ?? 'captured');
    case 'Gagal':
      return outcome?.status === 'Gagal' && outcome.reason === expected.reason && outcome.funds === expected.funds;
    case 'review':
      return (
        !outcome &&
        progress !== undefined &&
        expected.why.test(progress.review?.why ?? '') &&
        expected.funds.split(' or ').includes(progress.funds)
      );
    case 'as provided':
      return false;
  }
}

function spelled(expected: Expected): string {
  if (expected.ends === 'review') return `a review for ${String(expected.why)}, funds ${expected.funds}`;
  if (expected.ends === 'Gagal') return `Gagal (${expected.reason}), funds ${expected.funds}`;
  return expected.ends === 'Sukses' ? `Sukses, funds ${expected.funds ?? 'captured'}` : expected.ends;
}

import { GIVEN_BACK, SUKSES, UNDECIDED, type Case, type Expected, type Resolution } from './case.js';
import { BILLERS, REPEAT_AFTER_MS } from './billers.js';
import type { RunningCase } from './running-case.js';
import { MIN_GAP_MS } from './processes.js';

/** A contact is noted when it arrives and counted when it leaves; milliseconds. */
const ON_THE_WAY_MS = 250;

/** The rules that a case broke, one line each; empty when it holds. Before it is resolved, and after it. */
export function judge(one: Case, run: RunningCase): string[] {
  const expected = expectedOf(one, run);
  const isResolved = run.resolutions.length > 0;
  const moved = isResolved || (expected.ends === 'review' && expected.moved === true);
  return [
    ...paidOnce(run),
    ...trueToTheProvider(run),
    ...(run.outcome ? settled(run) : moved ? [] : untouched(one, run)),
    ...keptApart(run),
    ...(one.resolved && isResolved ? asResolved(one.resolved, run) : asExpected(expected, run)),
  ];
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

function paidOnce(run: RunningCase): string[] {
  const { pays } = run.charges();
  const sent = run.count('pay');
  return [
    ...(sent > 1 && !BILLERS[run.about.provider].repeats ? [`pay was sent ${sent} times`] : []),
    ...hastyRepeats(run),
    ...(pays.length > 1 ? [`${pays.length} pays were executed`] : []),
  ];
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

/** Sukses if and only if it was charged; what an operator decided without a verdict is judged by `asResolved`. */
function trueToTheProvider(run: RunningCase): string[] {
  if (run.outcome?.reason === 'resolved' && run.resolutions.length > 0) return [];
  const { status } = run.charges();
  const ended = run.outcome?.status;
  if (ended === 'Sukses' && status !== 'Sukses') return [`ended Sukses, but the provider has it as ${status}`];
  if (ended === 'Gagal' && status !== 'Gagal' && status !== 'none') {
    return [`ended Gagal, but the provider has it as ${status}`];
  }
  return [];
}

/** After the end no hold is open, and captured is what was bought and nothing else. */
function settled(run: RunningCase): string[] {
  const { outcome, review } = run;
  const open = run.holds().filter(({ state }) => state === 'held');
  const captured = run.holds().filter(({ state }) => state === 'captured');
  const isPaid = review ? review.status === 'Sukses' : outcome?.status === 'Sukses' && outcome.funds !== 'owed';
  const due = isPaid ? 1 : 0;
  const amount = captured[0]?.captured;
  return [
    ...(open.length > 0 ? [`${open.length} holds are left open`] : []),
    ...(captured.length === due ? [] : [`${captured.length} holds are captured instead of ${due}`]),
    ...(due === 1 && amount !== outcome?.charge ? [`captured ${amount} instead of ${outcome?.charge}`] : []),
  ];
}

/** Without a verdict nothing is captured, and nothing is given back unless the caller asked for that. */
function untouched({ request }: Case, run: RunningCase): string[] {
  const asked = run.holds().flatMap(({ contacts }) => contacts.map(({ command }) => command));
  return [
    ...(asked.includes('capture') ? ['a capture without a verdict'] : []),
    ...(asked.includes('release') && request?.onDeadline !== 'release' ? ['a release without a verdict'] : []),
  ];
}

function keptApart(run: RunningCase): string[] {
  const { contacts } = run.charges();
  const sent = contacts.findIndex(({ command }) => command === run.command('pay'));
  if (sent < 0) return [];
  const times = contacts.slice(sent).map(({ at }) => Date.parse(at));
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  const least = Math.min(...gaps);
  return least < MIN_GAP_MS - ON_THE_WAY_MS ? [`two contacts only ${least} ms apart`] : [];
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

import type { Finding } from '../invariants/audit.js';
import type { PaymentFacts } from '../invariants/facts.js';

/** Violations printed for each invariant; the JSON audit has them all. */
const NAMED = 20;

/** The end of a run. */
export interface Report {
  seed: number;
  payments: number;
  ok: boolean;
  tookSeconds: number;
  outcomes: Record<string, number>;
  faults: Record<string, number>;
  /** What the operator did. */
  resolutions: Record<string, number>;
  /** What the receiver did with messages. */
  messages: Record<string, number>;
  kills: Record<string, number>;
  crashes: Record<string, number>;
  findings: Finding[];
  /** Errors of the client library without a code of ours, and how often each came. */
  surprises: Record<string, number>;
}

/** How the payments ended: status and reason, or what they wait for. */
export function outcomesOf(payments: readonly PaymentFacts[]): Record<string, number> {
  return tally(payments, ({ end }) => {
    if (end.kind === 'ended') return [end.outcome.status, end.outcome.reason].filter(Boolean).join(' ');
    return end.kind === 'open' ? `under review: ${end.review ?? 'no'}` : end.kind;
  });
}

/** The faults that the billers injected, from their journal. */
export function faultsOf(payments: readonly PaymentFacts[]): Record<string, number> {
  const entries = payments.flatMap((facts) => facts.entries);
  return tally(
    entries.flatMap((entry) => {
      if (entry.kind === 'contact') return entry.fault ? [entry.fault] : [];
      return entry.kind === 'notice' ? [`notice ${entry.signature}`] : [];
    }),
    (name) => name,
  );
}

export function tally<T>(list: readonly T[], nameOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of list) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([, one], [, other]) => other - one));
}

/** The audit for people. */
export function textOf(report: Report): string {
  const { seed, payments, tookSeconds, outcomes, faults, resolutions, messages } = report;
  const { kills, crashes, findings, surprises } = report;
  const width = Math.max(...findings.map(({ invariant }) => invariant.length));
  const rows = findings.flatMap(({ invariant, checked, violations }) => [
    `${invariant.padEnd(width)}  ${String(checked).padStart(7)}  ${String(violations.length).padStart(10)}`,
    ...violations.slice(0, NAMED).map(({ ref, detail }) => `    ${ref}: ${detail}`),
    ...(violations.length > NAMED ? [`    and ${violations.length - NAMED} more (--json names them all)`] : []),
  ]);
  return [
    `${payments} payments, seed ${seed}, ${tookSeconds} s`,
    `Ended: ${listed(outcomes)}`,
    `Faults injected: ${listed(faults)}`,
    `Done by the operator: ${listed(resolutions)}`,
    `Messages to the receiver: ${listed(messages)}`,
    `Killed: ${listed(kills)}`,
    ...(Object.keys(crashes).length > 0 ? [`Ended by themselves and started again: ${listed(crashes)}`] : []),
    ...(Object.keys(surprises).length > 0 ? [`Errors without a code: ${listed(surprises)}`] : []),
    '',
    `${'Invariant'.padEnd(width)}  checked  violations`,
    ...rows,
    '',
    report.ok ? 'All kept.' : 'VIOLATED.',
    '',
  ].join('\n');
}

function listed(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

import type { PaymentOutcome } from '../../contract/outcome.js';
import type { Entry } from '../../sandbox/entries.js';
import { habitsOf } from '../chaos/billers.js';
import type { PaymentFacts } from './facts.js';

/** One rule of the money and the payments that broke it. */
export interface Finding {
  invariant: string;
  /** How many payments it was asked about. */
  checked: number;
  violations: { ref: string; detail: string }[];
}

/**
 * The journal has the time at which a contact was read. Under load two contacts are read closer together than they were
 * sent; milliseconds.
 */
export const GAP_TOLERANCE_MS = 150;
/** A notice in the journal this long after the payment's end was certainly sent after the end. */
const SURELY_AFTER_MS = 5_500;

/** Undefined: does not apply. Text: broken, and how. */
type Verdict = 'kept' | { broken: string } | undefined;

interface Invariant {
  name: string;
  test: (facts: PaymentFacts) => Verdict;
}

/** Compares every payment with the journals. `minGapMs` is the configured one. */
export function audit(payments: readonly PaymentFacts[], minGapMs: number): Finding[] {
  return [...INVARIANTS, ...gapInvariants(minGapMs)].map(({ name, test }) => {
    const verdicts = payments.map((facts) => ({ ref: facts.request.refId, verdict: test(facts) }));
    const asked = verdicts.filter(({ verdict }) => verdict !== undefined);
    const violations = asked.flatMap(({ ref, verdict }) =>
      typeof verdict === 'object' ? [{ ref, detail: verdict.broken }] : [],
    );
    return { invariant: name, checked: asked.length, violations };
  });
}

/** When most payments expire before pay, the other invariants prove little: a run must have reached the biller. */
export function reachedPay(payments: readonly PaymentFacts[]): Finding[] {
  const reached = payments.filter(({ entries }) => asking(entries, 'pay').length > 0).length;
  const detail = `only ${reached} of ${payments.length}: the machine was too slow, a longer --duration helps`;
  const violations = reached * 2 < payments.length ? [{ ref: '', detail }] : [];
  return [{ invariant: 'at least half of the payments reached pay', checked: payments.length, violations }];
}

const INVARIANTS: readonly Invariant[] = [
  {
    name: 'charged at most once',
    test: ({ entries }) => keeps(of(entries, 'pay').length <= 1, `${of(entries, 'pay').length} pays were executed`),
  },
  {
    name: 'pay sent at most once; where it may be repeated, only after a status call',
    test: ({ entries, request }) => {
      // After a refusal that made nothing, such as a low deposit, it may be sent again.
      const sent = asking(entries, 'pay').length - of(entries, 'refused').length;
      if (!habitsOf(request.provider).repeats) return keeps(sent <= 1, `${sent} contacts with pay`);
      return keeps(!repeatedBlindly(entries), 'sent again without having asked');
    },
  },
  {
    name: 'all ended: the operator resolves what no verdict ends',
    test: ({ end, seen }) => {
      if (end.kind === 'missing') return keeps(!seen?.accepted, 'was accepted and Temporal does not know it');
      if (end.kind === 'broken') return { broken: end.why };
      return keeps(end.kind === 'ended', end.kind === 'open' ? `${end.stage}, ${end.review ?? 'no review'}` : '');
    },
  },
  {
    name: 'every review of an ended payment is resolved, in agreement with the biller',
    test: ({ review, truth, misjudged }) => {
      if (!review || misjudged) return undefined;
      const due = truth === 'Sukses' || truth === 'Pending' ? 'Sukses' : 'Gagal';
      return keeps(review.decided === due, `${review.decided ?? 'still open'}, and ${truthIs(truth)}`);
    },
  },
  {
    name: 'Sukses only with a charge',
    // What the biller leaves Pending for ever was executed: the operator decides Sukses.
    test: whenEnded('Sukses', ({ truth, end, misjudged }) =>
      misjudged ? undefined : keeps(truth === 'Sukses' || (truth === 'Pending' && isResolved(end)), truthIs(truth)),
    ),
  },
  {
    name: 'Gagal only without a charge',
    test: whenEnded('Gagal', ({ truth, misjudged }) =>
      misjudged ? undefined : keeps(truth === 'Gagal' || truth === 'none', truthIs(truth)),
    ),
  },
  {
    name: 'no hold left open by an ended payment',
    test: ({ end, holds }) => {
      if (end.kind !== 'ended') return undefined;
      const open = holds.filter(({ state }) => state === 'held').map(({ id }) => id);
      return keeps(open.length === 0, `still held: ${open.join(', ')}`);
    },
  },
  {
    name: 'Sukses: captured once and in full, if need be in the review of what was owed',
    test: whenDecided('Sukses', capturedOnce),
  },
  {
    name: 'Gagal: nothing captured',
    test: whenDecided('Gagal', (facts) =>
      isKept(facts) ? undefined : keeps(captured(facts.holds).length === 0, 'funds were captured'),
    ),
  },
  {
    name: 'funds owed have a review',
    test: ({ end, review }) =>
      end.kind === 'ended' && end.outcome.funds === 'owed' ? keeps(review !== undefined, 'no review') : undefined,
  },
  {
    name: 'paid only with funds held',
    test: ({ request, entries, holds }) =>
      request.account === undefined || of(entries, 'pay').length === 0
        ? undefined
        : keeps(holds.length > 0, 'was paid and the ledger never held anything'),
  },
  { name: 'forged and unsigned notices refused, and moved nothing', test: forgeriesRefused },
  { name: 'a contradiction after the end opened a review', test: contradictionsReviewed },
  {
    name: 'a receiver is told how a payment ended and what was resolved, the latest message last',
    test: ({ end, review, told }) => {
      if (end.kind !== 'ended' || !told) return undefined;
      const type = end.outcome.status === 'Sukses' ? 'payment.succeeded' : 'payment.failed';
      const ends = told.filter(({ body }) => body.type === 'payment.succeeded' || body.type === 'payment.failed');
      if (ends.length === 0 || ends.some(({ body }) => body.type !== type)) {
        return { broken: `ended ${end.outcome.status}, told ${ends.map(({ body }) => body.type).join() || 'nothing'}` };
      }
      const latest = told
        .map(({ body }) => body)
        .reduce((one, other) => (other.timestamp > one.timestamp ? other : one));
      const due = review?.decided ?? end.outcome.status;
      return keeps(latest.data.status === due, `the latest message says ${latest.data.status}, it counts as ${due}`);
    },
  },
  {
    name: 'a message has the same content in every attempt, and its id is its own',
    test: ({ told }) => {
      if (!told) return undefined;
      const contents = new Map(told.map(({ id, text }) => [id, text]));
      const other = told.find(({ id, text }) => contents.get(id) !== text);
      // A run after a reset may tell the same once more, under another id.
      const texts = new Set(contents.values());
      const times = new Set([...texts].map((text) => (JSON.parse(text) as { timestamp: string }).timestamp));
      if (other) return { broken: `${other.id} came with two contents` };
      return keeps(times.size === texts.size, 'two messages have the same time');
    },
  },
  {
    name: 'every client saw the same outcome',
    test: ({ end, seen }) => {
      if (end.kind !== 'ended' || !seen || seen.outcomes.length === 0) return undefined;
      const { status, finishedAt } = end.outcome;
      const same = seen.outcomes.every((each) => each.status === status && each.finishedAt === finishedAt);
      return keeps(same, `${status} in the end, and a client saw ${JSON.stringify(seen.outcomes)}`);
    },
  },
];

function gapInvariants(minGapMs: number): Invariant[] {
  const least = minGapMs - GAP_TOLERANCE_MS;
  const test = (choose: (gaps: number[]) => number[]) => (facts: PaymentFacts) => {
    const gaps = choose(gapsOf(facts.entries));
    if (gaps.length === 0) return undefined;
    return keeps(Math.min(...gaps) >= least, `${Math.min(...gaps)} ms`);
  };
  return [
    { name: 'no contact sooner than minGap after pay', test: test((gaps) => gaps.slice(0, 1)) },
    { name: 'no two checks closer than minGap', test: test((gaps) => gaps.slice(1)) },
  ];
}

/** Milliseconds between the contacts about one payment, from pay on. */
export function gapsOf(entries: readonly Entry[]): number[] {
  const contacts = of(entries, 'contact').filter(({ asks }) => asks === 'pay' || asks === 'status');
  const first = contacts.findIndex(({ asks }) => asks === 'pay');
  if (first < 0) return [];
  const times = contacts.slice(first).map(({ at }) => Date.parse(at));
  return times.slice(1).map((time, index) => time - (times[index] ?? time));
}

/** The funds of a Sukses are taken by the payment, or afterwards by the review of one that ended with funds owed. */
function capturedOnce({ end, request, holds, review }: PaymentFacts): Verdict {
  if (end.kind !== 'ended' || request.account === undefined) return undefined;
  const { funds, amount } = end.outcome;
  // A payment that ended Gagal names no charge, nor does a run after a reset: a review takes what the bill says.
  const charge = request.charge ?? end.outcome.charge ?? amount;
  const amounts = captured(holds).map((hold) => hold.captured);
  // Where nobody has stated an amount, nothing can be taken.
  if (charge === undefined) return keeps(amounts.length === 0, 'no amount is known, and funds were captured');
  const isTaken = funds === 'captured' || funds === 'owed' || review?.decided === 'Sukses';
  return keeps(
    isTaken && amounts.length === 1 && amounts[0] === charge,
    `funds ${funds}, charge ${charge}, captured [${amounts.join(', ')}]`,
  );
}

/**
 * The ledger has refused a refund twice, and the operator who resolved it to Gagal was told that the funds stay captured.
 * A release has a new key only after the ledger has refused it.
 */
function isKept({ review, holds }: PaymentFacts): boolean {
  const isRefused = ({ contacts = [] }: PaymentFacts['holds'][number]) =>
    new Set(contacts.filter(({ command }) => command === 'release').map(({ key }) => key)).size > 1;
  return review?.funds === 'captured' && captured(holds).every(isRefused);
}

function isResolved(end: PaymentFacts['end']): boolean {
  return end.kind === 'ended' && end.outcome.reason === 'resolved';
}

/** Two pays with no status call about the first one between them. One that was refused with nothing made is none. */
function repeatedBlindly(entries: readonly Entry[]): boolean {
  const steps: ('pay' | 'status')[] = [];
  for (const entry of entries) {
    if (entry.kind === 'refused') steps.pop();
    else if (entry.kind === 'contact' && (entry.asks === 'pay' || entry.asks === 'status')) steps.push(entry.asks);
  }
  return steps.some((asks, index) => asks === 'pay' && steps[index + 1] === 'pay');
}

function forgeriesRefused({ entries, signals, request }: PaymentFacts): Verdict {
  if (!habitsOf(request.provider).signs) return undefined;
  const notices = of(entries, 'notice');
  const forged = notices.filter(({ signature }) => signature !== 'valid');
  if (forged.length === 0) return undefined;
  const taken = forged.filter(({ status }) => isOk(status)).length;
  const valid = notices.length - forged.length;
  return keeps(
    taken === 0 && (signals ?? 0) <= valid,
    `${taken} taken, ${signals ?? 0} signals from ${valid} valid ones`,
  );
}

function contradictionsReviewed({ end, entries, review, request }: PaymentFacts): Verdict {
  if (end.kind !== 'ended' || !habitsOf(request.provider).signs) return undefined;
  const { status, finishedAt } = end.outcome;
  const taken = of(entries, 'notice').filter(
    ({ signature, status: answered, claims }) =>
      signature === 'valid' && isOk(answered) && claims === (status === 'Sukses' ? 'Gagal' : 'Sukses'),
  );
  const against = taken.filter(({ at }) => Date.parse(at) > Date.parse(finishedAt) + SURELY_AFTER_MS);
  // The payment has ended with what an earlier delivery of it said.
  const isKnown = taken.some(({ at }) => Date.parse(at) < Date.parse(finishedAt));
  return against.length === 0 || isKnown
    ? undefined
    : keeps(review !== undefined, `ended ${status}, and a later notice was taken`);
}

/** As an operator has left it, where the ended payment was reviewed. */
function whenDecided(status: PaymentOutcome['status'], test: (facts: PaymentFacts) => Verdict) {
  return (facts: PaymentFacts): Verdict => {
    if (facts.end.kind !== 'ended') return undefined;
    return (facts.review?.decided ?? facts.end.outcome.status) === status ? test(facts) : undefined;
  };
}

function whenEnded(status: PaymentOutcome['status'], test: (facts: PaymentFacts) => Verdict) {
  return (facts: PaymentFacts): Verdict =>
    facts.end.kind === 'ended' && facts.end.outcome.status === status ? test(facts) : undefined;
}

function keeps(kept: boolean, how: string): Verdict {
  return kept ? 'kept' : { broken: how };
}

function truthIs(truth: string): string {
  return truth === 'none' ? 'the biller executed nothing' : `the biller has it as ${truth}`;
}

function captured(holds: PaymentFacts['holds']): PaymentFacts['holds'] {
  return holds.filter(({ state }) => state === 'captured');
}

function of<K extends Entry['kind']>(entries: readonly Entry[], kind: K): Extract<Entry, { kind: K }>[] {
  return entries.filter((entry): entry is Extract<Entry, { kind: K }> => entry.kind === kind);
}

function asking(entries: readonly Entry[], asks: 'inquiry' | 'pay' | 'status') {
  return of(entries, 'contact').filter((contact) => contact.asks === asks);
}

function isOk(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

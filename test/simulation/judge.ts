import { MESSAGES, paymentId, reviewId } from '../../contract/names.js';
import { audit } from '../invariants/audit.js';
import type { End, PaymentFacts } from '../invariants/facts.js';
import { ignoredFailure, ignoredVerdict, resolutionIn } from './known-verdicts.js';
import type { Scenario } from './scenario.js';
import type { Simulation } from './simulation.js';
import { millisecondsOf } from './temporal/history.js';

/** Of the simulation's configuration. */
const MIN_GAP_MS = 60_000;

/** A broken invariant, and how it was broken. */
export interface Violation {
  invariant: string;
  detail: string;
}

/**
 * Judges a simulated payment by the journals of its biller and its ledger, and by what a run in real time cannot tell as
 * exactly.
 */
export function judge(simulation: Simulation, { request }: Scenario): Violation[] {
  const facts = factsOf(simulation, request);
  const audited = audit([facts], MIN_GAP_MS).flatMap(({ invariant, violations }) =>
    violations.map(({ detail }) => ({ invariant, detail })),
  );
  return [
    ...audited,
    ...cancelKept(simulation),
    ...cancelHeeded(simulation),
    ...contradictionKnown(simulation, facts),
    ...askedAbout(resolved(simulation).length, facts),
    ...verdictHeeded(simulation),
    ...verdictsReachReviews(simulation),
    ...keysOnce(simulation),
  ];
}

/** A ledger repeats its answer to a key, whatever it is asked under it. */
function keysOnce({ keysOfTwo }: Simulation): Violation[] {
  if (keysOfTwo.length === 0) return [];
  return [{ invariant: 'a key of the ledger is for one step of one hold', detail: keysOfTwo.join() }];
}

/** What is newer than a resolution can oppose it, also where it agrees with the payment's own end. */
function verdictsReachReviews({ unheard }: Simulation): Violation[] {
  if (unheard === 0) return [];
  return [{ invariant: 'a review that is open gets every signed verdict', detail: `${unheard} were left out` }];
}

/** Whoever was told that a payment is cancelled must not be charged. A run after a reset does not know what was told. */
function cancelKept({ isCancelAccepted, isReset, biller }: Simulation): Violation[] {
  if (!isCancelAccepted || isReset || biller.charges === 0) return [];
  return [{ invariant: 'nothing is paid after a cancel was accepted', detail: 'it was charged' }];
}

/** A pay that no worker has taken is taken back by a cancel. */
function cancelHeeded({ payment, payStarts }: Simulation): Violation[] {
  const [first] = payStarts.filter(({ execution }) => execution === payment);
  const cancel = payment?.history.find((event) => {
    const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
    return accepted?.acceptedRequest?.input?.name === MESSAGES.cancel;
  });
  if (!first || !cancel || first.at <= millisecondsOf(cancel.eventTime)) return [];
  return [{ invariant: 'a pay that no worker has taken is taken back by a cancel', detail: 'it was begun after it' }];
}

/** A signed notice against the outcome that was delivered is known to somebody who decides. */
function contradictionKnown(
  { contradictions, isTerminated, isReset }: Simulation,
  { end, review }: PaymentFacts,
): Violation[] {
  if (end.kind !== 'ended' || isTerminated || isReset) return [];
  const { status, reason } = end.outcome;
  const against = contradictions.filter((claim) => claim !== status);
  if (against.length === 0 || review || reason === 'resolved') return [];
  return [
    { invariant: 'a contradiction is resolved or has a review', detail: `ended ${status}, told ${against.join()}` },
  ];
}

/** The payment ends as what it has read says, unless an operator has decided after that. */
function verdictHeeded({ payment, review, outcome }: Simulation): Violation[] {
  const ignored = payment && outcome && ignoredVerdict(payment, outcome, review !== undefined);
  if (payment && outcome && ignoredFailure(payment, outcome, review !== undefined)) {
    const detail = 'ended Sukses by a resolution, and a later notice of failure was not asked about';
    return [{ invariant: 'a failure that is reported after a resolution is asked about', detail }];
  }
  if (!ignored) return [];
  const detail = `ended ${outcome.status}, and the biller has said ${ignored}`;
  return [
    { invariant: 'no payment ends against a verdict that it has read, unless it is resolved after that', detail },
  ];
}

/** The longest interval of the poll plan, an hour without a worker and an hour without the biller, and half an hour. */
const LONGEST_GAP_MS = 4.5 * 3_600_000;
/** Of the simulation's configuration: from pay on. */
const POLL_LIMIT_MS = 12 * 3_600_000;

/** What the biller never decides is asked about again and again, until an operator decides or checks are over. */
function askedAbout(resolutions: number, { end, entries, truth }: PaymentFacts): Violation[] {
  // After the first resolution it may wait for the ledger.
  if (resolutions > 1) return [];
  if (end.kind !== 'ended' || end.outcome.reason !== 'resolved' || truth === 'Sukses' || truth === 'Gagal') return [];
  const contacts = entries.filter((entry) => entry.kind === 'contact' && entry.asks !== 'inquiry');
  const times = contacts.map(({ at }) => Date.parse(at));
  const [paid = Infinity] = times;
  const last = Math.min(Date.parse(end.outcome.finishedAt), paid + POLL_LIMIT_MS);
  const gaps = [...times.slice(1), last].map((time, index) => time - (times[index] ?? time));
  const longest = Math.max(0, ...gaps);
  if (longest <= LONGEST_GAP_MS) return [];
  const detail = `${Math.round(longest / MIN_GAP_MS)} minutes without a status call`;
  return [{ invariant: 'a pending payment is asked about again and again', detail }];
}

function factsOf(simulation: Simulation, request: Scenario['request']): PaymentFacts {
  const { biller, ledger, heard, reviewOutcome, review } = simulation;
  const owners = [paymentId(request), reviewId(request)];
  const decided = reviewOutcome?.opened ? { decided: reviewOutcome.status, funds: reviewOutcome.funds } : undefined;
  return {
    request,
    // Whoever terminates a payment takes it upon himself; what was charged and captured before is judged all the same.
    seen: simulation.isTerminated ? undefined : heard,
    end: endOf(simulation),
    review: review?.isOpen ? {} : decided,
    entries: biller.journal,
    truth: biller.truth,
    holds: owners.flatMap((owner) => ledger.holds(`${owner}:`)),
    ...(simulation.config.notify ? { told: simulation.receiver.told } : {}),
    misjudged: isMisled(simulation) || resolved(simulation).some((status) => status !== simulation.due),
  };
}

/** What a run before a reset knew is lost with it: of the biller's two verdicts the run after it may know the untrue one only. */
function isMisled({ isReset, contradictions }: Simulation): boolean {
  return isReset && contradictions.length > 0;
}

/** What operators have resolved, also where a reset took the answer from them. */
function resolved({ server }: Simulation): ('Sukses' | 'Gagal')[] {
  return server.executions.flatMap(({ history }) => history.flatMap((event) => resolutionIn(event) ?? []));
}

function endOf({ payment, outcome, isTerminated }: Simulation): End {
  if (outcome) return { kind: 'ended', outcome };
  if (isTerminated || !payment) return { kind: 'missing' };
  if (payment.isOpen) {
    const stage = String(payment.searchAttribute('PaymentStage'));
    return {
      kind: 'open',
      stage,
      review: payment.searchAttribute('PaymentReview') === true ? 'under review' : 'no review',
    };
  }
  return { kind: 'broken', why: payment.status };
}

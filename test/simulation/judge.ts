import { paymentId, reviewId } from '../../contract/names.js';
import { audit } from '../invariants/audit.js';
import type { End, PaymentFacts } from '../invariants/facts.js';
import type { Scenario } from './scenario.js';
import type { Simulation } from './simulation.js';

/** Of the simulation's configuration. */
const MIN_GAP_MS = 60_000;

/** A broken invariant, and how it was broken. */
export interface Violation {
  invariant: string;
  detail: string;
}

/** Judges a simulated payment by the journals of its biller and its ledger. */
export function judge(simulation: Simulation, { request }: Scenario): Violation[] {
  const facts = factsOf(simulation, request);
  return audit([facts], MIN_GAP_MS).flatMap(({ invariant, violations }) =>
    violations.map(({ detail }) => ({ invariant, detail })),
  );
}

function factsOf(simulation: Simulation, request: Scenario['request']): PaymentFacts {
  const { biller, ledger, heard, reviewOutcome, review, resolutions } = simulation;
  const owners = [paymentId(request), reviewId(request)];
  const decided = reviewOutcome?.opened ? { decided: reviewOutcome.status } : undefined;
  return {
    request,
    // Whoever terminates a payment takes it upon himself; what was charged and captured before is judged all the same.
    seen: simulation.isTerminated ? undefined : heard,
    end: endOf(simulation),
    review: review?.isOpen ? {} : decided,
    entries: biller.journal,
    truth: biller.truth,
    holds: owners.flatMap((owner) => ledger.holds(`${owner}:`)),
    misjudged: resolutions.some((status) => status !== simulation.due),
  };
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

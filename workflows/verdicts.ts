import { verdictOf, type Standing } from '../contract/evidence.js';
import { refusalOf, type Refusal } from '../contract/refusals.js';
import { nextStep, type Situation, type Verdict } from './settlement.js';

/** What decides whether a payment takes a message of an operator or of its customer. */
export interface Answerable {
  /** When pay was sent, or may have been; 0 before that. */
  readonly sentAt: number;
  readonly standing: Standing;
  readonly payInFlight: boolean;
  readonly review: unknown;
  readonly resolution: unknown;
  readonly situation: Situation;
}

/** Whether pay was sent, or may have been. */
export function wasSent({ sentAt, standing }: Pick<Answerable, 'sentAt' | 'standing'>): boolean {
  return sentAt > 0 || standing !== 'unsent';
}

/** Why a running payment refuses an operator's verdict now; undefined: it takes it. A signature is judged elsewhere. */
export function refusalOfVerdict(payment: Answerable, status: Verdict): Refusal | undefined {
  if (!payment.review) return refusalOf('not-under-review');
  if (payment.payInFlight) return refusalOf('pay-under-way');
  if (status === 'Sukses' && !wasSent(payment)) return refusalOf('nothing-sent');
  const verdict = verdictOf(payment.standing);
  if (verdict && verdict !== status) return refusalOf('against-the-verdict', `the provider's verdict is ${verdict}`);
  const step = nextStep(payment.situation).do;
  if (payment.resolution && step !== 'wait' && step !== 'poll') return refusalOf('resolved-before');
  return undefined;
}

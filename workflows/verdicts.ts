import { verdictOf, type Standing } from '../contract/evidence.js';
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
export function refusalOfVerdict(payment: Answerable, status: Verdict): string | undefined {
  if (!payment.review) return 'this payment is not under review';
  if (payment.payInFlight) return 'pay is under way: wait for its answer';
  if (status === 'Sukses' && !wasSent(payment)) return 'nothing was sent to the provider';
  const verdict = verdictOf(payment.standing);
  if (verdict && verdict !== status) return `the provider's verdict is ${verdict}`;
  const step = nextStep(payment.situation).do;
  if (payment.resolution && step !== 'wait' && step !== 'poll') return 'this payment was resolved before';
  return undefined;
}

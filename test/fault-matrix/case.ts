import type { After, InjectedFault, Outcome, RuleInput } from '../../sandbox/index.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { PaymentOutcome, Reason } from '../../contract/outcome.js';
import { BILLERS, type BillerName, billOf, type Step } from './billers.js';
import type { RunningCase } from './running-case.js';

/** The contact that a fault is injected into. */
export type Contact = 'inquiry' | 'pay' | 'status' | 'hold' | 'capture' | 'release' | 'hold-2' | 'notice';

/** The payment that a rule, or an interference from outside, is about. */
export interface About {
  provider: BillerName;
  ref: string;
  /** How many times as long the deadline and what comes after it take: more for a machine that was too slow. */
  pace: number;
}

/** What must have become of a payment at the end of the run. */
export type Expected =
  | { ends: 'Sukses'; funds?: 'captured' | 'owed' }
  | { ends: 'Gagal'; reason: Reason; funds: 'released' | 'none' }
  | {
      ends: 'review';
      why: RegExp;
      funds: 'holding' | 'held' | 'released' | 'captured' | 'owed' | 'held or captured';
      /** Someone else, or a contradiction, has moved the money: the ledger's journal is not judged. */
      moved?: true;
    }
  /** What the provider did decides: paid is Sukses, nothing there is under review. */
  | { ends: 'as provided' };

/** How an operator ends a case that has come under review, and what must have become of it then. */
export interface Resolution {
  /** What the operator resolves, in turn: again for as long as the payment, or the review of the ended one, waits again. */
  by: readonly ResolvedStatus[];
  /** The outcome of the payment, which a review of the ended one does not change. */
  status: ResolvedStatus;
  funds: PaymentOutcome['funds'];
  /** Where the review of the ended payment leaves the funds; none: there is no such review. */
  reviewFunds?: PaymentOutcome['funds'];
}

export type ResolvedStatus = PaymentOutcome['status'];

export interface Case {
  /** A sentence, unique. */
  title: string;
  contact: Contact;
  /** Whose payment it is. Default: digiswitch's, and digiflazz's where it is cut off. */
  biller?: Exclude<BillerName, 'digiswitch' | 'digiflazz'>;
  rules: ((about: About) => RuleInput)[];
  request?: Partial<PaymentRequest>;
  expected: Expected;
  /** What an operator can resolve where it ends under review, each in a payment of its own. Default: `resolutionsOf`. */
  resolutions?: readonly Resolution[];
  /** The resolution with which this payment goes on from its review; none: it is left there. */
  resolved?: Resolution;
  /** It is resolved only when every other case is where it should be: until then nothing may move. */
  isWatched?: boolean;
  /** What is corrected at the counterparties before an operator resolves. */
  mend?: (run: RunningCase) => unknown;
  /** The worker is killed while this call is in flight. */
  killedAt?: { command: Step | 'hold' | 'capture' | 'release'; hold?: number };
  /** What the outside world does before the payment begins, and while it runs. */
  before?: (run: RunningCase) => Promise<unknown>;
  during?: (run: RunningCase) => Promise<unknown>;
  /** How the other counterparty, which can be cut off as a whole, is cut off. */
  cutOff?: 'refused port' | 'reset before read';
}

type Doing = Omit<RuleInput, 'match'>;

interface Verdict {
  outcome: Outcome;
  rc?: string;
  after?: After;
}

/** No webhook unless a case is about webhooks: polling is what must bring the verdict. */
export const onPay =
  (rule: Doing) =>
  ({ provider, ref, pace }: About): RuleInput => ({
    match: { provider, ref, asks: 'pay' },
    notice: { send: false },
    ...rule,
    ...(typeof rule.answer === 'object' ? { answer: spelled(slowed(rule.answer as Verdict, pace), provider) } : {}),
  });

function slowed(verdict: Verdict, pace: number): Verdict {
  const ms = verdict.after?.ms;
  return ms === undefined ? verdict : { ...verdict, after: { ...verdict.after, ms: ms * pace } };
}

/** In the biller's own code. */
function spelled(verdict: Verdict, provider: BillerName): Verdict {
  const { rc } = verdict;
  return rc === undefined ? verdict : { ...verdict, rc: BILLERS[provider].codes[rc] ?? rc };
}

export const onInquiry =
  (rule: Doing) =>
  ({ provider, ref }: About): RuleInput => ({
    match: { provider, asks: 'inquiry', ...(BILLERS[provider].refersAtInquiry ? { ref } : billOf(provider, ref)) },
    ...rule,
    ...(typeof rule.answer === 'object' ? { answer: spelled(rule.answer as Verdict, provider) } : {}),
  });

export const onStatus =
  (rule: Doing) =>
  ({ provider, ref }: About): RuleInput => ({ match: { provider, ref, asks: 'status' }, ...rule });

export const onLedger =
  (command: 'hold' | 'capture' | 'release', rule: Doing, hold = 1) =>
  ({ provider, ref }: About): RuleInput => ({
    match: { provider: 'ledger', command, ref: `payment:${provider}:${ref}:${hold}` },
    ...rule,
  });

/** The faults that a rule can order about one payment, as they read in a title; `ran`: what was asked was done. */
export const INJECTED_FAULTS: readonly { fault: InjectedFault; says: string; ran: boolean; retryAfter?: number }[] = [
  { fault: 'reset-after-read', says: 'reset after read', ran: false },
  { fault: 'http-500', says: 'http 500', ran: false },
  { fault: 'http-503', says: 'http 503 with Retry-After', ran: false, retryAfter: 2 },
  { fault: 'http-429', says: 'http 429 with Retry-After', ran: false, retryAfter: 2 },
  { fault: 'reset-after-charge', says: 'reset after the effect', ran: true },
  { fault: 'half-answer', says: 'half an answer', ran: true },
  { fault: 'slow', says: 'slower than every timeout', ran: true },
  { fault: 'http-500-after', says: 'http 500 after the effect', ran: true },
  { fault: 'html', says: 'a page of HTML', ran: true },
  { fault: 'garbage', says: 'garbage', ran: true },
  { fault: 'wrong-reference', says: 'the reply to another reference', ran: true },
  { fault: 'wrong-customer', says: "another customer's reply", ran: true },
  { fault: 'wrong-product', says: "another product's reply", ran: true },
  { fault: 'contradiction', says: 'status against rc', ran: true },
  { fault: 'not-found', says: '"not found"', ran: true },
];

/** The rule's part of a fault. */
export function faulty({ fault, retryAfter }: { fault: InjectedFault; retryAfter?: number }): Doing {
  return { fault, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

export const SUKSES: Expected = { ends: 'Sukses' };
export const FAILED: Expected = { ends: 'Gagal', reason: 'failed', funds: 'released' };
export const NO_VERDICT = /no verdict from the provider/;
export const UNDECIDED: Expected = { ends: 'review', why: NO_VERDICT, funds: 'held' };
export const GIVEN_BACK: Expected = { ends: 'review', why: NO_VERDICT, funds: 'released' };

/** The caller asked for its funds at the deadline; it comes before any late verdict. */
export const RELEASE: Partial<PaymentRequest> = { onDeadline: 'release', deadline: '20s' };
const AFTER_DEADLINE = { ms: 22_000 };

/** How a payment truly ends at the provider. `rules`: what pay is answered. */
export interface End {
  says: string;
  answer: string | Verdict;
  expected: Expected;
}

export const SUKSES_AT_ONCE: End = { says: 'Sukses at once', answer: 'sukses', expected: SUKSES };
export const THEN_SUKSES: End = {
  says: 'Pending, then Sukses',
  answer: { outcome: 'pending→sukses', after: { checks: 1 } },
  expected: SUKSES,
};
export const THEN_GAGAL: End = {
  says: 'Pending, then Gagal',
  answer: { outcome: 'pending→gagal', after: { checks: 1 } },
  expected: FAILED,
};
export const MADE_AND_FAILED: End = {
  says: 'Gagal after it was made',
  answer: { outcome: 'gagal', rc: '02' },
  expected: FAILED,
};
export const REFUSED: End = {
  says: 'refused with nothing made',
  answer: { outcome: 'gagal', rc: '47' },
  expected: { ends: 'Gagal', reason: 'rejected', funds: 'released' },
};
export const NEVER: End = { says: 'Pending without end', answer: 'pending', expected: UNDECIDED };

/** With the policy `release`: the verdict comes after the funds were given back. */
export const LATE: readonly End[] = [
  {
    says: 'Sukses after the deadline',
    answer: { outcome: 'pending→sukses', after: AFTER_DEADLINE },
    expected: SUKSES,
  },
  { says: 'Gagal after the deadline', answer: { outcome: 'pending→gagal', after: AFTER_DEADLINE }, expected: FAILED },
  { says: 'Pending without end', answer: 'pending', expected: GIVEN_BACK },
];

export const TO_SUKSES: Resolution = { by: ['Sukses'], status: 'Sukses', funds: 'captured' };
export const TO_GAGAL: Resolution = { by: ['Gagal'], status: 'Gagal', funds: 'released' };

/** The review of a payment that ended with its funds owed: they are taken after all, or given up. */
const OWED_RESOLUTIONS: readonly Resolution[] = [
  { by: ['Sukses'], status: 'Sukses', funds: 'owed', reviewFunds: 'captured' },
  { by: ['Gagal'], status: 'Sukses', funds: 'owed', reviewFunds: 'released' },
];

/** What an operator can resolve: without a verdict of the provider, and between two of them, either. */
export function resolutionsOf({ expected, resolutions }: Case): readonly Resolution[] {
  if (resolutions) return resolutions;
  if (expected.ends === 'Sukses' && expected.funds === 'owed') return OWED_RESOLUTIONS;
  return expected.ends === 'review' || expected.ends === 'as provided' ? [TO_SUKSES, TO_GAGAL] : [];
}

/** A case that ends under review, once for each resolution, the last one watched; any other case as it is. */
export function withResolutions(one: Case): Case[] {
  const all = resolutionsOf(one);
  if (all.length === 0) return [one];
  return all.map((resolved, index) => ({
    ...one,
    title: `${one.title}, resolved ${resolved.by.join(', then ')}`,
    resolved,
    isWatched: index === all.length - 1,
  }));
}

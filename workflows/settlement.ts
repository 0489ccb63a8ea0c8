import { verdictOf, type Standing } from '../contract/evidence.js';

/**
 * What happens after the verdict, as data: where the funds are, what a payment or a review does next, and where the
 * ledger's answer leaves the funds. Pure, so that a test can try every cell.
 */

/**
 * Where the customer's funds are, by the ledger's answers.
 * - `unfunded`: no ledger is called for this payment;
 * - `none`: no hold exists;
 * - `holding`: the hold before pay is asked for and not answered: it may exist;
 * - `unsure`: the ledger refused that hold after an attempt without an answer: it may exist all the same;
 * - `held`: the hold exists;
 * - `abandoned`: the hold exists and the ledger does not capture it: it must be released, and the funds are owed;
 * - `retaking`: after a Sukses, a new hold is asked for and not answered;
 * - `untaken`: the ledger refused the new hold after an attempt without an answer: it may exist all the same;
 * - `captured`, `released`: final, unless the payment is resolved to the opposite;
 * - `kept`: captured, and the ledger does not undo it;
 * - `owed`: the bill is paid and the funds could not be taken;
 * - `untakable`: the same, and nobody has stated an amount to take.
 */
export type FundsPosition =
  | 'unfunded'
  | 'none'
  | 'holding'
  | 'unsure'
  | 'held'
  | 'abandoned'
  | 'retaking'
  | 'untaken'
  | 'captured'
  | 'kept'
  | 'released'
  | 'owed'
  | 'untakable';

export type LedgerStep = 'hold' | 'capture' | 'release';
export type Verdict = 'Sukses' | 'Gagal';

/**
 * What decides: the standing of the evidence; `unpaid`, a payment that ends without pay having been sent; `reviewed`, a
 * payment that has ended, of which only an operator can decide anything.
 */
export type Basis = Standing | 'unpaid' | 'reviewed';

export interface Situation {
  basis: Basis;
  /** The operator's last resolution. */
  resolved?: Verdict | undefined;
  /** Whether evidence that is newer than the resolution contradicts it. */
  opposed: boolean;
  funds: FundsPosition;
  /** The step that waits for an operator since the ledger refused; a resolution clears it. */
  blocked?: LedgerStep | undefined;
}

/** Why an operator has to decide. */
export type WaitReason = 'contradiction' | 'disagreement' | 'ledger' | 'review';

/** Why an ended payment needs a review. */
export type ReviewReason = 'owed' | 'kept';

export type Step =
  | { do: 'poll' }
  | { do: LedgerStep }
  | { do: 'wait'; why: WaitReason }
  | { do: 'end'; status: Verdict; funds: 'none' | 'captured' | 'released' | 'owed'; review?: ReviewReason };

const wait = (why: WaitReason): Step => ({ do: 'wait', why });
const POLL: Step = { do: 'poll' };

/** What the payment is settled as: by the evidence, without and with an operator's resolution. */
const DECISION: Record<Basis, { unresolved: Verdict | Step; Sukses: Verdict | Step; Gagal: Verdict | Step }> = {
  unsent: { unresolved: POLL, Sukses: wait('disagreement'), Gagal: 'Gagal' },
  unknown: { unresolved: POLL, Sukses: 'Sukses', Gagal: 'Gagal' },
  pending: { unresolved: POLL, Sukses: 'Sukses', Gagal: 'Gagal' },
  failing: { unresolved: POLL, Sukses: 'Sukses', Gagal: 'Gagal' },
  // An operator cannot overrule a verdict of the provider.
  refused: { unresolved: 'Gagal', Sukses: wait('disagreement'), Gagal: 'Gagal' },
  failed: { unresolved: 'Gagal', Sukses: wait('disagreement'), Gagal: 'Gagal' },
  success: { unresolved: 'Sukses', Sukses: 'Sukses', Gagal: wait('disagreement') },
  contradicted: { unresolved: wait('contradiction'), Sukses: 'Sukses', Gagal: 'Gagal' },
  unpaid: { unresolved: 'Gagal', Sukses: wait('disagreement'), Gagal: 'Gagal' },
  reviewed: { unresolved: wait('review'), Sukses: 'Sukses', Gagal: 'Gagal' },
};

const step = (what: LedgerStep): Step => ({ do: what });
const end = (status: Verdict, funds: 'none' | 'captured' | 'released' | 'owed', review?: ReviewReason): Step =>
  review ? { do: 'end', status, funds, review } : { do: 'end', status, funds };

/** The next step towards a decision, by where the funds are. */
const MOVES: Record<Verdict, Record<FundsPosition, Step>> = {
  Sukses: {
    unfunded: end('Sukses', 'none'),
    none: step('hold'),
    holding: step('hold'),
    unsure: step('release'),
    held: step('capture'),
    abandoned: step('release'),
    retaking: step('hold'),
    untaken: step('release'),
    captured: end('Sukses', 'captured'),
    kept: end('Sukses', 'captured'),
    released: step('hold'),
    owed: end('Sukses', 'owed', 'owed'),
    untakable: end('Sukses', 'owed', 'owed'),
  },
  Gagal: {
    unfunded: end('Gagal', 'none'),
    none: end('Gagal', 'none'),
    holding: step('release'),
    unsure: step('release'),
    held: step('release'),
    abandoned: step('release'),
    retaking: step('release'),
    untaken: step('release'),
    captured: step('release'),
    kept: end('Gagal', 'captured', 'kept'),
    released: end('Gagal', 'released'),
    owed: end('Gagal', 'released'),
    untakable: end('Gagal', 'released'),
  },
};

/** The next step of a payment, or of the review of an ended one. */
export function nextStep({ basis, resolved, opposed, funds, blocked }: Situation): Step {
  // Evidence that is newer than a resolution takes its place, unless it is a verdict: then an operator has to decide.
  const counts = resolved !== undefined && !(opposed && !isVerdict(basis));
  const decision = DECISION[basis][counts ? resolved : 'unresolved'];
  if (typeof decision === 'object') return decision;
  // The payment ends with funds owed; its review is where they are taken after all.
  const takes = basis === 'reviewed' && decision === 'Sukses' && funds === 'owed';
  const move = takes ? step('hold') : MOVES[decision][funds];
  return move.do === blocked ? wait('ledger') : move;
}

function isVerdict(basis: Basis): boolean {
  return basis !== 'unpaid' && basis !== 'reviewed' && verdictOf(basis) !== undefined;
}

/**
 * How a ledger step ended.
 * - `done`;
 * - `refused`: a 4xx that refuses. `again`: it had refused this step before, and an operator had it tried again;
 * - `doubtful`: a hold was refused after an attempt without an answer, which may have been executed;
 * - `gone`: the ledger does not know the hold (404);
 * - `unstated`: it was not asked for a hold, because nobody has stated an amount;
 * - `silent`: the activity ended for good without an answer, completed or cancelled by hand.
 */
export type LedgerAnswer = 'done' | 'refused' | 'again' | 'doubtful' | 'gone' | 'unstated' | 'silent';

/** Where an answer leaves the funds, and the step that needs an operator first. */
export interface Left {
  funds: FundsPosition;
  blocked?: LedgerStep;
}

const to = (funds: FundsPosition): Left => ({ funds });
const ask = (funds: FundsPosition, blocked: LedgerStep): Left => ({ funds, blocked });

type Answers = Partial<Record<LedgerAnswer, Left>>;

/** Where the funds are once a new hold is asked for after pay; before pay it is `holding`. Other steps do not move them. */
export function whileAsked(funds: FundsPosition, asked: LedgerStep): FundsPosition {
  const isNew = asked === 'hold' && (funds === 'none' || funds === 'released' || funds === 'owed');
  return isNew ? 'retaking' : funds;
}

/** Where each answer leaves the funds. Only the steps and answers that exist are listed. */
const AFTER: Partial<Record<FundsPosition, Partial<Record<LedgerStep, Answers>>>> = {
  holding: {
    hold: { done: to('held'), refused: to('none'), doubtful: to('unsure'), silent: to('holding') },
    release: {
      done: to('released'),
      gone: to('none'),
      refused: ask('holding', 'release'),
      silent: ask('holding', 'release'),
    },
  },
  unsure: {
    release: {
      done: to('released'),
      gone: to('none'),
      refused: ask('unsure', 'release'),
      silent: ask('unsure', 'release'),
    },
  },
  held: {
    capture: {
      done: to('captured'),
      refused: ask('held', 'capture'),
      again: to('abandoned'),
      gone: ask('released', 'hold'),
      silent: ask('held', 'capture'),
    },
    release: {
      done: to('released'),
      gone: to('released'),
      refused: ask('held', 'release'),
      silent: ask('held', 'release'),
    },
  },
  abandoned: {
    release: {
      done: ask('owed', 'hold'),
      gone: ask('owed', 'hold'),
      refused: ask('abandoned', 'release'),
      silent: ask('abandoned', 'release'),
    },
  },
  retaking: {
    hold: {
      done: to('held'),
      refused: ask('owed', 'hold'),
      doubtful: to('untaken'),
      // No resolution can change that, so that it must not wait for one.
      unstated: to('untakable'),
      silent: ask('retaking', 'hold'),
    },
    release: {
      done: to('released'),
      gone: to('released'),
      refused: ask('retaking', 'release'),
      silent: ask('retaking', 'release'),
    },
  },
  untaken: {
    release: {
      done: ask('owed', 'hold'),
      gone: ask('owed', 'hold'),
      refused: ask('untaken', 'release'),
      silent: ask('untaken', 'release'),
    },
  },
  captured: {
    release: {
      done: to('released'),
      refused: ask('captured', 'release'),
      again: to('kept'),
      gone: ask('captured', 'release'),
      silent: ask('captured', 'release'),
    },
  },
};

const LIKE_A_REFUSAL: ReadonlySet<LedgerAnswer> = new Set(['again', 'gone', 'unstated']);

/** Where an answer to a step leaves the funds. Throws for a step that the position does not have. */
export function afterAnswer(funds: FundsPosition, asked: LedgerStep, answer: LedgerAnswer): Left {
  const answers = AFTER[funds]?.[asked];
  // A refusal for the second time, or of a hold that is gone, is like any refusal where the table makes no difference.
  const left = answers?.[answer] ?? (LIKE_A_REFUSAL.has(answer) ? answers?.refused : undefined);
  if (!left) throw new Error(`no cell for ${funds}, ${asked}, ${answer}`);
  return left;
}

/** A funds position in the words of the contract. */
export function shownFunds(funds: FundsPosition): 'none' | 'holding' | 'held' | 'captured' | 'released' | 'owed' {
  return SHOWN[funds];
}

const SHOWN: Record<FundsPosition, 'none' | 'holding' | 'held' | 'captured' | 'released' | 'owed'> = {
  unfunded: 'none',
  none: 'none',
  holding: 'holding',
  unsure: 'holding',
  held: 'held',
  abandoned: 'held',
  retaking: 'holding',
  untaken: 'holding',
  captured: 'captured',
  kept: 'captured',
  released: 'released',
  owed: 'owed',
  untakable: 'owed',
};

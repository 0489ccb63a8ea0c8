import { nextStep, type FundsPosition, type LedgerStep, type Situation, type Verdict } from './settlement.js';

const WHERE: Record<FundsPosition, string> = {
  unfunded: 'no ledger holds funds for this payment',
  none: 'nothing is held',
  holding: 'a hold is asked for and not answered: it may exist',
  unsure: 'the ledger refused the hold after an attempt without an answer: it may exist',
  held: 'held at the ledger',
  abandoned: 'held; the ledger does not capture them, so that they are released and owed',
  retaking: 'a new hold is asked for and not answered: it may exist',
  untaken: 'the ledger refused the new hold after an attempt without an answer: it may exist',
  captured: 'captured: the customer has paid',
  kept: 'captured; the ledger does not undo it',
  released: 'released: the customer has them back',
  owed: 'owed: the bill is paid and the funds could not be taken',
  untakable: 'owed: the bill is paid and nobody has stated an amount to take',
};

/** Where the funds are, in words. */
export function whereFundsAre(position: FundsPosition): string {
  return WHERE[position];
}

const TAKES: Record<LedgerStep, string> = {
  hold: 'takes a new hold and captures it',
  capture: 'captures the funds',
  release: 'gives the funds back',
};

/** What an operator's verdict does with the funds, in words. */
export function effectOf(situation: Situation, status: Verdict): string {
  const step = nextStep({ ...situation, resolved: status, opposed: false, blocked: undefined });
  if (step.do === 'hold' || step.do === 'capture' || step.do === 'release') return TAKES[step.do];
  return 'moves no funds';
}

import { ApplicationFailure } from '@temporalio/common';
import type { LedgerReply } from '../../contract/ledger.js';
import type { LedgerActivities } from '../../activities/index.js';

const done: LedgerReply = { kind: 'done' };

/** A refusal by the ledger. `repeated`: an earlier try got no answer. */
export function no(status: number, repeated = false): LedgerReply {
  return { kind: 'refused', status, message: `HTTP ${status}`, repeated };
}

/** No answer: the step is tried again. */
export const silence = 'silence';

type Answers = Partial<Record<keyof LedgerActivities, (LedgerReply | typeof silence)[]>>;

/** A ledger that answers by script (default: it carries every step out) and records the calls. */
export function scriptedLedger(answers: Answers = {}) {
  const steps: { step: keyof LedgerActivities; key: string; holdId: string; amount?: number }[] = [];
  const turn = (step: keyof LedgerActivities, args: { key: string; holdId: string; amount?: number }) => {
    const { key, holdId, amount } = args;
    const before = steps.filter((one) => one.step === step).length;
    steps.push({
      step,
      key: key.split(':').slice(3).join(':'),
      holdId: holdId.split(':').slice(3).join(':'),
      ...(amount === undefined ? {} : { amount }),
    });
    const answer = answers[step]?.[before] ?? done;
    if (answer === silence) throw ApplicationFailure.retryable('no answer', 'LedgerUnanswered');
    return Promise.resolve(answer);
  };
  const activities: LedgerActivities = {
    hold: async (args) => turn('hold', args),
    capture: async (args) => turn('capture', args),
    release: async (args) => turn('release', args),
  };
  return { activities, steps };
}

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

/**
 * A ledger that answers by script (default: it carries every step out) and records the calls. It remembers keys: a call
 * that was answered gets the same answer again, and another call under its key is refused. Such calls use up no answer.
 */
export function scriptedLedger(answers: Answers = {}) {
  const remembered = new Map<string, { content: string; answer: LedgerReply }>();
  const steps: { step: keyof LedgerActivities; key: string; holdId: string; amount?: number }[] = [];
  const fresh: (keyof LedgerActivities)[] = [];
  const turn = (step: keyof LedgerActivities, args: { key: string; holdId: string; amount?: number }) => {
    const { key, holdId, amount } = args;
    const content = JSON.stringify([step, args]);
    const earlier = remembered.get(key);
    const before = fresh.filter((one) => one === step).length;
    steps.push({
      step,
      key: key.split(':').slice(3).join(':'),
      holdId: holdId.split(':').slice(3).join(':'),
      ...(amount === undefined ? {} : { amount }),
    });
    if (earlier) return Promise.resolve(earlier.content === content ? earlier.answer : no(422));
    fresh.push(step);
    const answer = answers[step]?.[before] ?? done;
    if (answer === silence) throw ApplicationFailure.retryable('no answer', 'LedgerUnanswered');
    remembered.set(key, { content, answer });
    return Promise.resolve(answer);
  };
  const activities: LedgerActivities = {
    hold: async (args) => turn('hold', args),
    capture: async (args) => turn('capture', args),
    release: async (args) => turn('release', args),
  };
  return { activities, steps };
}

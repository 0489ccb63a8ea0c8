import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { LedgerActivities } from '../../activities/index.js';
import type { LedgerReply } from '../../contract/ledger.js';

type LedgerStep = keyof LedgerActivities;

/**
 * What the ledger does with the calls of a step.
 * - `execute`: what was asked, as far as its holds allow it;
 * - a number: it refuses with this HTTP status;
 * - `silent`: nothing is done and nothing is answered;
 * - `unheard`: it is executed, and the answer is lost;
 * - a function: it decides for this call, and may do something before.
 */
export type Behaviour = Decision | ((call: LedgerCall) => Promise<Behaviour>);
type Decision = 'execute' | 'silent' | 'unheard' | number;

export interface LedgerCall {
  step: LedgerStep;
  /** The whole key: `<workflow id>:<step>`. */
  key: string;
  holdId: string;
  /** Rupiah. */
  amount?: number;
}

export interface LedgerHold {
  amount: number;
  state: 'held' | 'captured' | 'released';
  captured?: number;
}

const EXECUTED = 200;
const HEARTBEAT_MS = 1_000;

/**
 * A ledger that remembers keys, as the contract asks of it: a key that was answered gets its first answer again, whatever
 * has changed since. A release after a capture is a refund.
 */
export function rememberingLedger() {
  const answers = new Map<string, number>();
  const holds = new Map<string, LedgerHold>();
  const calls: LedgerCall[] = [];
  const behaviours: Partial<Record<LedgerStep, Behaviour>> = {};

  function execute({ step, holdId, amount = 0 }: LedgerCall): number {
    const hold = holds.get(holdId);
    if (step === 'hold') {
      if (hold) return 409;
      if (amount < 1) return 400;
      holds.set(holdId, { amount, state: 'held' });
      return EXECUTED;
    }
    if (!hold) return 404;
    if (hold.state === 'released') return 409;
    if (step === 'release') {
      holds.set(holdId, { amount: hold.amount, state: 'released' });
      return EXECUTED;
    }
    if (hold.state === 'captured') return 409;
    if (amount < 1 || amount > hold.amount) return 422;
    holds.set(holdId, { ...hold, state: 'captured', captured: amount });
    return EXECUTED;
  }

  async function answer(call: LedgerCall): Promise<LedgerReply> {
    calls.push(call);
    const { info } = Context.current();
    const behaviour = await decided(behaviours[call.step] ?? 'execute', call);
    if (behaviour === 'silent') throw unanswered();
    const status = answers.get(call.key) ?? (typeof behaviour === 'number' ? behaviour : execute(call));
    answers.set(call.key, status);
    if (behaviour === 'unheard') throw unanswered();
    if (status === EXECUTED) return { kind: 'done' };
    return { kind: 'refused', status, message: `HTTP ${status}`, repeated: info.attempt > 1 };
  }

  const activities: LedgerActivities = {
    hold: async ({ key, holdId, amount }) => answer({ step: 'hold', key, holdId, amount }),
    capture: async ({ key, holdId, amount }) => answer({ step: 'capture', key, holdId, amount }),
    release: async ({ key, holdId }) => answer({ step: 'release', key, holdId }),
  };

  return {
    activities,
    calls,
    holds,
    /** Sets what happens to the calls of a step from now on. */
    on(step: LedgerStep, behaviour: Behaviour): void {
      behaviours[step] = behaviour;
    },
    /** It knows none of its holds any more. */
    losesHolds(): void {
      holds.clear();
    },
    count: (step: LedgerStep) => calls.filter((call) => call.step === step).length,
    /** The holds that are neither captured nor released. */
    open: () => [...holds].filter(([, { state }]) => state === 'held').map(([id]) => id),
    /** The sum of what is captured and not refunded; rupiah. */
    taken: () => [...holds.values()].reduce((sum, { captured = 0 }) => sum + captured, 0),
  };
}

export type RememberingLedger = ReturnType<typeof rememberingLedger>;

function unanswered(): ApplicationFailure {
  return ApplicationFailure.retryable('the ledger did not answer', 'LedgerUnanswered');
}

/** A call that waits for its decision goes on sending heartbeats. */
async function decided(behaviour: Behaviour, call: LedgerCall): Promise<Decision> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    let decision = behaviour;
    while (typeof decision === 'function') decision = await decision(call);
    return decision;
  } finally {
    clearInterval(beat);
  }
}

/** A behaviour that keeps a call waiting until `open` decides what becomes of it. */
export function gate() {
  let opened: (behaviour: Behaviour) => void = () => undefined;
  const decision = new Promise<Behaviour>((resolve) => (opened = resolve));
  let reached: () => void = () => undefined;
  const atGate = new Promise<void>((resolve) => (reached = resolve));
  return {
    behaviour: async (): Promise<Behaviour> => {
      reached();
      return decision;
    },
    /** Resolves when a call waits here. */
    atGate,
    open: (behaviour: Behaviour = 'execute') => opened(behaviour),
  };
}

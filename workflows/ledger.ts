import {
  ActivityFailure,
  CancellationScope,
  condition,
  patched,
  sleep,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { LedgerActivities } from '../activities/index.js';
import { NO_SUCH_HOLD, type LedgerReply } from '../contract/ledger.js';
import type { TimelineEntry } from '../contract/messages.js';
import { holdIdOf } from '../contract/names.js';
import type { Plan } from '../contract/plan.js';
import { ledgerCalls } from './activity-calls.js';
import { causeOf } from './cancellation.js';
import { afterAnswer, whileAsked, type FundsPosition, type LedgerAnswer, type LedgerStep } from './settlement.js';

/** What the ledger moves, and for whom. */
export interface Account {
  plan: NonNullable<Plan['ledger']>;
  account: string;
  /** The charge in rupiah; undefined while nobody has stated it. It has no default. */
  charge: () => number | undefined;
}

/** What an owner of the ledger hears of it. */
export interface LedgerEvents {
  addToTimeline(entry: Omit<TimelineEntry, 'at'>): void;
  openReview(why: string): void;
  /** A step has begun or has been answered. */
  ledgerMoved(): void;
}

/** How a step is to end before it is answered. */
interface Limit {
  /** The step is given up as soon as this holds. */
  stop: () => boolean;
  /** Milliseconds since 1970: the step is given up then. */
  until: number;
}

type Reply = LedgerReply | { kind: 'silent'; late: boolean } | { kind: 'no-amount' };

/** Patch: a key under which the ledger has done something is not used for anything else. */
const KEYS_ONCE = 'ledger-keys-once';

/** A call of the ledger, under its key. */
interface Call {
  key: string;
  send: (calls: LedgerActivities) => Promise<LedgerReply>;
}

/**
 * The customer's funds at the caller's ledger: the one engine that payments and reviews use. Steps run one after the
 * other. Each has its own key and is repeated with that key until it is answered; a step without an answer for
 * `reviewAfterMs` puts its owner under review, and is repeated all the same. `settlement.ts` says where an answer leaves
 * the funds.
 */
export class Ledger {
  position: FundsPosition;
  /** The step that waits for an operator since the ledger refused. */
  blocked: LedgerStep | undefined;
  /** Why the ledger's last answer needs an operator. */
  why = '';
  /** The step that is under way. */
  asking: LedgerStep | undefined;
  holdId: string;
  #holds: number;
  /** Refusals of each step since the funds last moved. */
  #refusals: Partial<Record<LedgerStep, number>> = {};
  /** Set by an operator's resolution after a refusal: makes keys and hold ids new; milliseconds since 1970. */
  #attempt: number | undefined;
  #refused = false;
  #captured = false;
  /** Keys under which the ledger has done something: it would only repeat its answer, also about another hold. */
  readonly #done = new Set<string>();
  /** The keys of steps that ended without an answer: they are used again, whoever asks. */
  #unanswered: Partial<Record<LedgerStep, string>> = {};
  #turn: Promise<unknown> = Promise.resolve();
  readonly #id = workflowInfo().workflowId;

  /**
   * @param start where the funds are. @param round which review of a payment this is; 1 for a payment.
   */
  constructor(
    readonly account: Account | undefined,
    private readonly events: LedgerEvents,
    start: { position: FundsPosition; holdId?: string | undefined; round?: number } = { position: 'none' },
  ) {
    const { position, holdId, round = 1 } = start;
    this.position = account ? position : 'unfunded';
    // A later review must not meet the keys of an earlier one, whose workflow id is the same.
    this.#attempt = round > 1 ? workflowInfo().startTime.getTime() : undefined;
    this.#holds = 0;
    this.holdId = holdId ?? holdIdOf(this.#id, 1);
  }

  get isHeld(): boolean {
    return this.position === 'held';
  }

  /** A hold of an earlier run is assumed, because a reset run cannot know of it. */
  earlierHoldAssumed(): void {
    // A hold that this run asked for may be the one of the earlier run, so nothing about it is certain but that it may exist.
    if (this.position !== 'none' && this.position !== 'holding' && this.position !== 'unsure') return;
    this.position = 'held';
    this.#holds = Math.max(this.#holds, 1);
  }

  /** An operator has decided: what the ledger refused is tried again under new keys. */
  resolved(): void {
    this.blocked = undefined;
    if (this.#refused) this.#attempt = Math.max((this.#attempt ?? 0) + 1, Date.now());
  }

  /**
   * Holds the charge before pay, until `limit`. From the first attempt on a release is owed, even if the ledger never
   * answers. Returns whether the funds are held.
   */
  holdBeforePay(limit: Limit): Promise<boolean> {
    return this.#inTurn(async () => {
      this.position = 'holding';
      await this.#run('hold', limit);
      return this.isHeld;
    });
  }

  /** Takes a step of `nextStep` to its answer, unless another step has moved the funds meanwhile (`isNext`). */
  take(step: LedgerStep, isNext: () => boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (isNext()) await this.#run(step);
    });
  }

  /** At the deadline, with `onDeadline: release`: gives back what is held, unless the payment is decided meanwhile. */
  releaseUnless(decided: () => boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (!decided() && this.position === 'held') await this.#run('release');
    });
  }

  async #run(step: LedgerStep, limit?: Limit): Promise<void> {
    const before = this.position;
    if (this.position !== 'holding') this.position = whileAsked(this.position, step);
    const reply = await this.#ask(step, limit);
    const answer = this.#answerOf(step, reply);
    const isRefusal = answer !== 'done' && answer !== 'silent';
    if (isRefusal) this.#refused = true;
    const { funds, blocked } = afterAnswer(this.position, step, answer);
    if (funds !== before) this.#refusals = {};
    else if (isRefusal) this.#refusals = { ...this.#refusals, [step]: (this.#refusals[step] ?? 0) + 1 };
    this.position = funds;
    this.blocked = blocked;
    this.why = reasonOf(step, reply);
    this.events.ledgerMoved();
  }

  #answerOf(step: LedgerStep, reply: Reply): LedgerAnswer {
    if (reply.kind === 'done') return 'done';
    if (reply.kind === 'silent') return 'silent';
    if (reply.kind === 'no-amount' && step === 'hold') return 'unstated';
    if (reply.kind === 'refused' && reply.status === NO_SUCH_HOLD && step !== 'hold') return 'gone';
    if (step === 'hold' && reply.kind === 'refused' && reply.repeated) return 'doubtful';
    return this.#refusals[step] ? 'again' : 'refused';
  }

  async #ask(step: LedgerStep, limit?: Limit): Promise<Reply> {
    const call = this.#callOf(step);
    if (!call) {
      this.events.addToTimeline({ event: step, result: 'no amount is known' });
      return { kind: 'no-amount' };
    }
    this.asking = step;
    this.events.ledgerMoved();
    const reply = await this.#answer(step, call.send, limit);
    this.asking = undefined;
    if (reply.kind !== 'silent') this.#unanswered = { ...this.#unanswered, [step]: undefined };
    // Released, the hold is gone: whoever holds again makes a new one.
    if (step === 'release' && reply.kind === 'done') this.#unanswered = {};
    this.#captured ||= step === 'capture' && reply.kind === 'done';
    if (reply.kind === 'done') this.#done.add(call.key);
    const why = reply.kind === 'refused' ? { code: String(reply.status), message: reply.message } : {};
    this.events.addToTimeline({ event: step, result: reply.kind === 'silent' ? 'no answer' : reply.kind, ...why });
    return reply;
  }

  /** The call of a step, under its key; undefined while nobody has stated the amount that it needs. */
  #callOf(step: LedgerStep): Call | undefined {
    const { account, charge } = this.#account;
    const amount = charge();
    if (amount === undefined && step !== 'release') return undefined;
    const key = this.#keyOf(step);
    this.#unanswered = { ...this.#unanswered, [step]: key };
    const { holdId } = this;
    if (amount === undefined || step === 'release') return { key, send: (calls) => calls.release({ key, holdId }) };
    if (step === 'capture') return { key, send: (calls) => calls.capture({ key, holdId, amount }) };
    return { key, send: (calls) => calls.hold({ key, holdId, account, amount }) };
  }

  get #account(): Account {
    if (!this.account) throw new Error('no ledger holds funds of this payment');
    return this.account;
  }

  /** Waits for the answer. The activity repeats the call by itself; here it is only watched. */
  async #answer(
    step: LedgerStep,
    call: (calls: LedgerActivities) => Promise<LedgerReply>,
    { stop, until }: Limit = { stop: () => false, until: Infinity },
  ): Promise<Reply> {
    const { plan } = this.#account;
    const scope = new CancellationScope();
    let isAnswered = false;
    const answer = scope.run(() => answerOf(call(ledgerCalls(plan, step))));
    void answer.then(() => (isAnswered = true));
    const answered = () => isAnswered;
    const isOver = () => isAnswered || stop();
    const summary = `wait for the ledger's answer to ${step}`;
    const reviewAt = Date.now() + plan.reviewAfterMs;
    if (!(await reached(isOver, Math.min(reviewAt, until), summary)) && Date.now() >= reviewAt) {
      this.events.openReview(`the ledger has not answered ${step} for ${plan.reviewAfterMs / 60_000} minutes`);
      await reached(isOver, until, summary);
    }
    // Between two attempts this ends it at once; the answer of a call in progress still counts.
    if (!answered()) scope.cancel();
    const reply = await answer;
    // The call of a worker that died can still be on its way: what comes next must not overtake it.
    if (reply.kind === 'silent' && reply.late)
      await sleep(plan.timeoutMs, { summary: `until a call of ${step} that may be open is over` });
    return reply;
  }

  #keyOf(step: LedgerStep): string {
    const open = this.#unanswered[step];
    if (open !== undefined) return open;
    // The key of a capture that was answered must not meet another hold.
    if (step === 'capture' && this.#captured) this.#attempt = Math.max((this.#attempt ?? 0) + 1, Date.now());
    if (step === 'hold') this.#newHold();
    const key = this.#newKeyOf(step);
    if (!this.#done.has(key) || !patched(KEYS_ONCE)) return key;
    this.#attempt = Math.max((this.#attempt ?? 0) + 1, Date.now());
    if (step === 'hold') this.holdId = holdIdOf(this.#id, this.#attempt);
    return this.#newKeyOf(step);
  }

  #newKeyOf(step: LedgerStep): string {
    const numbered = step !== 'capture' && this.#holds > 1 ? `${step}-${this.#holds}` : step;
    return `${this.#id}:${this.#attempt === undefined ? numbered : `${step}@${this.#attempt}`}`;
  }

  #newHold(): void {
    this.#holds += 1;
    this.holdId = holdIdOf(this.#id, this.#attempt ?? this.#holds);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(() => CancellationScope.nonCancellable(work));
    this.#turn = next.catch(() => undefined);
    return next;
  }
}

/** An activity that ends for good without the ledger's answer, given up or completed by hand, is silent. */
async function answerOf(call: Promise<LedgerReply>): Promise<Reply> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { kind: 'silent', late: causeOf(error) instanceof TimeoutFailure };
  }
}

/** Waits for a condition, at most until a time (milliseconds since 1970; Infinity: no limit). Returns whether it holds. */
async function reached(holds: () => boolean, until: number, summary: string): Promise<boolean> {
  if (holds()) return true;
  if (until !== Infinity) return condition(holds, Math.max(1, until - Date.now()), { summary });
  await condition(holds);
  return true;
}

function reasonOf(step: LedgerStep, reply: Reply): string {
  if (reply.kind === 'refused') return `the ledger refused ${step} (${reply.status})`;
  if (reply.kind === 'no-amount') return `no amount is known to ${step}`;
  return `${step} ended without an answer of the ledger`;
}

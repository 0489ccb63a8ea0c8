import { setTimeout as sleep } from 'node:timers/promises';
import { refuseOtherOutcome } from '../../client/accepted.js';
import { type ErrorCode, TuntasError } from '../../contract/errors.js';
import type { Stage } from '../../contract/messages.js';
import type { PaymentKey } from '../../contract/names.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { Session } from '../session.js';
import { NO_WORKER } from '../tools.js';
import type { Pace } from './pace.js';
import { isStuck, OutcomeUnread, type RepeatingCalls } from './repeating-calls.js';
import { InFlight } from './in-flight.js';

/** What became of a line. `failure`: nothing is known, and no further line should be tried. */
export type Paid =
  | { outcome: PaymentOutcome }
  | { refused: TuntasError }
  | { state: 'pending' | 'not-started' }
  | { failure: unknown; state: 'pending' | 'not-started' };

/** Errors about one payment. Any other is about all of them. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'RequestMismatch',
  'InvalidRequest',
  'PaymentBroken',
  'PaymentNotFound',
]);

/** Stages in which a payment has, or will have, a task on the provider's queue of inquiry and pay. */
const QUEUED: ReadonlySet<Stage> = new Set<Stage>(['inquiry', 'paying']);

/** How long one call waits for the outcome; milliseconds. */
const WAIT_MS = 5_000;
/** Payments of an earlier run that are read at once. */
const ATTACHING = 4;
/** A payment keeps its slot no longer than this: its deadline has passed by then, or no worker carries it on. */
const LONGEST_SLOT_MS = 900_000;
/** A payment at which workers fail again and again is in no queue, and keeps its slot no longer than this. */
const STUCK_SLOT_MS = 60_000;
/** A running worker answers a query well within this time. */
const QUERY_MS = 5_000;

/** How the payments of one provider are held back. */
export interface Limits {
  pace: Pace;
  inFlight: InFlight;
}

export interface Surroundings {
  session: Session;
  repeating: RepeatingCalls;
  stop: AbortSignal;
  log: (line: string) => void;
  /** Milliseconds. @default 5000 */
  waitMs?: number;
  /** How long a payment keeps its slot at which workers fail; milliseconds. @default a minute */
  stuckMs?: number;
}

/** Pays lines one by one, and asks for them again. Nothing is started twice, whoever else pays the same file. */
export class LinePayments {
  #hasWarned = false;
  readonly #attaching: InFlight;

  constructor(private readonly at: Surroundings) {
    this.#attaching = new InFlight(ATTACHING, at.stop, ATTACHING);
  }

  /** Starts a payment when one more may be in flight and its turn has come, and waits until it has ended or is Pending for long. */
  async pay(request: PaymentRequest, limits: Limits): Promise<Paid> {
    const key = { provider: request.provider, refId: request.refId };
    try {
      const before = await this.at.repeating.call(() => this.#stateOf(key));
      return before === 'unknown' ? await this.#payNew(request, key, limits) : await this.#attach(request, before);
    } catch (failure) {
      return { failure, state: 'not-started' };
    }
  }

  async #payNew(request: PaymentRequest, key: PaymentKey, { inFlight, pace }: Limits): Promise<Paid> {
    const { stop } = this.at;
    await inFlight.enter();
    try {
      await pace.turn(stop);
      if (stop.aborted) return { state: 'not-started' };
      const begun = performance.now();
      const paid = await this.#attempt(() => this.#inSlot(request, key));
      if (inFlight.wantsSample(begun)) await this.#sample(key, inFlight);
      return paid;
    } finally {
      inFlight.leave();
    }
  }

  /** A payment that was started before asks nothing new of the provider. One that runs is asked for at the end. */
  async #attach(request: PaymentRequest, before: 'running' | 'ended'): Promise<Paid> {
    const { session, waitMs = WAIT_MS } = this.at;
    await this.#attaching.enter();
    try {
      return await this.#attempt(() =>
        this.#callAbout(request, async () => {
          if (before === 'ended') return session.payments.pay(request, waitMs);
          await session.payments.start(request);
          return undefined;
        }),
      );
    } finally {
      this.#attaching.leave();
    }
  }

  /** From here on the payment may have been started. */
  async #attempt(ask: () => Promise<PaymentOutcome | undefined>): Promise<Paid> {
    try {
      const outcome = await ask();
      return outcome ? { outcome } : { state: 'pending' };
    } catch (error) {
      return withoutOutcome(error);
    }
  }

  /** What is not known changes nothing. */
  async #sample(key: PaymentKey, inFlight: InFlight): Promise<void> {
    if (this.at.stop.aborted) return;
    const waitedMs = await this.at.repeating.once(() => this.at.session.waitedMs(key)).catch(() => undefined);
    if (waitedMs !== undefined) inFlight.sample(waitedMs);
  }

  /** Asks once for a payment that was Pending; it does not wait. */
  async ask(request: PaymentRequest): Promise<Paid> {
    const { session, repeating } = this.at;
    try {
      if (await repeating.call(() => session.isRunning(request))) return { state: 'pending' };
      const outcome = await this.#callAbout(request, () => session.payments.outcome(request));
      if (outcome) refuseOtherOutcome(request, outcome);
      return outcome ? { outcome } : { state: 'pending' };
    } catch (error) {
      return withoutOutcome(error);
    }
  }

  /** A payment that has ended and cannot be read holds up no other. */
  #callAbout<T>(key: PaymentKey, ask: () => Promise<T>): Promise<T> {
    const { session, repeating, waitMs = WAIT_MS } = this.at;
    return repeating.call(ask, waitMs, async () => !(await session.isRunning(key)));
  }

  async #stateOf(key: PaymentKey): Promise<'unknown' | 'running' | 'ended'> {
    try {
      return (await this.at.session.isRunning(key)) ? 'running' : 'ended';
    } catch (error) {
      if (error instanceof TuntasError && error.code === 'PaymentNotFound') return 'unknown';
      throw error;
    }
  }

  async #inSlot(request: PaymentRequest, key: PaymentKey): Promise<PaymentOutcome | undefined> {
    const { session, repeating, stop, waitMs = WAIT_MS } = this.at;
    const begun = performance.now();
    let answer = await this.#answerOf(key, () => session.payments.pay(request, waitMs));
    // Such an answer does not say whether the payment was started.
    if (answer === 'stuck') await repeating.call(() => session.payments.start(request));
    while (!isOutcome(answer) && !stop.aborted) {
      const keepMs = await this.#slotMs(key, answer);
      if (performance.now() - begun >= keepMs) return undefined;
      if (answer === 'stuck') await sleep(waitMs, undefined, { signal: stop }).catch(() => undefined);
      answer = await this.#answerOf(key, () => session.payments.outcome(key, waitMs));
    }
    if (isOutcome(answer)) refuseOtherOutcome(request, answer);
    return isOutcome(answer) ? answer : undefined;
  }

  async #answerOf(key: PaymentKey, ask: () => Promise<PaymentOutcome | undefined>): Promise<Answer> {
    try {
      return await this.#callAbout(key, ask);
    } catch (error) {
      if (isStuck(error)) return 'stuck';
      throw error;
    }
  }

  /** How long the payment may keep its slot, as it is now; milliseconds. */
  async #slotMs(key: PaymentKey, answer: Answer): Promise<number> {
    const stage = answer === 'stuck' ? answer : await this.#stageOf(key);
    if (stage === 'stuck') return this.at.stuckMs ?? STUCK_SLOT_MS;
    return stage === undefined || QUEUED.has(stage) ? LONGEST_SLOT_MS : 0;
  }

  /** Without an answer, undefined, the payment counts as queued: whoever carries it on will ask the provider. */
  async #stageOf(key: PaymentKey): Promise<Stage | 'stuck' | undefined> {
    const { session, repeating } = this.at;
    try {
      return (await repeating.once(() => session.within(QUERY_MS, () => session.payments.progress(key)))).stage;
    } catch (error) {
      if (isStuck(error)) return 'stuck';
      await this.warnWithoutWorker();
      return undefined;
    }
  }

  /** Once, also when it is called again. */
  async warnWithoutWorker(): Promise<void> {
    const { session, repeating, log } = this.at;
    if (this.#hasWarned || (await repeating.once(() => session.hasWorker()).catch(() => true))) return;
    this.#hasWarned = true;
    log(NO_WORKER);
  }
}

/** Undefined: none in the time. `stuck`: workers fail at this payment. */
type Answer = PaymentOutcome | 'stuck' | undefined;

function isOutcome(answer: Answer): answer is PaymentOutcome {
  return answer !== undefined && answer !== 'stuck';
}

/** What is known of a payment that may have been started, and whose outcome could not be read. */
function withoutOutcome(error: unknown): Paid {
  if (isStuck(error)) return { state: 'pending' };
  return refusalOf(error) ?? { failure: error, state: 'pending' };
}

function refusalOf(error: unknown): { refused: TuntasError } | undefined {
  const isOfOne = error instanceof OutcomeUnread || (error instanceof TuntasError && REFUSALS.has(error.code));
  return isOfOne ? { refused: error } : undefined;
}

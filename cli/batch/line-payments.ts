import { type ErrorCode, TuntasError } from '../../contract/errors.js';
import type { Stage } from '../../contract/messages.js';
import type { PaymentKey } from '../../contract/names.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { PaymentRequest } from '../../contract/request.js';
import { progressNow } from '../follow.js';
import type { Session } from '../session.js';
import { NO_WORKER } from '../tools.js';
import type { Pace } from './pace.js';
import type { Reaching } from './reaching.js';

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
/** A payment keeps its slot no longer than this: its deadline has passed by then, or no worker carries it on. */
const LONGEST_SLOT_MS = 900_000;

export interface Surroundings {
  session: Session;
  reaching: Reaching;
  stop: AbortSignal;
  log: (line: string) => void;
  /** Milliseconds. @default 5000 */
  waitMs?: number;
}

/** Pays lines one by one, and asks for them again. Nothing is started twice, whoever else pays the same file. */
export class LinePayments {
  #hasWarned = false;

  constructor(private readonly at: Surroundings) {}

  /** Starts a payment when its turn has come, and waits until it has ended or needs no slot any more. */
  async pay(request: PaymentRequest, pace: Pace): Promise<Paid> {
    const { reaching, stop } = this.at;
    const key = { provider: request.provider, refId: request.refId };
    let state: 'pending' | 'not-started' = 'not-started';
    try {
      // A payment that was started before asks nothing new of the provider, and needs no turn.
      if (!(await reaching.call(() => this.#isStarted(key)))) await pace.turn(stop);
      if (stop.aborted) return { state };
      state = 'pending';
      const outcome = await this.#inSlot(request, key);
      return outcome ? { outcome } : { state };
    } catch (error) {
      return refusalOf(error) ?? { failure: error, state };
    }
  }

  /** Asks once for a payment that was Pending; it does not wait. */
  async ask(key: PaymentKey): Promise<Paid> {
    const { session, reaching } = this.at;
    try {
      if (await reaching.call(() => session.isRunning(key))) return { state: 'pending' };
      const outcome = await reaching.call(() => session.payments.outcome(key));
      return outcome ? { outcome } : { state: 'pending' };
    } catch (error) {
      return refusalOf(error) ?? { failure: error, state: 'pending' };
    }
  }

  async #isStarted(key: PaymentKey): Promise<boolean> {
    try {
      await this.at.session.isRunning(key);
      return true;
    } catch (error) {
      if (error instanceof TuntasError && error.code === 'PaymentNotFound') return false;
      throw error;
    }
  }

  async #inSlot(request: PaymentRequest, key: PaymentKey): Promise<PaymentOutcome | undefined> {
    const { session, reaching, stop, waitMs = WAIT_MS } = this.at;
    const begun = performance.now();
    let outcome = await reaching.call(() => session.payments.pay(request, waitMs));
    while (!outcome && !stop.aborted && performance.now() - begun < LONGEST_SLOT_MS && (await this.#isQueued(key))) {
      outcome = await reaching.call(() => session.payments.outcome(key, waitMs));
    }
    return outcome;
  }

  /** Without an answer the payment counts as queued: whoever carries it on will ask the provider. */
  async #isQueued(key: PaymentKey): Promise<boolean> {
    const progress = await progressNow(this.at.session, key);
    if (!progress) await this.#warn();
    return !progress || QUEUED.has(progress.stage);
  }

  async #warn(): Promise<void> {
    if (this.#hasWarned || (await this.at.session.hasWorker().catch(() => true))) return;
    this.#hasWarned = true;
    this.at.log(NO_WORKER);
  }
}

function refusalOf(error: unknown): { refused: TuntasError } | undefined {
  return error instanceof TuntasError && REFUSALS.has(error.code) ? { refused: error } : undefined;
}

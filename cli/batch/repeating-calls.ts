import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { TuntasError } from '../../contract/errors.js';
import { FAILING_AT_WORKFLOW, GRPC_STATUS } from '../../contract/grpc-status.js';

/** How long Temporal may be out of reach before a batch gives up; milliseconds. */
const OUTAGE_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** How long calls may take that do not answer; milliseconds. */
export interface CallLimits {
  /** One call, beyond what it waits for an outcome. */
  callMs: number;
  /** Every call under way, from the stop of the batch on: longer than calls wait for an outcome. */
  stoppedMs: number;
  /** How long an ended payment is asked for that cannot be read: longer than Temporal's list lags behind. @default 30000 */
  unreadMs?: number;
}

const LIMITS: CallLimits = { callMs: 10_000, stoppedMs: 8_000 };
const UNREAD_MS = 30_000;

/** Temporal answers that a payment does not run any more, and not what became of it: its list does not show it, for example. */
export class OutcomeUnread extends TuntasError {
  constructor(cause: TuntasError) {
    super('Unreachable', `the payment has ended, and its outcome cannot be read (${cause.message})`, { cause });
  }
}

/**
 * Repeats calls while Temporal does not answer: a server that is started again does not end a batch. Every call has a limit, so
 * that a server that takes calls and never answers is noticed.
 */
export class RepeatingCalls {
  /** When a call was made that had no answer, and since when there was none. */
  #since: number | undefined;
  #answeredAt = -Infinity;

  /** @param outageMs without any answer, over all calls. @default a minute */
  constructor(
    private readonly stop: AbortSignal,
    private readonly outageMs = OUTAGE_MS,
    private readonly limits = LIMITS,
  ) {}

  /**
   * Only for calls that may be repeated. Throws what they throw, and Unreachable when the outage lasts too long.
   * @param waitMs how long the call itself waits for an outcome. @default 0
   * @param hasEnded whether the payment that the call is about does not run any more. Where Temporal answers that, and not the
   * call itself, the payment alone is unreadable: throws OutcomeUnread. @default the call is about all payments
   */
  async call<T>(ask: () => Promise<T>, waitMs = 0, hasEnded?: () => Promise<boolean>): Promise<T> {
    const { unreadMs = UNREAD_MS } = this.limits;
    const first = performance.now();
    let isEnded = false;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const begun = performance.now();
      try {
        const answer = await this.once(ask, waitMs);
        this.#answered();
        return answer;
      } catch (error) {
        if (!isUnreachable(error)) {
          this.#answered();
          throw error;
        }
        this.#since ??= Math.max(begun, this.#answeredAt);
        if (this.stop.aborted || performance.now() - this.#since > this.outageMs) throw error;
        // Temporal has answered before this call, so that the call has failed by itself.
        if (isEnded) throw new OutcomeUnread(error);
        if (hasEnded && performance.now() - first > unreadMs) isEnded = await this.#isAnsweredBy(hasEnded);
        await sleep(pause, undefined, { signal: this.stop }).catch(() => undefined);
      }
    }
  }

  /** Makes one call. Throws Unreachable at its limit; what the call does then is of no interest any more. */
  async once<T>(ask: () => Promise<T>, waitMs = 0): Promise<T> {
    const over = new AbortController();
    const { signal } = over;
    const isStopped = this.stop.aborted ? Promise.resolve() : once(this.stop, 'abort', { signal });
    const ends = [
      sleep(waitMs + this.limits.callMs, undefined, { signal }),
      isStopped.then(() => sleep(this.limits.stoppedMs, undefined, { signal })),
    ];
    const lost = Promise.race(ends).then(() => {
      throw new TuntasError('Unreachable', 'Temporal does not answer');
    });
    return Promise.race([ask(), lost]).finally(() => over.abort());
  }

  /** Whether the answer is yes; false without an answer. */
  async #isAnsweredBy(ask: () => Promise<boolean>): Promise<boolean> {
    const isYes = await this.once(ask).catch(() => false);
    if (isYes) this.#answered();
    return isYes;
  }

  #answered(): void {
    this.#since = undefined;
    this.#answeredAt = performance.now();
  }
}

/** Whether Temporal does not answer; this is about all payments. */
export function isUnreachable(error: unknown): error is TuntasError {
  return isSilence(error) && !isStuck(error) && !(error instanceof OutcomeUnread);
}

/** Whether Temporal has answered that workers fail at this one payment again and again. */
export function isStuck(error: unknown): boolean {
  if (!isSilence(error)) return false;
  const { code, details = '' } = innermost(error);
  return code === GRPC_STATUS.failedPrecondition && FAILING_AT_WORKFLOW.test(details);
}

function isSilence(error: unknown): error is TuntasError {
  return error instanceof TuntasError && (error.code === 'Unreachable' || error.code === 'TimeLimit');
}

/** What gRPC has said: the cause of all the others. */
function innermost(error: Error): Error & { code?: unknown; details?: string } {
  return error.cause instanceof Error ? innermost(error.cause) : error;
}

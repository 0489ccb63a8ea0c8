import { setTimeout as sleep } from 'node:timers/promises';
import { TuntasError } from '../../contract/errors.js';

/** How long Temporal may be out of reach before a batch gives up; milliseconds. */
const OUTAGE_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** Repeats calls while Temporal does not answer: a server that is started again does not end a batch. */
export class RepeatingCalls {
  #since: number | undefined;

  /** @param outageMs without any answer, over all calls. @default a minute */
  constructor(
    private readonly stop: AbortSignal,
    private readonly outageMs = OUTAGE_MS,
  ) {}

  /** Only for calls that may be repeated. Throws what they throw, and Unreachable when the outage lasts too long. */
  async call<T>(ask: () => Promise<T>): Promise<T> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const answer = await ask();
        this.#since = undefined;
        return answer;
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        this.#since ??= performance.now();
        if (this.stop.aborted || performance.now() - this.#since > this.outageMs) throw error;
        await sleep(pause, undefined, { signal: this.stop }).catch(() => undefined);
      }
    }
  }
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof TuntasError && error.code === 'Unreachable';
}

import type { Evidence } from '../contract/evidence.js';

/**
 * Holds back new pays of one provider after several in a row got no answer. Status checks never ask it.
 * After the pause pays go out again; the first that is left without an answer starts the next pause.
 */
export class Breaker {
  #unanswered = 0;
  #until = 0;

  constructor(
    private readonly failures: number,
    private readonly pauseMs: number,
  ) {}

  /** How long pays still wait, in milliseconds. */
  pausedFor(now: number): number {
    return Math.max(0, this.#until - now);
  }

  saw(evidence: Evidence, now: number): void {
    const unanswered = (evidence.kind === 'unknown' && evidence.code === '') || evidence.kind === 'not-sent';
    this.#unanswered = unanswered ? this.#unanswered + 1 : 0;
    if (this.#unanswered >= this.failures) this.#until = now + this.pauseMs;
  }
}

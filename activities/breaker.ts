import type { ProviderConfig } from '../contract/config.js';
import { milliseconds } from '../contract/duration.js';
import type { Evidence } from '../contract/evidence.js';

/**
 * Holds back new pays of one provider after several in a row got no reply. Status checks do not use it.
 * After the pause pays are sent again; the first one without a reply starts the next pause.
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

  record(evidence: Evidence, now: number): void {
    const unanswered = (evidence.kind === 'unknown' && evidence.code === '') || evidence.kind === 'not-sent';
    this.#unanswered = unanswered ? this.#unanswered + 1 : 0;
    if (this.#unanswered >= this.failures) this.#until = now + this.pauseMs;
  }
}

/** The breaker of a provider, made at its first pay. */
export type Breakers = (provider: string, settings: ProviderConfig['breaker']) => Breaker;

/** One breaker for each provider, kept for as long as the worker runs. */
export function createBreakers(): Breakers {
  const breakers = new Map<string, Breaker>();
  return (provider, { failures, pause }) => {
    const breaker = breakers.get(provider) ?? new Breaker(failures, milliseconds(pause));
    breakers.set(provider, breaker);
    return breaker;
  };
}

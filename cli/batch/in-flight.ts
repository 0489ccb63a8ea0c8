/** Samples that decide about the limit together, by their median. */
const WINDOW = 4;
/** Between two samples; milliseconds. */
const SAMPLE_EVERY_MS = 200;
/** How many times as long as alone the tasks of a payment beside the batch may wait: well below twice. */
const TOLERATED = 1.4;
/** Differences below this say nothing; milliseconds. */
const NOISE_MS = 5;

/**
 * Bounds the payments in flight at one provider, and finds the bound. It begins with one; it grows while their tasks wait
 * for workers about as long as those of one alone, and shrinks when they wait longer. Whatever is short (the provider's
 * rate, workers, the server), payments beside the batch wait for the same.
 */
export class InFlight {
  #limit: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];
  #samples: number[] = [];
  #sampledAt = -Infinity;
  #changedAt = -Infinity;
  #aloneMs: number | undefined;

  /**
   * @param most the limit is never above it.
   * @param stop lets everybody in, so that nobody waits in vain.
   * @param first the limit before the first samples. @default 1
   */
  constructor(
    private readonly most: number,
    stop: AbortSignal,
    first = 1,
  ) {
    this.#limit = first;
    const open = () => this.#setLimit(Infinity);
    if (stop.aborted) open();
    else stop.addEventListener('abort', open, { once: true });
  }

  get limit(): number {
    return this.#limit;
  }

  /** Resolves when one more may be in flight. Each needs one `leave`. */
  enter(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#admit();
    });
  }

  leave(): void {
    this.#inside -= 1;
    this.#admit();
  }

  /** Whether a payment that began at `begun` (`performance.now`) is worth a sample: its surroundings were those of now. */
  wantsSample(begun: number): boolean {
    return begun >= this.#changedAt && performance.now() - this.#sampledAt >= SAMPLE_EVERY_MS;
  }

  /** How long the tasks of a payment have waited; milliseconds. */
  sample(waitedMs: number): void {
    this.#sampledAt = performance.now();
    this.#samples.push(waitedMs);
    if (this.#samples.length < WINDOW || this.#limit === Infinity) return;
    const sorted = this.#samples.sort((one, other) => one - other);
    this.#decide(((sorted[WINDOW / 2 - 1] ?? 0) + (sorted[WINDOW / 2] ?? 0)) / 2);
    this.#samples = [];
    this.#changedAt = performance.now();
  }

  #decide(waitedMs: number): void {
    const aloneMs = this.#learn(waitedMs);
    // A payment of the batch waits for the others in flight, a payment beside it for one more.
    const besideMs = waitedMs + (waitedMs - aloneMs) / Math.max(1, this.#limit - 1);
    const isCrowded = besideMs > aloneMs * TOLERATED + NOISE_MS;
    const step = Math.max(1, Math.floor(this.#limit / 4));
    this.#setLimit(isCrowded ? Math.max(1, Math.floor(this.#limit * 0.7)) : Math.min(this.most, this.#limit + step));
  }

  /** What one alone waits. With one in flight that is the present wait, also when everything has become slower. */
  #learn(waitedMs: number): number {
    const before = this.#aloneMs ?? waitedMs;
    this.#aloneMs = this.#limit === 1 ? (before + waitedMs) / 2 : Math.min(before, waitedMs);
    return this.#aloneMs;
  }

  #setLimit(limit: number): void {
    this.#limit = limit;
    this.#admit();
  }

  #admit(): void {
    while (this.#inside < this.#limit) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#inside += 1;
      next();
    }
  }
}

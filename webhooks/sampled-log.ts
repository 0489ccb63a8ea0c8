const EVERY_MS = 10_000;

interface Window {
  /** When its line was written; milliseconds since 1970. */
  since: number;
  /** Lines that came since and were not written. */
  more: number;
  latest: string;
}

/**
 * A log with at most one line per kind and provider in ten seconds: a flood of deliveries must not fill a disk. The line
 * that comes after others were left out says how many.
 */
export class SampledLog {
  readonly #windows = new Map<string, Window>();

  constructor(
    private readonly write: (line: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Writes the line, or counts it. */
  log(kind: string, provider: string, line: string): void {
    const key = `${kind} ${provider}`;
    const window = this.#windows.get(key);
    if (window && !this.#isOver(window)) {
      window.more += 1;
      window.latest = line;
      return;
    }
    this.#begin(key, line, window?.more ?? 0);
  }

  /** Writes the number of lines that were left out in the windows that are over; with `all`, in every window. */
  flush(all = false): void {
    for (const [key, window] of this.#windows) {
      if (!all && !this.#isOver(window)) continue;
      if (window.more > 0) this.#begin(key, window.latest, window.more - 1);
      else this.#windows.delete(key);
    }
  }

  #begin(key: string, line: string, more: number): void {
    this.#windows.set(key, { since: this.now(), more: 0, latest: line });
    this.write(more > 0 ? `${line} … and ${more} more like it` : line);
  }

  #isOver({ since }: Window): boolean {
    return this.now() - since >= EVERY_MS;
  }
}

/** Runs at most `room` pieces of work at once, in the order in which they came. */
export class Limiter {
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly room: number) {}

  async pass(work: () => Promise<void>): Promise<void> {
    if (this.#inside >= this.room) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inside += 1;
    try {
      await work();
    } finally {
      // The place goes to the next in line, or becomes free.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside -= 1;
    }
  }
}

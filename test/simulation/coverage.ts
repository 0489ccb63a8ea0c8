import { EVENTS } from './events.js';
import type { Met } from './simulation.js';
import { STEPS } from './steps.js';

const EVENT_NAMES = Object.keys(EVENTS);
const POINTS = STEPS.length * EVENT_NAMES.length;

/** Which pairs of points have been met: something that happened at one step, and then something at another. */
export class Coverage {
  readonly #points = new Set<number>();
  readonly #pairs = new Set<number>();

  /** Adds what one payment has met; returns the pairs that are new. */
  add(met: readonly Met[]): number[] {
    const codes = met.map(({ step, event }) => STEPS.indexOf(step) * EVENT_NAMES.length + EVENT_NAMES.indexOf(event));
    const pairs = codes.flatMap((first, index) => codes.slice(index + 1).map((second) => first * POINTS + second));
    for (const code of codes) this.#points.add(code);
    const fresh = [...new Set(pairs)].filter((pair) => !this.#pairs.has(pair));
    for (const pair of fresh) this.#pairs.add(pair);
    return fresh;
  }

  /** Adds pairs that another process has met. */
  addPairs(pairs: readonly number[]): void {
    for (const pair of pairs) {
      this.#pairs.add(pair);
      this.#points.add(Math.floor(pair / POINTS));
      this.#points.add(pair % POINTS);
    }
  }

  get points(): number {
    return this.#points.size;
  }

  get pairs(): number {
    return this.#pairs.size;
  }
}

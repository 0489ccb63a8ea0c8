/** One thing that is to happen. */
interface Due {
  at: number;
  order: number;
  work: () => void | Promise<void>;
  isOff: boolean;
}

/**
 * The only clock of a simulation. Nothing happens by itself: the next thing that is due is taken, the clock is set to its
 * time, and all that it leads to at once is carried out before the next one. Milliseconds since 1970.
 */
export class VirtualTime {
  #now: number;
  #order = 0;
  #working = 0;
  readonly #heap: Due[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  /** Orders something to happen after `ms`; returns how to call it off. What is due at one time happens in the order of its ordering. */
  after(ms: number, work: () => void | Promise<void>): () => void {
    this.#order += 1;
    const due: Due = { at: this.#now + Math.max(0, Math.floor(ms)), order: this.#order, work, isOff: false };
    this.#push(due);
    return () => (due.isOff = true);
  }

  /** Waits; never resolves where the one that waits is gone by then. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets everything happen until `isOver` holds, nothing is due any more, or the clock would pass `limit`. */
  async run(isOver: () => boolean, limit: number): Promise<void> {
    for (;;) {
      if (isOver()) return;
      const next = this.#pop();
      if (!next) return;
      if (next.at > limit) {
        this.#push(next);
        return;
      }
      this.#now = next.at;
      await next.work();
      do await settled();
      while (this.#working > 0);
    }
  }

  /** Work that takes real time and none of the simulation's: the clock waits for it. */
  async meanwhile<T>(work: () => Promise<T>): Promise<T> {
    this.#working += 1;
    try {
      return await work();
    } finally {
      this.#working -= 1;
    }
  }

  #push(due: Due): void {
    const heap = this.#heap;
    heap.push(due);
    for (let child = heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!isBefore(heap[child], heap[parent])) break;
      swap(heap, child, parent);
      child = parent;
    }
  }

  #pop(): Due | undefined {
    for (;;) {
      const top = this.#take();
      if (!top?.isOff) return top;
    }
  }

  #take(): Due | undefined {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return last;
    const top = heap[0];
    heap[0] = last;
    for (let parent = 0; ;) {
      const left = 2 * parent + 1;
      const least = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!isBefore(heap[least], heap[parent])) return top;
      swap(heap, least, parent);
      parent = least;
    }
  }
}

function isBefore(one: Due | undefined, other: Due | undefined): boolean {
  if (!one || !other) return false;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function swap(heap: Due[], one: number, other: number): void {
  const [a, b] = [heap[one], heap[other]];
  if (!a || !b) return;
  heap[one] = b;
  heap[other] = a;
}

/** Every promise that can go on without the clock has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

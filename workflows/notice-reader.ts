import { ActivityFailure, CancellationScope, condition } from '@temporalio/workflow';
import type { NoticeRead } from '../activities/read-notices.js';
import type { Notice } from '../contract/notice.js';

/** How many notices, and how many characters of their bodies, wait to be read. What is above that is only a hint. */
const MOST_UNREAD = { notices: 1_000, characters: 4_000_000 };
/** How many are read by one activity. */
const MOST_AT_ONCE = { notices: 50, characters: 256_000 };

/** Batches in a row in which nothing was proven, and the pause before the next one: a history has its limits. */
const PAUSES = [
  { batches: 10, ms: () => 0 },
  { batches: 200, ms: (batches: number) => Math.min(1_000 * 2 ** (batches - 10), 60_000) },
  { batches: Infinity, ms: () => 3_600_000 },
];

/** A notice, and what was known when it arrived. */
interface Arrived<T> {
  notice: Notice;
  when: T;
}

/**
 * Has notices verified and read by an activity, several at a time and one activity at once. Only its answers are heard.
 * Notices that prove nothing are read ever more slowly, and never keep one that proves something from being read.
 */
export class NoticeReader<T> {
  #unread: Arrived<T>[] = [];
  #reading: Arrived<T>[] = [];
  #characters = 0;
  #unprovenBatches = 0;
  #isRunning = false;
  #isStopped = false;

  /**
   * @param read the activity. @param hear what one notice amounts to, with what was known when it arrived.
   * @param isReady before this holds nothing is read.
   */
  constructor(
    private readonly read: (notices: Notice[]) => Promise<NoticeRead[]>,
    private readonly hear: (read: NoticeRead, when: T) => void,
    private readonly isReady: () => boolean = () => true,
  ) {}

  /** Whether nothing waits to be read. */
  get isIdle(): boolean {
    return this.#isStopped || (this.#unread.length === 0 && this.#reading.length === 0);
  }

  /** What was received and not read; once stopped it is for somebody else to read. */
  get left(): Notice[] {
    return [...this.#reading, ...this.#unread].map(({ notice }) => notice);
  }

  /** Keeps a notice for reading. Returns false where there are too many. */
  receive(notice: Notice, when: T): boolean {
    const { length } = notice.body;
    if (this.#unread.length >= MOST_UNREAD.notices) return false;
    if (this.#characters + length > MOST_UNREAD.characters) return false;
    // The same delivery twice, as providers send them, is read once.
    if (this.#unread.some((other) => isSame(other.notice, notice))) return true;
    this.#unread.push({ notice, when });
    this.#characters += length;
    if (!this.#isRunning && !this.#isStopped) void CancellationScope.nonCancellable(() => this.#readAll());
    return true;
  }

  /** From now on nothing is read here any more. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Takes what is left, once stopped. */
  takeLeft(): Notice[] {
    const { left } = this;
    this.#unread = [];
    this.#reading = [];
    this.#characters = 0;
    return left;
  }

  async #readAll(): Promise<void> {
    this.#isRunning = true;
    await condition(() => this.#isStopped || this.isReady());
    while (this.#unread.length > 0 && !this.#isStopped) {
      const pause = pauseAfter(this.#unprovenBatches);
      const isOver = pause > 0 && (await condition(() => this.#isStopped, pause));
      if (!isOver) await this.#readBatch();
    }
    this.#isRunning = false;
  }

  async #readBatch(): Promise<void> {
    this.#reading = this.#takeBatch();
    const answers = await this.#answers(this.#reading);
    if (this.#isStopped) return;
    const batch = this.#reading;
    this.#reading = [];
    this.#unprovenBatches = answers.some((answer) => typeof answer === 'object') ? 0 : this.#unprovenBatches + 1;
    for (const [i, { when }] of batch.entries()) this.hear(answers[i] ?? 'unproven', when);
  }

  #takeBatch(): Arrived<T>[] {
    let characters = 0;
    const most = this.#unread.slice(0, MOST_AT_ONCE.notices);
    const size = most.findIndex(({ notice }) => (characters += notice.body.length) > MOST_AT_ONCE.characters);
    const batch = this.#unread.splice(0, size < 0 ? most.length : Math.max(1, size));
    this.#characters -= batch.reduce((sum, { notice }) => sum + notice.body.length, 0);
    return batch;
  }

  /** An activity that was ended by hand has proven nothing. */
  async #answers(batch: readonly Arrived<T>[]): Promise<NoticeRead[]> {
    try {
      return await this.read(batch.map(({ notice }) => notice));
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      return [];
    }
  }
}

/** The same body under another signature is another delivery: only one of the two may be the provider's. */
function isSame(a: Notice, b: Notice): boolean {
  return a.body === b.body && JSON.stringify(a.headers) === JSON.stringify(b.headers);
}

function pauseAfter(batches: number): number {
  return PAUSES.find((pause) => batches < pause.batches)?.ms(batches) ?? 0;
}

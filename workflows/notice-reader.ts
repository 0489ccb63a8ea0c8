import { ActivityFailure, CancellationScope, condition } from '@temporalio/workflow';
import type { NoticeRead } from '../activities/read-notices.js';
import { sizeOf, type Notice } from '../contract/notice.js';

/** How many notices, and how many bytes of them, wait to be read. What is above that is only a hint. */
const MOST_UNREAD = { notices: 1_000, bytes: 4_000_000 };
/** How many are read by one activity. */
const MOST_AT_ONCE = { notices: 50, bytes: 256_000 };

/** How long money and the end of a payment wait for notices that have arrived and are not read; milliseconds. */
export const LAST_NOTICES_MS = 10_000;

/** Batches in a row in which nothing was proven, and the pause before the next one: a history has its limits. */
const PAUSES = [
  { batches: 10, ms: () => 0 },
  { batches: 200, ms: (batches: number) => Math.min(1_000 * 2 ** (batches - 10), 60_000) },
  { batches: Infinity, ms: () => 3_600_000 },
];

const PAUSE = 'pause, because the notices so far prove nothing';

/** What the timer of a wait for notices is for. */
export const LAST_NOTICES = 'wait until the notices that have arrived are read';

/** A notice, and what was known when it arrived. */
interface Arrived<T> {
  notice: Notice;
  /** Body and headers: the same body under another signature is another delivery. */
  print: string;
  when: T;
}

/**
 * Has notices verified and read by an activity, several at a time and one activity at once. Only its answers are heard.
 * Notices that prove nothing are read ever more slowly, and never keep one that proves something from being read.
 */
export class NoticeReader<T> {
  #unread: Arrived<T>[] = [];
  #reading: Arrived<T>[] = [];
  #bytes = 0;
  #unprovenBatches = 0;
  #isRunning = false;
  #isStopped = false;

  /**
   * @param read the activity. @param hear what one notice amounts to, with what was known when it arrived.
   * @param isReady before this holds nothing is read.
   */
  constructor(
    private readonly read: (notices: Notice[]) => Promise<NoticeRead[]>,
    private readonly hear: (read: NoticeRead, when: T, notice: Notice) => void,
    private readonly isReady: () => boolean = () => true,
  ) {}

  /** Whether nothing waits to be read. */
  get isIdle(): boolean {
    return this.#isStopped || (this.#unread.length === 0 && this.#reading.length === 0);
  }

  /** Keeps a notice for reading. Returns false where there are too many. */
  receive(notice: Notice, when: T): boolean {
    const size = sizeOf(notice);
    if (this.#unread.length >= MOST_UNREAD.notices) return false;
    if (this.#bytes + size > MOST_UNREAD.bytes) return false;
    const print = JSON.stringify(notice);
    // The same delivery twice, as providers send them, is read once.
    if (this.#unread.some((other) => other.print === print)) return true;
    this.#unread.push({ notice, print, when });
    this.#bytes += size;
    if (!this.#isRunning && !this.#isStopped) void CancellationScope.nonCancellable(() => this.#readAll());
    return true;
  }

  /** From now on nothing is read here any more. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Takes what was received and not read, once stopped: it is for somebody else to read. */
  takeLeft(): Notice[] {
    const left = [...this.#reading, ...this.#unread].map(({ notice }) => notice);
    this.#unread = [];
    this.#reading = [];
    this.#bytes = 0;
    return left;
  }

  async #readAll(): Promise<void> {
    this.#isRunning = true;
    await condition(() => this.#isStopped || this.isReady());
    while (this.#unread.length > 0 && !this.#isStopped) {
      const pause = pauseAfter(this.#unprovenBatches);
      const isOver = pause > 0 && (await condition(() => this.#isStopped, pause, { summary: PAUSE }));
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
    for (const [i, { when, notice }] of batch.entries()) this.hear(answers[i] ?? 'unproven', when, notice);
  }

  #takeBatch(): Arrived<T>[] {
    let bytes = 0;
    const most = this.#unread.slice(0, MOST_AT_ONCE.notices);
    const size = most.findIndex(({ notice }) => (bytes += sizeOf(notice)) > MOST_AT_ONCE.bytes);
    const batch = this.#unread.splice(0, size < 0 ? most.length : Math.max(1, size));
    this.#bytes -= batch.reduce((sum, { notice }) => sum + sizeOf(notice), 0);
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

function pauseAfter(batches: number): number {
  return PAUSES.find((pause) => batches < pause.batches)?.ms(batches) ?? 0;
}

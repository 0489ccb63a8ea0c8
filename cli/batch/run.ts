import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { given } from '../../contract/given.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { Session } from '../session.js';
import type { Checked } from './check.js';
import { Counts } from './counts.js';
import type { BatchFile, BatchLine } from './file.js';
import { LinePayments, type Paid } from './line-payments.js';
import { keyCells } from './lines.js';
import { Pace } from './pace.js';
import { type CallLimits, RepeatingCalls } from './repeating-calls.js';
import { type ResultFile, ResultNotWritten } from './result-file.js';
import { InFlight } from './in-flight.js';
import { errorRow, outcomeRow } from './rows.js';
import { rowWithoutOutcome } from './rows-without-outcome.js';

export interface RunOptions {
  session: Session;
  file: BatchFile;
  checked: Checked;
  result: Pick<ResultFile, 'put' | 'finish'>;
  /** The most payments in flight at each provider. */
  concurrency: number;
  /** Payments started per second at a provider. */
  perSecond: (provider: string) => number;
  /** How long Pending payments are asked for after the last line was started; milliseconds. */
  waitMs: number;
  /** Ends the starting of payments. */
  stop: AbortSignal;
  log: (line: string) => void;
  counts?: Counts;
  /** For tests: how long one call waits, and how long Temporal may be out of reach; milliseconds. */
  callMs?: number;
  outageMs?: number;
  /** For tests: how long calls may take that do not answer, and a payment keeps its slot at which workers fail. */
  limits?: CallLimits;
  stuckMs?: number;
}

/** How a run ended. */
export interface Ended {
  counts: Counts;
  /** Good lines that this run did not get to. */
  notStarted: number;
  isWritten: boolean;
  /** Why it stopped before its end. */
  failure?: unknown;
}

interface GoodLine {
  line: BatchLine;
  request: PaymentRequest;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Pays every good line: at each provider as many at once as slow nobody else, at an even pace. A payment that stays Pending gives up
 * its slot, and is asked for again at the end. Memory holds some bytes for each line, and no lines.
 */
export class BatchRun {
  readonly #counts: Counts;
  readonly #isPending: Uint8Array;
  readonly #halt = new AbortController();
  readonly #stop: AbortSignal;
  readonly #payments: LinePayments;
  #failure: { error: unknown } | undefined;
  #isRowLost = false;

  constructor(private readonly options: RunOptions) {
    const { session, checked, log, stop, counts, callMs, outageMs, limits, stuckMs } = options;
    this.#counts = counts ?? new Counts();
    this.#isPending = new Uint8Array(checked.lines);
    this.#stop = AbortSignal.any([stop, this.#halt.signal]);
    // Each line in flight may wait for it.
    setMaxListeners(0, this.#stop);
    const repeating = new RepeatingCalls(this.#stop, outageMs, limits);
    this.#payments = new LinePayments({
      ...{ session, repeating, log, stop: this.#stop },
      ...given({ waitMs: callMs, stuckMs }),
    });
  }

  async run(): Promise<Ended> {
    const { checked, waitMs } = this.options;
    await this.#payments.warnWithoutWorker();
    await Promise.all([...checked.providers.keys()].map((provider) => this.#payAll(provider)));
    await this.#askAgain(waitMs);
    const isWritten = await this.#finish();
    const good = checked.lines - checked.bad;
    return {
      counts: this.#counts,
      notStarted: good - this.#counts.seen,
      isWritten,
      ...(this.#failure && { failure: this.#failure.error }),
    };
  }

  /** The providers are paid side by side, so that none waits for another. */
  async #payAll(provider: string): Promise<void> {
    const { concurrency, perSecond } = this.options;
    const limits = { pace: new Pace(perSecond(provider)), inFlight: new InFlight(concurrency, this.#stop) };
    await this.#each(
      (line) => this.#keyOf(line).provider === provider,
      async ({ line, request }) => this.#record(line, await this.#payments.pay(request, limits)),
      concurrency,
    );
  }

  async #askAgain(waitMs: number): Promise<void> {
    const until = performance.now() + waitMs;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      if (this.#counts.Pending === 0 || this.#stop.aborted) return;
      await this.#each(
        ({ ordinal }) => this.#isPending[ordinal] === 1,
        async ({ line, request }) => this.#record(line, await this.#payments.ask(request)),
        this.options.concurrency,
      );
      const leftMs = until - performance.now();
      if (leftMs <= 0) return;
      const quick = this.#counts.Pending === 0 ? 0 : Math.min(pause, leftMs);
      await sleep(quick, undefined, { signal: this.#stop }).catch(() => undefined);
    }
  }

  /** Does the work for the chosen good lines, so many at once, until it is stopped. */
  async #each(
    isChosen: (line: BatchLine) => boolean,
    work: (line: GoodLine) => Promise<void>,
    atOnce: number,
  ): Promise<void> {
    const lines = this.#goodLines(isChosen);
    const takeTurns = async () => {
      try {
        while (!this.#stop.aborted) {
          const next = await lines.next();
          if (next.done) return;
          await work(next.value);
        }
      } catch (error) {
        this.#fail(error);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, takeTurns));
    await lines.return(undefined);
  }

  async *#goodLines(isChosen: (line: BatchLine) => boolean): AsyncGenerator<GoodLine, undefined> {
    const { file, checked } = this.options;
    for await (const line of file.lines()) {
      if (!isChosen(line)) continue;
      const read = file.read(line);
      if ('request' in read && checked.repeats.of(line, read) === undefined) yield { line, request: read.request };
    }
    return undefined;
  }

  async #record(line: BatchLine, paid: Paid): Promise<void> {
    const wasPending = this.#isPending[line.ordinal] === 1;
    const isPending = 'state' in paid && paid.state === 'pending';
    if (wasPending && !isPending) this.#counts.settled();
    if (!wasPending && isPending) this.#counts.pending();
    this.#isPending[line.ordinal] = isPending ? 1 : 0;
    if ('failure' in paid) this.#fail(paid.failure);
    if ('outcome' in paid) {
      this.#counts.ended(paid.outcome);
      await this.options.result.put(line.ordinal, outcomeRow(line.line, paid.outcome));
    }
    if ('refused' in paid) {
      this.#counts.refuse();
      await this.options.result.put(line.ordinal, errorRow(line.line, this.#keyOf(line), paid.refused));
    }
  }

  async #finish(): Promise<boolean> {
    const { file, checked, result } = this.options;
    // A row that could not be kept is missing: an ordered result without it would say something untrue.
    if (this.#isRowLost) return false;
    try {
      await result.finish(file.lines(), (line) => {
        return rowWithoutOutcome(line, file, checked, this.#isPending[line.ordinal] === 1);
      });
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #keyOf(line: BatchLine) {
    return keyCells(this.options.file.columns, line);
  }

  /** Keeps the first failure, which explains the others, and starts nothing more. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#isRowLost ||= error instanceof ResultNotWritten;
    this.#halt.abort();
  }
}

import { setInterval } from 'node:timers';
import type { Sink } from '../output.js';
import type { Counts } from './counts.js';

/** Where progress is shown: a terminal gets a bar on one line, anything else a line now and then. */
export interface Screen extends Sink {
  isTTY?: boolean;
}

const BAR = 24;
const BAR_EVERY_MS = 250;
const LINE_EVERY_MS = 15_000;
/** The rate is that of the last samples: lines of an earlier run pass much faster than new payments. */
const SAMPLES = 40;

/** Shows how far a batch is, until `end`. */
export class ProgressBar {
  readonly #timer: NodeJS.Timeout;
  readonly #samples: { at: number; done: number }[] = [];
  #isShown = false;

  constructor(
    private readonly screen: Screen,
    private readonly counts: Counts,
    private readonly lines: number,
  ) {
    this.#timer = setInterval(() => this.#show(), screen.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS);
    this.#timer.unref();
  }

  /** Takes the bar away for a moment, so that a line of the log does not stand behind it. */
  log(write: () => void): void {
    this.#clear();
    write();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#clear();
  }

  #show(): void {
    const text = progressText(this.counts, this.lines, this.#rate());
    if (!this.screen.isTTY) return void this.screen.write(`${text}\n`);
    this.#isShown = true;
    this.screen.write(`\r\u001b[2K${text}`);
  }

  #clear(): void {
    if (this.#isShown) this.screen.write('\r\u001b[2K');
    this.#isShown = false;
  }

  /** Lines per second. */
  #rate(): number {
    const now = { at: performance.now(), done: this.counts.seen };
    this.#samples.push(now);
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    const [first = now] = this.#samples;
    return now.at === first.at ? 0 : ((now.done - first.done) * 1_000) / (now.at - first.at);
  }
}

/** `[####....] 120/1000  Sukses 118  Gagal 1  Pending 1  6.2/s  2m22s left`. */
export function progressText(counts: Counts, lines: number, perSecond: number): string {
  const { seen, Sukses, Gagal, Pending, refused } = counts;
  const filled = lines === 0 ? BAR : Math.round((seen / lines) * BAR);
  return [
    `[${'#'.repeat(filled).padEnd(BAR, '.')}] ${seen}/${lines}`,
    `Sukses ${Sukses}`,
    `Gagal ${Gagal}`,
    `Pending ${Pending}`,
    ...(refused > 0 ? [`refused ${refused}`] : []),
    `${perSecond.toFixed(1)}/s`,
    ...(perSecond > 0 && seen < lines ? [`${timeText((lines - seen) / perSecond)} left`] : []),
  ].join('  ');
}

function timeText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60)];
  if (hours > 0) return `${hours}h${minutes}m`;
  return minutes > 0 ? `${minutes}m${whole % 60}s` : `${whole}s`;
}

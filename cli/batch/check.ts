import type { BatchFile, BatchLine } from './file.js';
import { FaultReport, FileRefused, type LineFault } from './faults.js';
import { Repeats } from './repeats.js';

/** Each is paid apart from the others. Only without a configuration can a file name more than there are. */
const MOST_PROVIDERS = 64;
const TOO_MANY = `the file has more than ${MOST_PROVIDERS} providers`;

/** What is known of a file after it was read once, without having started anything. */
export interface Checked {
  /** Below the header, without empty ones. */
  lines: number;
  bad: number;
  /** The first faults; all of them were counted and reported. */
  faults: readonly LineFault[];
  /** Whether lines can be skipped: the header is good, and the file is CSV to its end. */
  isReadable: boolean;
  /** Good lines of each provider. */
  providers: ReadonlyMap<string, number>;
  /** What stands in more than one line; all these lines are bad. */
  repeats: Pick<Repeats, 'of'>;
}

/**
 * Reads the whole file and tells `log` each bad line, the first ones in words. Throws `InvalidInput` when it is changed.
 * @param allowSameBill two references may pay for the same. @default false
 */
export async function check(file: BatchFile, log: (text: string) => void, allowSameBill = false): Promise<Checked> {
  const report = new FaultReport(log);
  const checking = new Checking(file, report, allowSameBill);
  let isReadable = true;
  try {
    report.add(...(await file.readHeader()));
    isReadable = report.told.length === 0;
    if (isReadable) await checking.run();
    if (isReadable && checking.lines === 0)
      throw new FileRefused({ line: 1, path: '', reason: 'no line stands below it' });
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    isReadable = false;
    report.add(error.fault);
  }
  report.end();
  const { lines, bad, providers, repeats } = checking;
  return { lines, bad, faults: report.told, isReadable, providers, repeats };
}

class Checking {
  lines = 0;
  bad = 0;
  readonly providers = new Map<string, number>();
  readonly repeats: Repeats;

  constructor(
    private readonly file: BatchFile,
    private readonly report: FaultReport,
    allowSameBill: boolean,
  ) {
    this.repeats = new Repeats(file, allowSameBill);
  }

  async run(): Promise<void> {
    for await (const line of this.file.lines()) {
      this.lines += 1;
      const read = this.file.read(line);
      this.repeats.add(line, read);
      if ('request' in read) {
        this.#count(read.request.provider, 1);
        if (this.providers.size > MOST_PROVIDERS)
          throw new FileRefused({ line: line.line, path: 'provider', reason: TOO_MANY });
      } else {
        this.bad += 1;
        this.report.add(...read.faults);
      }
    }
    await this.#refuseRepeats();
  }

  async #refuseRepeats(): Promise<void> {
    const isRefused = new Uint8Array(this.lines);
    const refuse = (line: BatchLine) => {
      const read = this.file.read(line);
      if (!('request' in read) || isRefused[line.ordinal] === 1) return;
      isRefused[line.ordinal] = 1;
      this.bad += 1;
      this.#count(read.request.provider, -1);
    };
    await this.repeats.compare((earlier, line, fault) => {
      refuse(earlier);
      refuse(line);
      this.report.add(fault);
    });
  }

  #count(provider: string, change: 1 | -1): void {
    const count = (this.providers.get(provider) ?? 0) + change;
    if (count === 0) this.providers.delete(provider);
    else this.providers.set(provider, count);
  }
}

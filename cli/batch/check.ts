import type { BatchFile, BatchLine } from './file.js';
import { FaultReport, FileRefused, type LineFault } from './faults.js';
import { hashOf, References } from './references.js';

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
  /** References that stand in more than one line; all these lines are bad. */
  repeated: ReadonlySet<string>;
}

/** Reads the whole file and tells `log` each bad line, the first ones in words. Throws `InvalidInput` when it is changed. */
export async function check(file: BatchFile, log: (text: string) => void): Promise<Checked> {
  const report = new FaultReport(log);
  const checking = new Checking(file, report);
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
  const { lines, bad, providers, repeated } = checking;
  return { lines, bad, faults: report.told, isReadable, providers, repeated };
}

/** Whether another line has the reference of this one. */
export function isRepeated({ repeated }: Checked, file: BatchFile, line: BatchLine): boolean {
  if (repeated.size === 0) return false;
  const reference = file.referenceOf(line);
  return reference !== undefined && repeated.has(reference);
}

class Checking {
  lines = 0;
  bad = 0;
  readonly providers = new Map<string, number>();
  readonly repeated = new Set<string>();
  readonly #references = new References();

  constructor(
    private readonly file: BatchFile,
    private readonly report: FaultReport,
  ) {}

  async run(): Promise<void> {
    for await (const line of this.file.lines()) {
      this.lines += 1;
      const reference = this.file.referenceOf(line);
      if (reference !== undefined) this.#references.add(reference);
      const read = this.file.read(line);
      if ('request' in read) {
        this.#count(read.request.provider, 1);
        if (this.providers.size > MOST_PROVIDERS)
          throw new FileRefused({ line: line.line, path: 'provider', reason: TOO_MANY });
      } else {
        this.bad += 1;
        this.report.add(...read.faults);
      }
    }
    const suspected = this.#references.repeated();
    if (suspected.size > 0) await this.#compare(suspected);
  }

  /** Reads the file once more: which of the suspected references really stand there twice. */
  async #compare(suspected: ReadonlySet<bigint>): Promise<void> {
    const first = new Map<string, BatchLine>();
    for await (const line of this.file.lines()) {
      const reference = this.file.referenceOf(line);
      if (reference === undefined || !suspected.has(hashOf(reference))) continue;
      const earlier = first.get(reference);
      if (!earlier) {
        first.set(reference, line);
        continue;
      }
      if (!this.repeated.has(reference)) this.#refuse(earlier);
      this.repeated.add(reference);
      this.#refuse(line);
      const reason = `line ${earlier.line} has the same provider and refId: which one is meant is not certain`;
      this.report.add({ line: line.line, path: 'refId', reason });
    }
  }

  #refuse(line: BatchLine): void {
    const read = this.file.read(line);
    if (!('request' in read)) return;
    this.bad += 1;
    this.#count(read.request.provider, -1);
  }

  #count(provider: string, change: 1 | -1): void {
    const count = (this.providers.get(provider) ?? 0) + change;
    if (count === 0) this.providers.delete(provider);
    else this.providers.set(provider, count);
  }
}

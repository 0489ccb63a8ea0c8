import type { PaymentRequest } from '../../contract/request.js';
import type { BatchFile, BatchLine } from './file.js';
import type { LineFault } from './faults.js';
import type { ReadLine } from './lines.js';
import { hashOf, References } from './references.js';

/** What may stand in one line only: its reference, and the bill that it pays. */
export type RepeatKind = 'reference' | 'bill';

const SAME: Readonly<Record<RepeatKind, { what: string; doubt: string }>> = {
  reference: { what: 'the same provider and refId', doubt: 'which one is meant is not certain' },
  bill: {
    what: 'the same provider, product, customerNo, amount and fields',
    doubt: 'one of them may be a repeat (--allow-same-bill pays both)',
  },
};

/** Names what is paid, whatever its reference is. */
export function billOf({ provider, product, customerNo, amount, fields = {} }: PaymentRequest): string {
  const inputs = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([provider, product, customerNo, amount ?? null, inputs]);
}

type Hashes = Readonly<Record<RepeatKind, References>>;

const noHashes = (): Hashes => ({ reference: new References(), bill: new References() });

/** The references and bills of a whole file: which of them stand in more than one line. */
export class Repeats {
  #hashes = noHashes();
  readonly #repeated: Readonly<Record<RepeatKind, Set<string>>> = { reference: new Set(), bill: new Set() };

  /** @param allowSameBill bills are not compared. */
  constructor(
    private readonly file: BatchFile,
    private readonly allowSameBill: boolean,
  ) {}

  add(line: BatchLine, read: ReadLine): void {
    for (const [kind, text] of this.#textsOf(line, read)) this.#hashes[kind].add(text);
  }

  /**
   * Call it once after the last `add`: reads the file once more where anything may be repeated, and tells each line that has
   * what an earlier one has.
   */
  async compare(found: (earlier: BatchLine, line: BatchLine, fault: LineFault) => void): Promise<void> {
    const suspected = { reference: this.#hashes.reference.repeated(), bill: this.#hashes.bill.repeated() };
    this.#hashes = noHashes();
    if (suspected.reference.size + suspected.bill.size === 0) return;
    const first = { reference: new Map<string, BatchLine>(), bill: new Map<string, BatchLine>() };
    for await (const line of this.file.lines()) {
      for (const [kind, text] of this.#textsOf(line, this.file.read(line))) {
        if (!suspected[kind].has(hashOf(text))) continue;
        const earlier = first[kind].get(text);
        if (!earlier) first[kind].set(text, line);
        else if (kind === 'reference' || this.file.referenceOf(earlier) !== this.file.referenceOf(line)) {
          this.#repeated[kind].add(text);
          const reason = `line ${earlier.line} has ${SAME[kind].what}: ${SAME[kind].doubt}`;
          found(earlier, line, { line: line.line, path: 'refId', reason });
        }
      }
    }
  }

  /** What another line has too, in words; undefined for a line that has everything alone. */
  of(line: BatchLine, read: ReadLine): string | undefined {
    if (this.#repeated.reference.size + this.#repeated.bill.size === 0) return undefined;
    const repeated = this.#textsOf(line, read).find(([kind, text]) => this.#repeated[kind].has(text));
    return repeated && `another line has ${SAME[repeated[0]].what}`;
  }

  #textsOf(line: BatchLine, read: ReadLine): [RepeatKind, string][] {
    const reference = this.file.referenceOf(line);
    const texts: [RepeatKind, string][] = reference === undefined ? [] : [['reference', reference]];
    if ('request' in read && !this.allowSameBill) texts.push(['bill', billOf(read.request)]);
    return texts;
  }
}

import { isUtf8 } from 'node:buffer';
import { FileRefused } from './faults.js';

/** A line, and a record of several lines, that is longer than any request can be; bytes. */
export const LONGEST_RECORD = 131_072;

const LF = 0x0a;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** How files begin that are often taken for CSV. */
const OTHER_FORMATS: readonly { begins: readonly number[]; reason: string }[] = [
  { begins: [0xff, 0xfe], reason: 'the file is UTF-16: save it as "CSV UTF-8"' },
  { begins: [0xfe, 0xff], reason: 'the file is UTF-16: save it as "CSV UTF-8"' },
  {
    begins: [0x50, 0x4b, 0x03, 0x04],
    reason: 'the file is a spreadsheet (.xlsx, .ods), not CSV: save it as "CSV UTF-8"',
  },
];

/**
 * The text of a file in blocks of whole lines, without the byte order mark. Throws `FileRefused` with the line where it is not
 * UTF-8, has a NUL, has a line that is longer than `LONGEST_RECORD`, or ends without a line end: the last number may be cut.
 */
export async function* wholeLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const check = new BlockCheck();
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = data.lastIndexOf(LF) + 1;
    rest = data.subarray(end);
    if (end > 0) yield check.read(data.subarray(0, end));
    if (rest.length > LONGEST_RECORD) check.refuseLength(rest);
  }
  if (rest.length === 0) return;
  // What reads it may know better what is wrong.
  yield check.read(rest);
  check.refuseCut();
}

class BlockCheck {
  #line = 1;
  #isBegun = false;

  /** The same block, at the beginning of the file without its mark. */
  read(block: Buffer): Buffer {
    const text = this.#isBegun ? block : withoutBom(block);
    this.#isBegun = true;
    this.#line = refuseUnreadable(text, this.#line);
    return text;
  }

  refuseCut(): never {
    const reason =
      'has no line end: the file may be cut. Compare its last lines with your source; where they are complete, add a line end';
    throw new FileRefused({ line: this.#line, path: '', reason });
  }

  refuseLength(text: Buffer): never {
    if (!this.#isBegun) withoutBom(text);
    throw new FileRefused({ line: this.#line, path: '', reason: `is longer than ${LONGEST_RECORD} bytes` });
  }
}

function withoutBom(block: Buffer): Buffer {
  const other = OTHER_FORMATS.find(({ begins }) => block.subarray(0, begins.length).equals(Buffer.from(begins)));
  if (other) throw new FileRefused({ line: 1, path: '', reason: other.reason });
  return block.subarray(0, BOM.length).equals(BOM) ? block.subarray(BOM.length) : block;
}

/** No byte of a character in UTF-8 is a line feed, so that each line can be checked alone. Returns the line after the block. */
function refuseUnreadable(block: Buffer, from: number): number {
  const isReadable = isUtf8(block) && !block.includes(0);
  let line = from;
  for (let start = 0, end = block.indexOf(LF); end >= 0; start = end + 1, end = block.indexOf(LF, start)) {
    if (!isReadable) refuseLine(block.subarray(start, end), line);
    line += 1;
  }
  if (!isReadable) refuseLine(block.subarray(block.lastIndexOf(LF) + 1), line);
  return line;
}

function refuseLine(text: Buffer, line: number): void {
  if (text.includes(0)) {
    throw new FileRefused({ line, path: '', reason: 'has a NUL character: the file is no text, or it is UTF-16' });
  }
  if (!isUtf8(text)) {
    throw new FileRefused({
      line,
      path: '',
      reason: 'is not UTF-8 (Latin-1, Windows-1252?): save the file as "CSV UTF-8"',
    });
  }
}

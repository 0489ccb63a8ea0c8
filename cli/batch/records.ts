import { CsvError, parse, type Parser } from 'csv-parse';
import { FileRefused } from './faults.js';
import { type Separator, separatorOf } from './separator.js';
import { LONGEST_RECORD, wholeLines } from './text.js';

/** The cells of one line of the file; the first line, the header, is a record too. */
export interface CsvRecord {
  /** Where it begins, counted from 1. */
  line: number;
  cells: string[];
}

/**
 * Reads CSV piece by piece. Empty lines are left out. Throws `FileRefused` with the line where it is no CSV in UTF-8: after a
 * quote that stands wrong nobody knows where the next line begins.
 */
export async function* recordsOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord> {
  let reader: Reader | undefined;
  for await (const block of wholeLines(bytes)) {
    reader ??= new Reader(separatorOf(firstLine(block)));
    yield* reader.read(block);
  }
  if (!reader) throw new FileRefused({ line: 1, path: '', reason: 'the file is empty' });
  yield* reader.end();
}

function firstLine(block: Buffer): string {
  const end = block.indexOf('\n');
  return block.toString('utf8', 0, end < 0 ? block.length : end + 1);
}

class Reader {
  readonly #parser: Parser;
  #records: CsvRecord[] = [];
  /** Line breaks inside of the cells so far: the parser's own count of lines takes CRLF in a cell for two. */
  #breaks = 0;

  constructor(separator: Separator) {
    this.#parser = parse({
      delimiter: separator,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_RECORD,
      // Null keeps the parser's own queue empty.
      on_record: (cells: string[]) => (this.#add(cells), null),
    });
    // A fault comes with the call that met it.
    this.#parser.on('error', () => undefined);
  }

  read(block: Buffer): AsyncGenerator<CsvRecord> {
    return this.#step((done) => this.#parser.write(block, done));
  }

  end(): AsyncGenerator<CsvRecord> {
    return this.#step((done) => this.#parser.once('error', done).end(() => done()));
  }

  /** The records that one call to the parser gives; then its fault. */
  async *#step(call: (done: (error?: Error | null) => void) => void): AsyncGenerator<CsvRecord> {
    const error = await new Promise<Error | null | undefined>((resolve) => call(resolve));
    const found = this.#records;
    this.#records = [];
    yield* found;
    if (error) throw this.#refusal(error);
  }

  #add(cells: string[]): void {
    this.#records.push({ line: this.#line(), cells });
    for (const cell of cells) if (cell.includes('\n')) this.#breaks += cell.split('\n').length - 1;
  }

  /** Where the latest record begins. */
  #line(): number {
    return this.#parser.info.records + this.#parser.info.empty_lines + this.#breaks;
  }

  #refusal(error: Error): Error {
    if (!(error instanceof CsvError)) return error;
    return new FileRefused({ line: this.#line() + 1, path: '', reason: REASONS[error.code] ?? 'is not CSV' });
  }
}

/** In our words: the parser's quote the cell, which may be a customer's number. */
const REASONS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed before the end of the file',
  CSV_INVALID_CLOSING_QUOTE: 'a quote stands inside of a cell: in a quoted cell it is written twice',
  INVALID_OPENING_QUOTE: 'a quote stands inside of a cell: the whole cell must be quoted, and the quote written twice',
  CSV_MAX_RECORD_SIZE: `is longer than ${LONGEST_RECORD} bytes: a quote may not be closed`,
};

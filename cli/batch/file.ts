import { constants, type BigIntStats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Config } from '../../contract/config.js';
import { InvalidInput } from '../../contract/errors.js';
import { type Column, readHeader } from './columns.js';
import type { LineFault } from './faults.js';
import { readLine, type ReadLine, referenceOf } from './lines.js';
import { type CsvRecord, recordsOf } from './records.js';

/** Bytes of one read. */
const BLOCK = 16_384;

/** A line below the header. */
export interface BatchLine extends CsvRecord {
  /** Counts the lines from 0, without empty ones. */
  ordinal: number;
}

/**
 * A CSV file of bills. It is read piece by piece, as often as needed, always through the same open file: a file that takes its
 * place is not read, and one that is changed meanwhile is refused.
 */
export class BatchFile {
  #columns: readonly Column[] = [];

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    readonly stats: BigIntStats,
    private readonly config: Config | undefined,
  ) {}

  /** Throws `InvalidInput` (InvalidRequest) where the path names no file that can be read. */
  static async open(path: string, config: Config | undefined): Promise<BatchFile> {
    // Without NONBLOCK the open of a named pipe waits for a writer.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
      throw unreadable(path, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    });
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile()) {
      await handle.close();
      throw unreadable(path, 'is not a file: it is read more than once');
    }
    return new BatchFile(path, handle, stats, config);
  }

  get columns(): readonly Column[] {
    return this.#columns;
  }

  /** Reads the header; call it before anything else. Returns what is wrong with it. Throws `FileRefused`. */
  async readHeader(): Promise<LineFault[]> {
    for await (const record of recordsOf(this.#bytes())) {
      const read = readHeader(record);
      if ('faults' in read) return read.faults;
      this.#columns = read.columns;
      break;
    }
    return [];
  }

  /** Every line below the header, from the first one on. Throws `FileRefused`. */
  async *lines(): AsyncGenerator<BatchLine> {
    let ordinal = -1;
    for await (const record of recordsOf(this.#bytes())) {
      if (ordinal >= 0) yield { ...record, ordinal };
      ordinal += 1;
    }
  }

  read(line: CsvRecord): ReadLine {
    return readLine(this.#columns, line, this.config);
  }

  referenceOf(line: CsvRecord): string | undefined {
    return referenceOf(this.#columns, line);
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  async *#bytes(): AsyncGenerator<Buffer> {
    for (let position = 0; ;) {
      const { buffer, bytesRead } = await this.handle.read(Buffer.allocUnsafe(BLOCK), 0, BLOCK, position);
      const { size, mtimeNs } = await this.handle.stat({ bigint: true });
      if (size !== this.stats.size || mtimeNs !== this.stats.mtimeNs) {
        throw unreadable(this.path, 'was changed while it was read: run it again');
      }
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      position += bytesRead;
    }
  }
}

function unreadable(path: string, reason: string): InvalidInput {
  return new InvalidInput('InvalidRequest', [{ path, reason }]);
}

import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { InvalidInput, TuntasError } from '../../contract/errors.js';
import { HEADER_LINE, type Row, rowText } from './rows.js';
import { removeLeftOver, temporaryName } from './temporary.js';

/** Bytes that are gathered before they are written. */
const BLOCK = 65_536;
/** For the owner only: the result says who pays what. */
const MODE = 0o600;

/** The disk is full, for example. Payments that were started go on, and the next run of the same file finds them. */
export class ResultNotWritten extends Error {
  constructor(path: string, cause: unknown) {
    super(`${path} cannot be written (${codeOf(cause)})`, { cause });
    this.name = 'ResultNotWritten';
  }
}

/** Where the result is written when nobody names a file: `bills.csv` → `bills.results.csv`. */
export function resultPathOf(input: string): string {
  const extension = extname(input);
  return join(dirname(input), `${basename(input, extension)}.results${extension || '.csv'}`);
}

/**
 * The result of a batch, in the order of the input's lines. Rows come as payments end and are kept in a file without a name;
 * `finish` writes them in order and gives the file its name. A run that is killed leaves no file that looks like a result; what
 * one leaves that is killed during `finish`, the next `open` removes.
 */
export class ResultFile {
  readonly #starts: Float64Array;
  readonly #lengths: Uint32Array;
  #end = 0;
  #written: Promise<void> = Promise.resolve();
  #path: string;

  private constructor(
    /** Where the result shall be. */
    readonly wanted: string,
    private readonly input: BigIntStats,
    private readonly rows: FileHandle,
    lines: number,
  ) {
    this.#path = wanted;
    this.#starts = new Float64Array(lines);
    this.#lengths = new Uint32Array(lines);
  }

  /** Where the result is: beside `wanted` where `finish` has found a file of somebody else there. */
  get path(): string {
    return this.#path;
  }

  /**
   * Throws `InvalidInput` (InvalidRequest) where the result cannot be written, or would take the place of the input or of a file
   * that is no result.
   */
  static async open(path: string, input: BigIntStats, lines: number): Promise<ResultFile> {
    const target = await realpath(path).catch(() => path);
    const reason = await whyOther(target, input);
    if (reason !== undefined) throw new InvalidInput('InvalidRequest', [{ path: 'out', reason }]);
    await removeLeftOver(target);
    const name = temporaryName(target);
    try {
      const rows = await open(name, 'wx+', MODE);
      await unlink(name);
      const file = new ResultFile(target, input, rows, lines);
      await file.#append(Buffer.from(HEADER_LINE));
      await rows.datasync();
      return file;
    } catch (error) {
      throw new InvalidInput('InvalidRequest', [
        { path: 'out', reason: `${path} cannot be written (${codeOf(error)})` },
      ]);
    }
  }

  /** Keeps the row of a line; a later one takes its place. Throws `ResultNotWritten`. */
  put(ordinal: number, row: Row): Promise<void> {
    const written = this.#written.then(() => this.#put(ordinal, Buffer.from(rowText(row))));
    this.#written = written.catch(() => undefined);
    return written;
  }

  async #put(ordinal: number, bytes: Buffer): Promise<void> {
    try {
      this.#starts[ordinal] = await this.#append(bytes);
      this.#lengths[ordinal] = bytes.length;
    } catch (error) {
      throw new ResultNotWritten(this.path, error);
    }
  }

  /**
   * Writes all rows in the order of `lines`; `rowOf` makes the row of a line that has none. A file that has appeared under the
   * name meanwhile and is no result stays: the result has another name then. Throws `ResultNotWritten`, and what `lines` throws.
   */
  async finish<L extends { ordinal: number }>(lines: AsyncIterable<L>, rowOf: (line: L) => Row): Promise<void> {
    await this.#written;
    const name = temporaryName(this.path);
    try {
      const file = await open(name, 'wx', MODE);
      try {
        for await (const block of this.#inOrder(lines, rowOf)) await file.appendFile(block);
        await file.sync();
      } finally {
        await file.close();
      }
      if ((await whyOther(this.wanted, this.input)) !== undefined) this.#path = await nameBeside(this.wanted);
      await rename(name, this.#path);
    } catch (error) {
      await rm(name, { force: true }).catch(() => undefined);
      throw error instanceof TuntasError ? error : new ResultNotWritten(this.path, error);
    }
  }

  async *#inOrder<L extends { ordinal: number }>(
    lines: AsyncIterable<L>,
    rowOf: (line: L) => Row,
  ): AsyncGenerator<Buffer> {
    let block: Buffer[] = [Buffer.from(HEADER_LINE)];
    let size = 0;
    for await (const line of lines) {
      const row = this.#has(line.ordinal) ? await this.#read(line.ordinal) : Buffer.from(rowText(rowOf(line)));
      block.push(row);
      size += row.length;
      if (size < BLOCK) continue;
      yield Buffer.concat(block);
      [block, size] = [[], 0];
    }
    yield Buffer.concat(block);
  }

  close(): Promise<void> {
    return this.rows.close();
  }

  #has(ordinal: number): boolean {
    return (this.#lengths[ordinal] ?? 0) > 0;
  }

  /** Returns where the bytes begin. */
  async #append(bytes: Buffer): Promise<number> {
    const start = this.#end;
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.rows.write(bytes, done, bytes.length - done, start + done);
      done += bytesWritten;
    }
    this.#end = start + bytes.length;
    return start;
  }

  async #read(ordinal: number): Promise<Buffer> {
    const length = this.#lengths[ordinal] ?? 0;
    const { buffer } = await this.rows.read(Buffer.allocUnsafe(length), 0, length, this.#starts[ordinal] ?? 0);
    return buffer;
  }
}

/** A result of an earlier run may be replaced, and nothing else: why this file may not. */
async function whyOther(path: string, input: BigIntStats): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  if (!found) return undefined;
  if (found.dev === input.dev && found.ino === input.ino) return `${path} is the file of bills itself`;
  if (!found.isFile()) return `${path} is not a file`;
  const isOther = found.size > 0n && !(await isResult(path).catch(() => false));
  return isOther ? `${path} exists and is not the result of a batch` : undefined;
}

/** A name that no file has: `bills.results.csv` → `bills.results-2.csv`. An empty file keeps it, so that nobody else takes it. */
async function nameBeside(path: string): Promise<string> {
  const extension = extname(path);
  for (let number = 2; ; number += 1) {
    const name = join(dirname(path), `${basename(path, extension)}-${number}${extension}`);
    try {
      await (await open(name, 'wx', MODE)).close();
      return name;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

async function isResult(path: string): Promise<boolean> {
  const header = Buffer.from(HEADER_LINE);
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(header.length), 0, header.length, 0);
    return bytesRead === header.length && buffer.equals(header);
  } finally {
    await file.close();
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}

import { mkdir, open, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A file of JSON lines that survives `kill -9`: an entry is on the disk when its `append` resolves. Appends that arrive
 * during a write share the next write and its fsync.
 */
export class Journal<Entry> {
  readonly #file: FileHandle;
  #lines: string[] = [];
  #gathering: Promise<void> | undefined;
  #written: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /**
   * Opens `path` and passes each entry in it to `apply`, oldest first. A last line without its end is cut off, because
   * its `append` never resolved; any other unreadable line is an error that names file and line.
   */
  static async open<Entry>(path: string, parse: (value: unknown) => Entry, apply: (entry: Entry) => void) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    for (const [index, line] of (await completeLines(path)).entries()) {
      try {
        apply(parse(JSON.parse(line)));
      } catch (cause) {
        throw new Error(`${path}:${index + 1}: not an entry of this journal`, { cause });
      }
    }
    const file = await open(path, 'a');
    await syncFolder(dirname(path));
    return new Journal<Entry>(file);
  }

  /** Resolves when all `entries` are on the disk. Once a write has failed, every later one fails as well. */
  append(...entries: Entry[]): Promise<void> {
    for (const entry of entries) this.#lines.push(`${JSON.stringify(entry)}\n`);
    this.#gathering ??= this.#written = this.#written.then(() => this.#commit());
    return this.#gathering;
  }

  async close(): Promise<void> {
    await this.#written.catch(() => undefined);
    await this.#file.close();
  }

  async #commit(): Promise<void> {
    const lines = this.#lines.join('');
    this.#lines = [];
    this.#gathering = undefined;
    await this.#file.appendFile(lines);
    await this.#file.datasync();
  }
}

async function completeLines(path: string): Promise<string[]> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) await truncate(path, end);
  return bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
}

/** The name of a new file is on the disk only after its folder is synced. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

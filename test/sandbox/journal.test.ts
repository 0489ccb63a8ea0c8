import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../sandbox/journal.js';

describe('Journal', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tuntas-journal-'));
    path = join(folder, 'deep', 'journal.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function read(): Promise<unknown[]> {
    const entries: unknown[] = [];
    const journal = await open(entries);
    await journal.close();
    return entries;
  }

  const open = (entries: unknown[]) =>
    Journal.open<unknown>(
      path,
      (value) => value,
      (entry) => entries.push(entry),
    );

  test('a journal keeps the order of many appends at once, each on the disk when it resolves', async () => {
    const journal = await open([]);
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    await Promise.all(
      numbers.map(async (number) => {
        await journal.append(number);
        expect((await readFile(path, 'utf8')).split('\n')).toContain(String(number));
      }),
    );
    await journal.close();
    expect(await read()).toEqual(numbers);
  });

  test('a journal cuts off an incomplete last line and appends after the complete ones', async () => {
    const journal = await open([]);
    await journal.append('one', 'two');
    await journal.close();
    await appendFile(path, '"thr');
    const again = await open([]);
    await again.append('three');
    await again.close();
    expect(await read()).toEqual(['one', 'two', 'three']);
  });

  test('a journal refuses a file with an unreadable line and names the line', async () => {
    const journal = await open([]);
    await journal.close();
    await writeFile(path, '1\nnot json\n3\n');
    await expect(read()).rejects.toThrow(`${path}:2`);
  });
});

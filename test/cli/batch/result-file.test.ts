import { spawnSync } from 'node:child_process';
import { chmod, type FileHandle, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { PaymentRequest } from '../../../contract/request.js';
import { MACHINE } from '../../../cli/batch/temporary.js';
import { eachTestsFolder } from '../../support/folder.js';
import { answering, fileOf, outcomeOf, remembering, resultOf, runBatch, written } from './support.js';

const folder = eachTestsFolder();
afterEach(() => void jest.restoreAllMocks());

const FAST = ['--rate', '10000', '--wait', '0s'];
const bills = (count: number) => written(folder(), fileOf(count));
const out = () => join(folder(), 'bills.results.csv');

/** The id of a process that has ended. */
const ended = () => spawnSync(process.execPath, ['-e', '']).pid;

/** Every write to an open file, of this kind, fails from this one on as on a full disk. */
async function fullAt(method: 'write' | 'appendFile', first: number) {
  const file = await open(await written(folder(), '', 'other'));
  const handles = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  const before = handles[method] as (...args: unknown[]) => Promise<never>;
  let calls = 0;
  return jest.spyOn(handles, method).mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
    calls += 1;
    if (calls < first) return before.apply(this, args);
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  });
}

describe('the result', () => {
  test('is for its owner only, whatever an earlier one was', async () => {
    await runBatch([await bills(1), ...FAST], remembering(answering()));
    expect((await stat(out())).mode & 0o777).toBe(0o600);
    await chmod(out(), 0o644);
    await runBatch([await bills(1), ...FAST], remembering(answering()));
    expect((await stat(out())).mode & 0o777).toBe(0o600);
  });

  test('of a run that was killed at its end leaves a copy that the next run removes', async () => {
    const path = await bills(1);
    const left = `.bills.results.csv.${MACHINE}.${ended()}.0123456789ab.tmp`;
    const ofAnEarlierVersion = `.bills.results.csv.${ended()}.0123456789ab.tmp`;
    const ofLongAgo = ['.bills.results.csv.0123456789ab.tmp', '.bills.results.csv.00000000.1.0123456789ab.tmp'];
    for (const name of [left, ofAnEarlierVersion, ...ofLongAgo]) await writeFile(join(folder(), name), 'line');
    for (const name of ofLongAgo) await utimes(join(folder(), name), new Date(0), new Date(0));
    await runBatch([path, ...FAST], remembering(answering()));
    expect((await readdir(folder())).sort()).toEqual(['bills.csv', 'bills.results.csv']);
  });

  test('removes neither the copy of a run that goes on nor the files of others', async () => {
    const path = await bills(1);
    const others = [
      `.bills.results.csv.${process.ppid}.0123456789ab.tmp`,
      `.bills.results.csv.${MACHINE}.${process.ppid}.0123456789ab.tmp`,
      // Another container's, in which the number is that of another process.
      `.bills.results.csv.00000000.${ended()}.0123456789ab.tmp`,
      `.other.csv.${ended()}.0123456789ab.tmp`,
      `.bills.results.csv.${ended()}.tmp`,
      '.bills.results.csv.0123456789ab.tmp',
    ];
    for (const name of others) await writeFile(join(folder(), name), 'line');
    await runBatch([path, ...FAST], remembering(answering()));
    expect(await readdir(folder())).toEqual(expect.arrayContaining(others));
  });

  test('takes the place of no file that somebody has saved under its name during the run', async () => {
    const notes = 'my own notes of two hours\n';
    const pay = async (request: PaymentRequest) => (await writeFile(out(), notes), outcomeOf(request));
    for (const number of [2, 3]) {
      await rm(out(), { force: true });
      const { code, stdout, stderr } = await runBatch([await bills(5), ...FAST, '--json'], remembering({ pay }));
      const other = join(folder(), `bills.results-${number}.csv`);
      expect(code).toBe(0);
      expect(await readFile(out(), 'utf8')).toBe(notes);
      expect((await resultOf(other)).map(({ status }) => status)).toEqual(Array(5).fill('Sukses'));
      expect((await stat(other)).mode & 0o777).toBe(0o600);
      expect(JSON.parse(stdout[0]!)).toMatchObject({ result: other });
      expect(stderr).toContain(`tuntas: ${out()} is a file of somebody else by now: the result is ${other}`);
    }
    const names = ['bills.csv', 'bills.results-2.csv', 'bills.results-3.csv', 'bills.results.csv'];
    expect((await readdir(folder())).sort()).toEqual(names);
  });

  test('has its name from one of two runs at once, complete', async () => {
    const path = await bills(60);
    const slowly = (ms: number) => ({
      pay: (request: PaymentRequest) => new Promise((resolve) => setTimeout(() => resolve(outcomeOf(request)), ms)),
    });
    const runs = [1, 1, 2].map((ms) => runBatch([path, ...FAST, '--json'], remembering(slowly(ms))));
    for (const { code, stdout } of await Promise.all(runs)) {
      expect(code).toBe(0);
      expect(JSON.parse(stdout[0]!)).toMatchObject({ result: out(), Sukses: 60 });
    }
    const rows = await resultOf(out());
    expect(rows.map(({ line }) => Number(line))).toEqual(Array.from({ length: 60 }, (_, index) => index + 2));
    expect(rows.every(({ status }) => status === 'Sukses')).toBe(true);
    expect((await readdir(folder())).sort()).toEqual(['bills.csv', 'bills.results.csv']);
  });
});

describe('a full disk', () => {
  test('before the first payment ends the batch with 2, nothing was started', async () => {
    await fullAt('write', 1);
    const { code, error, calls } = await runBatch([await bills(3), ...FAST]);
    expect({ code, calls }).toEqual({ code: 2, calls: [] });
    expect(String(error)).toContain(`${out()} cannot be written (ENOSPC)`);
  });

  test('as the place of the result is refused', async () => {
    const { code, error, calls } = await runBatch([await bills(3), ...FAST, '--out', '/dev/full']);
    expect({ code, calls }).toEqual({ code: 2, calls: [] });
    expect(String(error)).toContain('/dev/full is not a file');
  });

  test.each([
    ['in the middle', 'write', 4],
    ['when the result is put in order', 'appendFile', 1],
  ] as const)(
    '%s ends the batch with 5; the earlier result stays, nothing else is left, and the next run has every outcome',
    async (_when, method, first) => {
      const path = await bills(30);
      await runBatch([path, ...FAST], remembering(answering()));
      const earlier = await readFile(out(), 'utf8');

      const fakes = remembering(answering());
      const full = await fullAt(method, first);
      const { code, stdout, stderr } = await runBatch([path, ...FAST, '--concurrency', '1', '--json'], fakes);
      full.mockRestore();
      expect(code).toBe(5);
      expect(stderr.join('\n')).toContain(`tuntas: ${out()} cannot be written (ENOSPC)`);
      const summary = JSON.parse(stdout[0]!) as Record<string, unknown>;
      expect(summary).toMatchObject({ error: { code: 'Unexpected' } });
      expect(summary).not.toHaveProperty('result');
      expect(await readFile(out(), 'utf8')).toBe(earlier);
      expect((await readdir(folder())).sort()).toEqual(['bills.csv', 'bills.results.csv', 'other']);

      const again = await runBatch([path, ...FAST], fakes);
      expect(again.code).toBe(0);
      expect(await resultOf(out())).toHaveLength(30);
    },
  );
});

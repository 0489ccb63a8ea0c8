import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { eachTestsFolder } from '../support/folder.js';
import { tuntasCommand } from '../support/run.js';
import { eventually, kill, startMachine, type Machine } from './machine.js';

const folder = eachTestsFolder();
let machine: Machine;
afterEach(() => machine.stop());

const BILLS = 40;
/** Test numbers of the sandbox: one fails at pay, one is Pending at first. */
const NUMBERS: Record<number, string> = { 7: '530000000006', 11: '630000000001' };

async function bills(): Promise<string> {
  const path = join(folder(), 'bills.csv');
  const rows = Array.from({ length: BILLS }, (_, index) => {
    const provider = index % 4 === 3 ? 'digiswitch' : 'digiflazz';
    return `${provider},bill-${index},pln,${NUMBERS[index] ?? 520_000_000_000 + index},true`;
  });
  await writeFile(path, ['provider,refId,product,customerNo,testing', ...rows, ''].join('\n'));
  return path;
}

interface Running {
  child: ChildProcess;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function startBatch(path: string, ...options: string[]): Running {
  const env = {
    ...process.env,
    TUNTAS_CONFIG: join(folder(), 'temporal.config.json'),
    TEMPORAL_ADDRESS: machine.server.address,
  };
  const child = spawn(process.execPath, [...tuntasCommand, 'batch', path, ...options], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return { child, ended: once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr })) };
}

async function startedPayments(): Promise<number> {
  const { count } = await machine.client.workflow.count("WorkflowType = 'payment'");
  return count;
}

/** Every bill of the file was paid at most once, and those that are Sukses exactly once. */
async function expectChargedOnce(): Promise<void> {
  const reply = await fetch(`${machine.sandbox.url}/_sandbox/charges`);
  const charges = (await reply.json()) as { ref: string; charges: number; pays: unknown[] }[];
  expect(charges).toHaveLength(BILLS);
  for (const one of charges) {
    expect({ ref: one.ref, pays: one.pays.length }).toEqual({ ref: one.ref, pays: 1 });
    expect({ ref: one.ref, charges: one.charges }).toEqual({ ref: one.ref, charges: one.ref === 'bill-7' ? 0 : 1 });
  }
}

test('a batch that is killed in the middle and run again, twice at once, charges each bill once', async () => {
  machine = await startMachine({ folder: folder() });
  await machine.startWorker();
  const path = await bills();
  const out = join(folder(), 'result.csv');
  const first = startBatch(path, '--rate', '1', '--out', out);
  await eventually(async () => (await startedPayments()) >= 8);
  await kill(first.child);
  expect(await startedPayments()).toBeLessThan(BILLS);
  // A killed run leaves nothing that looks like a result, nor anything to clean up.
  expect((await readdir(folder())).filter((name) => name.includes('result'))).toEqual([]);

  const runs = [startBatch(path, '--rate', '20', '--out', out, '--json'), startBatch(path, '--rate', '20', '--json')];
  const [one, other] = await Promise.all(runs.map(({ ended }) => ended));
  for (const ended of [one, other]) {
    expect({ code: ended?.code, stderr: ended?.stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(ended?.stdout ?? '')).toMatchObject({ lines: BILLS, Sukses: BILLS - 1, Gagal: 1, Pending: 0 });
  }
  await expectChargedOnce();
  const text = await readFile(out, 'utf8');
  const rows: Record<string, string>[] = parse(text, { columns: true });
  expect(rows.map(({ line, refId }) => `${line} ${refId}`)).toEqual(
    Array.from({ length: BILLS }, (_, index) => `${index + 2} bill-${index}`),
  );
  expect(rows[7]).toMatchObject({ status: 'Gagal' });
  expect(rows[11]).toMatchObject({ status: 'Sukses' });
  expect(await readFile(join(folder(), 'bills.results.csv'), 'utf8')).toBe(text);

  // Another content under a used reference is refused for its line alone.
  await writeFile(path, (await readFile(path, 'utf8')).replace('520000000002', '520000000099'));
  const changed = await startBatch(path, '--out', out, '--json').ended;
  expect(changed.code).toBe(5);
  expect(JSON.parse(changed.stdout)).toMatchObject({ Sukses: BILLS - 2, Gagal: 1, refused: 1 });
  const again: Record<string, string>[] = parse(await readFile(out), { columns: true });
  expect(again[2]).toMatchObject({ refId: 'bill-2', status: '', code: 'RequestMismatch' });
  expect(again[2]?.['message']).toContain('customerNo');
  await expectChargedOnce();
});

test('Ctrl-C starts nothing more, writes what is known and ends with 3; the same file again pays the rest', async () => {
  machine = await startMachine({ folder: folder() });
  await machine.startWorker();
  const path = await bills();
  const first = startBatch(path, '--rate', '1', '--json');
  await eventually(async () => (await startedPayments()) >= 5);
  first.child.kill('SIGINT');
  const { code, stdout } = await first.ended;
  expect(code).toBe(3);
  const summary = JSON.parse(stdout) as { result: string; notStarted: number; Sukses: number };
  expect(summary.notStarted).toBeGreaterThan(0);
  const rows: Record<string, string>[] = parse(await readFile(summary.result), { columns: true });
  expect(rows).toHaveLength(BILLS);
  expect(rows.filter(({ status }) => status === '')).toHaveLength(summary.notStarted);

  expect((await startBatch(path, '--rate', '20').ended).code).toBe(0);
  await expectChargedOnce();
});

test('the documented file is paid as it stands', async () => {
  machine = await startMachine({ folder: folder() });
  await machine.startWorker();
  const path = join(folder(), 'bills.csv');
  await writeFile(path, /```csv\n([^`]*)```/.exec(await readFile('docs/batch.md', 'utf8'))?.[1] ?? '');
  const { code, stdout } = await startBatch(path, '--rate', '20', '--json').ended;
  expect(JSON.parse(stdout)).toMatchObject({ lines: 4, Sukses: 4 });
  expect(code).toBe(0);
});

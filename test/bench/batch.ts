import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { connectTo } from '../../cli/session.js';
import { temporalTarget } from '../../client/connection.js';
import { parse } from 'csv-parse/sync';
import type { Config } from '../../contract/config.js';
import { projectFolder } from '../../worker/bundle.js';
import { freePort } from '../support/ports.js';
import { log, median, timed } from './figures.js';
import type { BenchOptions } from './options.js';

/** Bills in the large file, where the options name no number; the small file has a tenth. */
const PAYMENTS = 10_000;
/** Of each provider. A batch starts an eighth of it per second. */
const RATE_PER_SECOND = 240;
const PROVIDER = 'digiflazz';
/** Payments alone: before, between and after the batches. */
const ALONE = 30;
/** Between two payments beside a batch; milliseconds. */
const BETWEEN_MS = 3_000;

const tuntas = join(projectFolder, 'dist', 'cli', 'main.js');

/**
 * A file of bills against `tuntas dev` with its sandbox: whether each bill is charged once though the batch is killed twice,
 * whether its memory grows with the file, and what it costs a payment beside it.
 */
export async function measureBatch({ payments = PAYMENTS }: BenchOptions): Promise<void> {
  await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: projectFolder });
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-bench-'));
  const machine = await startDev(folder);
  try {
    await measure(machine, folder, payments);
  } finally {
    await machine.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Machine {
  env: NodeJS.ProcessEnv;
  address: string;
  sandbox: string;
  stop(): Promise<void>;
}

/** `tuntas dev` on ports of its own, with a higher rate. */
async function startDev(folder: string): Promise<Machine> {
  const shipped = await readFile(join(projectFolder, 'temporal.config.json'), 'utf8');
  const [port, uiPort, sandboxPort] = [await freePort(), await freePort(), await freePort()];
  const config = JSON.parse(shipped.replaceAll('127.0.0.1:7411', `127.0.0.1:${sandboxPort}`)) as Config;
  const value = {
    ...config,
    defaults: { ...(config as { defaults?: object }).defaults, ratePerSecond: RATE_PER_SECOND },
    sandbox: { port: sandboxPort, state: join(folder, 'sandbox') },
    temporal: { port, uiPort, state: join(folder, 'temporal') },
  };
  const file = join(folder, 'temporal.config.json');
  await writeFile(file, JSON.stringify(value));
  const address = `127.0.0.1:${port}`;
  const env = { ...process.env, TUNTAS_CONFIG: file };
  const child = spawn(process.execPath, [tuntas, 'dev'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  process.once('exit', () => child.kill('SIGTERM'));
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (text.includes('Ready.')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`tuntas dev ended with ${code}: ${text}`)));
  });
  return {
    env: { ...env, TEMPORAL_ADDRESS: address },
    address,
    sandbox: `http://127.0.0.1:${sandboxPort}`,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function measure(machine: Machine, folder: string, payments: number): Promise<void> {
  const session = await connectTo(temporalTarget(undefined, { TEMPORAL_ADDRESS: machine.address }));
  const pay = async (refId: string) => {
    const request = { provider: PROVIDER, refId, product: 'pln', customerNo: '510000000001' };
    return timed(async () => {
      const outcome = await session.payments.pay(request, 60_000);
      if (outcome?.status !== 'Sukses') throw new Error(`${refId} is ${outcome?.status ?? 'Pending'}`);
    });
  };
  const alone = async (name: string) => {
    const times: number[] = [];
    for (let index = 0; index < ALONE; index += 1) times.push(await pay(`${name}-${index}`));
    return times;
  };
  await alone('warm');
  const before = await alone('before');

  const small = await bills(folder, 'small', Math.ceil(payments / 10));
  log(`${small.count} bills`);
  const smallRun = await runToEnd(machine, small);

  const between = await alone('between');
  const large = await bills(folder, 'large', payments);
  log(`${large.count} bills, with other payments beside them`);
  const beside: number[] = [];
  const largeRun = await runToEnd(machine, large, async () => {
    beside.push(await pay(`beside-${beside.length}`));
    await sleep(BETWEEN_MS);
  });

  const killed = await bills(folder, 'killed', payments);
  log(`${killed.count} bills, killed twice`);
  const peaks: number[] = [];
  for (const share of [1 / 3, 2 / 3]) peaks.push(await runUntil(machine, killed, payments * share));
  const lastRun = await runToEnd(machine, killed);
  const after = await alone('after');

  const charges = await Promise.all([small, large, killed].map((file) => chargesOf(machine, file)));
  const results = await Promise.all([small, large, killed].map(resultOf));
  const peak = Math.max(...peaks, lastRun.peakMb, largeRun.peakMb);
  const [aloneMs, besideMs] = [median([...before, ...between, ...after]), median(beside)];
  const perSecond = large.count / largeRun.seconds;
  console.log(`${large.count} bills in ${largeRun.seconds.toFixed(0)} s: ${perSecond.toFixed(1)} a second`);
  console.log(`killed twice and run again: ${charges[2]?.text}; result: ${results[2]?.text}`);
  console.log(`without a kill: ${charges[1]?.text}; result: ${results[1]?.text}`);
  console.log(
    `peak memory of the batch: ${smallRun.peakMb.toFixed(0)} MB with ${small.count} bills; with ${large.count} ${largeRun.peakMb.toFixed(0)} MB, ` +
      `killed and run again ${[...peaks, lastRun.peakMb].map((mb) => mb.toFixed(0)).join(', ')} MB; ratio ${(peak / smallRun.peakMb).toFixed(2)}`,
  );
  console.log(
    `another payment, median: ${aloneMs.toFixed(0)} ms alone (${[before, between, after].map((times) => median(times).toFixed(0)).join(', ')} before, between and after), ` +
      `${besideMs.toFixed(0)} ms beside the batch (${beside.length}, slowest ${Math.max(...beside).toFixed(0)}), ratio ${(besideMs / aloneMs).toFixed(2)}`,
  );
  if ([...charges, ...results].some(({ isGood }) => !isGood)) process.exitCode = 1;
  await session.close();
}

interface Bills {
  path: string;
  prefix: string;
  count: number;
}

async function bills(folder: string, name: string, count: number): Promise<Bills> {
  const path = join(folder, `${name}.csv`);
  const prefix = `${name}-bill-`;
  const rows = Array.from({ length: count }, (_, index) => {
    return `${PROVIDER},${prefix}${index},pln,${520_000_000_000 + index}`;
  });
  await writeFile(path, ['provider,refId,product,customerNo', ...rows, ''].join('\n'));
  return { path, prefix, count };
}

function spawnBatch({ env }: Machine, { path }: Bills): ChildProcess {
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  const child = spawn(process.execPath, [tuntas, 'batch', path, '--json'], { env, stdio: [...stdio] });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

interface BatchRun {
  seconds: number;
  peakMb: number;
}

/** Runs a batch to its end, and `beside` again and again meanwhile. */
async function runToEnd(machine: Machine, file: Bills, beside = () => sleep(200)): Promise<BatchRun> {
  const begun = performance.now();
  const child = spawnBatch(machine, file);
  const memory = watchMemory(child);
  while (child.exitCode === null && child.signalCode === null) await beside();
  if (child.exitCode !== 0) throw new Error(`the batch ended with ${child.exitCode}`);
  log(`peak memory ${memory.peakMb().toFixed(0)} MB`);
  return { seconds: (performance.now() - begun) / 1_000, peakMb: memory.peakMb() };
}

/** Runs a batch until so many of its bills were charged, and ends it as a crash does. Returns its peak memory in MB. */
async function runUntil(machine: Machine, file: Bills, charged: number): Promise<number> {
  const child = spawnBatch(machine, file);
  const memory = watchMemory(child);
  for (;;) {
    const { count } = await chargesOf(machine, file);
    if (count >= charged) break;
    await sleep(5_000);
  }
  child.kill('SIGKILL');
  if (child.signalCode === null) await once(child, 'exit');
  log(`killed after ${Math.round(charged)} bills`);
  return memory.peakMb();
}

/** The most memory that a process has had, as Linux counts it; NaN elsewhere. */
function watchMemory(child: ChildProcess): { peakMb: () => number } {
  let peak = Number.NaN;
  const timer = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8')
      .then((text) => (peak = Number(/VmHWM:\s+(\d+) kB/.exec(text)?.[1] ?? peak * 1_024) / 1_024))
      .catch(() => undefined);
  }, 100);
  child.once('exit', () => clearInterval(timer));
  return { peakMb: () => peak };
}

interface Judged {
  count: number;
  isGood: boolean;
  text: string;
}

/** What the sandbox has charged. */
async function chargesOf({ sandbox }: Machine, { prefix, count }: Bills): Promise<Judged> {
  const reply = await fetch(`${sandbox}/_sandbox/charges?refPrefix=${prefix}`);
  const charges = (await reply.json()) as { charges: number; pays: unknown[] }[];
  const once = charges.filter((one) => one.charges === 1 && one.pays.length === 1).length;
  const more = charges.filter((one) => one.charges > 1 || one.pays.length > 1).length;
  return {
    count: once,
    isGood: once === count && more === 0,
    text: `${once} of ${count} charged once, ${more} more than once`,
  };
}

/** Whether the result has every line once, in order, and Sukses. */
async function resultOf({ path, prefix, count }: Bills): Promise<Judged> {
  const rows: Record<string, string>[] = parse(await readFile(path.replace('.csv', '.results.csv')), { columns: true });
  const good = rows.filter(({ line, refId, status }, index) => {
    return line === String(index + 2) && refId === `${prefix}${index}` && status === 'Sukses';
  }).length;
  return { count: good, isGood: good === count && rows.length === count, text: `${good} of ${count} rows are Sukses` };
}

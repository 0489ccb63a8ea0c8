import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { batchCommand } from '../../cli/commands/batch.js';
import { log, print, printJson, type Sink } from '../../cli/output.js';
import { connectTo } from '../../cli/session.js';
import type { Tools } from '../../cli/tools.js';
import { TuntasError } from '../../contract/errors.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { Random } from '../chaos/random.js';

/** What came of a file that somebody handed to an operator. */
export interface FileRun {
  /** On the operator's terminal. */
  printed: string;
  /** The result file; empty where there is none. */
  result: string;
  /** What was thrown. */
  error?: unknown;
}

/** How long an operator's command may take; milliseconds. */
const RUN_MS = 20_000;
/** Everything but a line feed that moves a cursor, hides text or turns its direction. */
const CONTROL = /[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/u;
/** How a cell begins that a spreadsheet calculates. */
const FORMULA = /^[=+\-@\t\r]/;

const HEADER = 'provider,refId,product,customerNo';
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Files of lines that are good but for what stands in their cells. */
export function fileOfCells({ random }: { random: Random }): string {
  const lines = Array.from({ length: random.int(1, 5) }, () => {
    const good = ['digiswitch', `file-${random.int(1, 1_000_000)}`, 'pln', `5300${random.int(10_000_000, 99_999_999)}`];
    const place = random.int(0, good.length);
    return [...good, ''].map((cell, index) => quoted(index === place ? nasty(random, cell) : cell)).join(',');
  });
  return [`${HEADER},field.note`, ...lines, ''].join('\n');
}

const nasty = (random: Random, cell: string) =>
  random.pick([
    `=HYPERLINK("http://x.example","${cell}")`,
    `+${cell}`,
    `-2+3+cmd|' /C calc'!A0`,
    `@SUM(1)${cell}`,
    `\t=1+1`,
    `\u001b]0;owned\u0007\u001b[2J${cell}`,
    `${cell}\u202e\u2066`,
    `${cell}\r\n"digiswitch","line-of-a-cell","pln","1"`,
    `${cell}${'A'.repeat(random.int(1_000, 60_000))}`,
    '__proto__',
    `${cell}%0a%00`,
  ]);

/** A line about somebody else's reference, with a customer of the attacker's. */
export function fileOfReference({ victim, random }: { victim: PaymentRequest; random: Random }): string {
  const { provider, refId, product } = victim;
  return [HEADER, `${provider},${refId},${product},5399${random.int(10_000_000, 99_999_999)}`, ''].join('\n');
}

/** Bytes that are no file of bills, or were one once. */
export function fileOfBytes({ random }: { random: Random }): Buffer {
  const text = Buffer.from(
    [HEADER, ...Array.from({ length: 40 }, (_, n) => `digiswitch,bytes-${n},pln,${n}`), ''].join('\n'),
  );
  const bytes = Buffer.from(text);
  // Bytes that are text come further than those that are none.
  const largest = random.chance(0.7) ? 126 : 255;
  for (let left = random.int(1, 8); left > 0; left -= 1)
    bytes[random.int(0, bytes.length - 1)] = random.int(1, largest);
  return random.pick([
    () => bytes,
    () => Buffer.from(bytes.subarray(0, random.int(0, bytes.length - 1))),
    () => Buffer.concat([bytes, Buffer.alloc(random.int(1, 300_000), random.pick(['"', ',', 'A', '\0', '\n']))]),
    () => Buffer.from(`\ufeff${text.toString()}`, 'utf16le'),
  ])();
}

/** Pays a file as an operator does who was handed it, and passes its bad lines over. */
export async function payFile(address: string, content: string | Buffer): Promise<FileRun> {
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-bills-'));
  const [file, out] = [join(folder, 'bills.csv'), join(folder, 'result.csv')];
  let printed = '';
  const sink: Sink = { write: (text) => (printed += text) };
  const tools: Tools = {
    config: () => Promise.resolve(undefined),
    connect: () => connectTo({ connectionOptions: { address }, namespace: 'default' }),
    log: (line) => log(line, sink),
    print: (text) => print(text, sink),
    printJson: (document) => printJson(document, sink),
    exit: () => undefined,
  };
  const stop = AbortSignal.timeout(RUN_MS);
  const program = new Command('tuntas').option('--json').exitOverride();
  batchCommand(program, tools, { screen: { write: () => undefined }, stop: () => stop });
  try {
    await writeFile(file, content);
    const failed = await program
      .parseAsync(['batch', file, '--out', out, '--skip-bad', '--wait', '0s'], { from: 'user' })
      .then(() => ({}))
      .catch((error: unknown) => ({ error }));
    return { ...failed, printed: printed.replaceAll(folder, ''), result: await readFile(out, 'utf8').catch(() => '') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const describe = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : typeof error);

/** Every way in which a file got at its operator, or at somebody else's payment; empty when it did not. */
export function judgeFile({ printed, result, error }: FileRun, victim: PaymentRequest): string[] {
  const rows: Record<string, string>[] = result === '' ? [] : parse(result, { columns: true });
  const cells = rows.flatMap((row) => Object.values(row));
  const told = rows.filter(({ refId, status }) => refId === victim.refId && status !== '');
  return [
    ...(CONTROL.test(printed) ? ['a file of bills wrote control characters to the terminal'] : []),
    ...(cells.some((cell) => CONTROL.test(cell)) ? ['a result has control characters'] : []),
    ...(cells.some((cell) => FORMULA.test(cell)) ? ['a result has a cell that a spreadsheet calculates'] : []),
    ...told.map(({ refId, status }) => `a file was told ${status} of somebody else's ${refId}`),
    ...(rows.some(({ refId }) => refId === 'line-of-a-cell') ? ['a cell became a line'] : []),
    ...(error === undefined || error instanceof TuntasError ? [] : [`a file of bills ended with ${describe(error)}`]),
  ];
}

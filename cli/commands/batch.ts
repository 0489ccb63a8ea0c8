import type { Command } from 'commander';
import { check, type Checked } from '../batch/check.js';
import { Counts } from '../batch/counts.js';
import { BatchFile } from '../batch/file.js';
import { paymentsPerSecond } from '../batch/pace.js';
import { ProgressBar, type Screen } from '../batch/progress.js';
import { ResultFile, resultPathOf } from '../batch/result-file.js';
import { BatchRun } from '../batch/run.js';
import { exitCodeOfBatch, summaryOf, summaryText } from '../batch/summary.js';
import { stopSignal } from '../output.js';
import { processTools, type Task, type Tools, withSession } from '../tools.js';
import { countOf, perSecondOf, valueOf, waitOf } from '../values.js';

interface BatchOptions {
  out?: string;
  skipBad?: boolean;
  allowSameBill?: boolean;
  dryRun?: boolean;
  concurrency: string;
  rate?: string;
  wait: string;
  json?: boolean;
}

/** What a batch uses of the process besides `Tools`. */
interface Around {
  screen: Screen;
  /** Aborts when the batch shall start nothing more. */
  stop: () => AbortSignal;
}

const PROCESS: Around = { screen: process.stderr, stop: stopSignal };

export function batchCommand(program: Command, tools = processTools, around = PROCESS): void {
  program
    .command('batch')
    .description('pay a CSV file of bills; the same file again starts nothing twice')
    .argument(
      '<file>',
      'CSV with a header: columns are named like the fields of a request, field.<name> for extra inputs',
    )
    .option('--out <file>', 'the result, CSV (default: beside the file, bills.csv → bills.results.csv)')
    .option('--skip-bad', 'pay the good lines of a file with bad ones (default: nothing is started)')
    .option('--allow-same-bill', 'pay one bill under several references (default: such lines are bad)')
    .option('--dry-run', 'check the file and start nothing')
    .option('--concurrency <count>', 'payments in flight at each provider', '20')
    .option('--rate <count>', 'payments started per second at each provider (default: an eighth of its ratePerSecond)')
    .option('--wait <duration>', 'how long to wait at the end for what is Pending', '10m')
    .action(async (path: string, _options, command: Command) => {
      const options = command.optsWithGlobals<BatchOptions>();
      await batch(path, options, tools, around);
    });
}

interface Settings {
  json: boolean;
  concurrency: number;
  /** Payments started per second, where the caller says so. */
  rate: number | undefined;
  waitMs: number;
}

async function batch(path: string, options: BatchOptions, tools: Tools, around: Around): Promise<void> {
  const settings = settingsOf(options);
  const config = await tools.config();
  const file = await BatchFile.open(path, config);
  try {
    const checked = await check(file, tools.log, options.allowSameBill);
    const good = checked.lines - checked.bad;
    const isRefused = !checked.isReadable || good === 0 || (checked.bad > 0 && !options.skipBad);
    if (isRefused) return tools.exit(refuse(tools, checked, settings));
    if (options.dryRun) return tools.exit(reportCheck(tools, file, checked, settings));
    const result = await ResultFile.open(options.out ?? resultPathOf(path), file.stats, checked.lines);
    try {
      const rateOf = (provider: string) => settings.rate ?? paymentsPerSecond(config, provider);
      await withSession(tools, (task) => pay(task, { file, checked, result, rateOf, settings, around }), config);
    } finally {
      await result.close();
    }
  } finally {
    await file.close();
  }
}

function settingsOf({ json = false, concurrency, rate, wait }: BatchOptions): Settings {
  return {
    json,
    concurrency: valueOf(countOf(concurrency), 'concurrency'),
    rate: rate === undefined ? undefined : valueOf(perSecondOf(rate), 'rate'),
    waitMs: waitOf(wait) ?? 0,
  };
}

/** Tells that nothing was started. */
function refuse(tools: Tools, { lines, bad, faults, isReadable }: Checked, { json }: Settings): number {
  const message = isReadable ? `${bad} of ${lines} lines are bad: nothing was started` : 'nothing was started';
  if (json) tools.printJson({ error: { code: 'InvalidRequest', message, faults } });
  tools.log(`tuntas: ${message}`);
  return 2;
}

function reportCheck(tools: Tools, file: BatchFile, { lines, bad, providers }: Checked, { json }: Settings): number {
  const counts = [...providers].sort(([one], [other]) => (one < other ? -1 : 1));
  if (json) tools.printJson({ file: file.path, lines, bad, providers: Object.fromEntries(counts) });
  else {
    const good = counts.map(([provider, count]) => `${provider} ${count}`).join(', ');
    tools.print(`${lines} lines, ${bad} of them bad. To be paid: ${good}. Nothing was started.`);
  }
  return 0;
}

interface Payable {
  file: BatchFile;
  checked: Checked;
  result: ResultFile;
  rateOf: (provider: string) => number;
  settings: Settings;
  around: Around;
}

async function pay({ session, tools }: Task, payable: Payable): Promise<number> {
  const { file, checked, result, rateOf, settings, around } = payable;
  const counts = new Counts();
  const bar = new ProgressBar(around.screen, counts, checked.lines - checked.bad);
  const log = (line: string) => bar.log(() => tools.log(line));
  const run = new BatchRun({
    ...{ session, file, checked, result, counts, log },
    ...{ concurrency: settings.concurrency, perSecond: rateOf, waitMs: settings.waitMs },
    stop: around.stop(),
  });
  const ended = await run.run().finally(() => bar.end());
  const summary = summaryOf(file.path, result.path, checked, ended);
  if (summary.error) {
    tools.log(`tuntas: ${summary.error.message}`);
    tools.log('No more payments were started. Those that were go on: run the same file again for their outcomes.');
  }
  if (ended.isWritten && result.path !== result.wanted) {
    tools.log(`tuntas: ${result.wanted} is a file of somebody else by now: the result is ${result.path}`);
  }
  if (settings.json) tools.printJson(summary);
  else tools.print(summaryText(summary));
  return exitCodeOfBatch(ended);
}

import { CommanderError } from 'commander';
import { log } from '../../cli/output.js';
import { readOptions } from './options.js';
import { run, type Report } from './run.js';

/** 0: nobody got anywhere; 1: somebody did, or the run could not be carried out; 2: bad options. */
async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    const report = await run(options, log);
    process.stdout.write(textOf(report, options.seed));
    return report.ok ? 0 : 1;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    log(`attack: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 1;
  }
}

const NAMED = 30;

function textOf({ violations, payments, attacks, before, during, tookSeconds }: Report, seed: number): string {
  const total = Object.values(attacks).reduce((sum, count) => sum + count, 0);
  const rows = Object.entries(attacks).sort(([, a], [, b]) => b - a);
  const answers = Object.entries(during.answers).map(([status, times]) => `${times} answered ${status}`);
  return [
    ...violations.slice(0, NAMED).map((violation) => `VIOLATION ${violation}`),
    ...rows.map(([name, times]) => `${String(times).padStart(6)}  ${name}`),
    `honest payments: ${Object.entries(payments)
      .map(([status, times]) => `${times} ${status}`)
      .join(', ')}`,
    `signed webhooks during the attack: ${answers.join(', ')}`,
    `their p99: ${during.p99.toFixed(0)} ms, before the attack ${before.p99.toFixed(0)} ms: ratio ${(during.p99 / before.p99).toFixed(1)}`,
    `${total} attacks of seed ${seed} in ${tookSeconds} s: ${violations.length} violations`,
    '',
  ].join('\n');
}

const code = await main();
process.stdout.write('', () => process.exit(code));

import { CommanderError } from 'commander';
import { log, printJson } from '../../cli/output.js';
import { readOptions } from './options.js';
import { textOf } from './report.js';
import { run } from './run.js';

/** 0: every invariant kept; 1: one broken, or the run could not be carried out; 2: bad options; 130: stopped. */
async function main(): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      log('Stopping everything. Once more to stop at once.');
      stop.abort();
    });
  }
  try {
    const options = readOptions(process.argv.slice(2));
    const report = await run(options, stop.signal, log);
    if (options.json) printJson(report);
    else process.stdout.write(textOf(report));
    return report.ok ? 0 : 1;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    log(`chaos: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

const code = await main();
process.stdout.write('', () => process.exit(code));

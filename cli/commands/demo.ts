import { once } from 'node:events';
import type { Command } from 'commander';
import type { Dev } from '../dev/start-dev.js';
import { demoPayments, type DemoProvider, demoProviders, showPayments, type Shown, summaryText } from '../demo.js';
import { log, print, printJson, stopSignal } from '../output.js';
import { connectTo } from '../session.js';
import { waitOf } from '../values.js';
import { operatorLines } from '../web-ui.js';

/** The exit code when the demo is stopped early: some payments are still Pending, and continue at the next start. */
const EXIT_PENDING = 3;

interface DemoCommandOptions {
  wait: string;
  address?: string;
  json?: boolean;
}

export function demoCommand(program: Command): void {
  program
    .command('demo')
    .description('everything on this machine, and the example bills paid, each to its end')
    .option('--address <host:port>', 'use this Temporal server, as it is, instead of starting one')
    .option('--wait <duration>', 'how long a payment may take to be shown as ended', '5m')
    .action(async (_options, command: Command) => {
      const { wait, address, json = false } = command.optsWithGlobals<DemoCommandOptions>();
      const limitMs = waitOf(wait) ?? 0;
      const { loadConfig } = await import('../../worker/config.js');
      const config = await loadConfig();
      const providers = demoProviders(config);
      const { startDev } = await import('../dev/start-dev.js');
      const stop = stopSignal();
      const dev = await startDev({ config, log, address, anyPort: true });
      const stopped = Promise.race([dev.done, stop.aborted ? undefined : once(stop, 'abort')]);
      try {
        const shown = await demonstrate(dev, { providers, limitMs, stopped });
        process.exitCode = shown ? report(shown, json) : EXIT_PENDING;
        if (shown && process.stdout.isTTY && process.stdin.isTTY) {
          lookAround(dev, providers);
          await stopped;
        }
      } finally {
        await dev.stop();
      }
    });
}

interface Demonstration {
  providers: readonly DemoProvider[];
  limitMs: number;
  stopped: Promise<unknown>;
}

/** Pays every example bill at once; undefined when it is stopped before all have ended. */
async function demonstrate(dev: Dev, { providers, limitMs, stopped }: Demonstration): Promise<Shown[] | undefined> {
  if (dev.webUi) log(`Web UI: ${dev.webUi}`);
  const payments = demoPayments(providers);
  log(`Paying ${payments.length} example bills with ${providers.map(({ name }) => name).join(', ')}.`);
  const session = await connectTo(dev.target);
  try {
    const shown = showPayments(session, payments, { limitMs, log });
    return await Promise.race([shown, stopped.then(() => undefined)]);
  } finally {
    await session.close();
  }
}

function report(shown: readonly Shown[], json: boolean): number {
  if (json) printJson(shown);
  else print(`\n${summaryText(shown)}`);
  return shown.every(({ asDocumented }) => asDocumented) ? 0 : 1;
}

function lookAround(dev: Dev, providers: readonly DemoProvider[]): void {
  log('\nEverything stays up until Ctrl-C. In another terminal:');
  if (dev.webUi) {
    log(`  ${dev.webUi} shows every payment and its history`);
    for (const line of operatorLines(dev.webUi, dev.target.namespace)) log(`  ${line}`);
  }
  // The server may have taken another port than the configured one, where another server answers.
  const tuntas = `TEMPORAL_ADDRESS=${dev.target.connectionOptions.address} npx tuntas`;
  const provider = providers.find(({ adapter }) => adapter === 'digiflazz')?.name;
  if (provider) {
    log(`  ${tuntas} pay --provider ${provider} --ref my-first --product pln --customer 530000000001 --testing`);
    log(`  ${tuntas} status --provider ${provider} --ref my-first`);
  }
  log(`  ${tuntas} list`);
}

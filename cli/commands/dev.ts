import { once } from 'node:events';
import type { Command } from 'commander';
import { log, stopSignal } from '../output.js';
import { operatorLines } from '../web-ui.js';

export function devCommand(program: Command): void {
  program
    .command('dev')
    .description('Temporal, sandbox and worker on this machine, until Ctrl-C or SIGTERM')
    .option('--address <host:port>', 'use this Temporal server, as it is, instead of starting one')
    .action(async ({ address }: { address?: string }) => {
      const { loadConfig } = await import('../../worker/config.js');
      const config = await loadConfig();
      const { startDev } = await import('../dev/start-dev.js');
      const stop = stopSignal();
      const dev = await startDev({ config, log, address });
      if (dev.sandboxUrl) log(`Sandbox: ${dev.sandboxUrl}`);
      if (dev.webUi) {
        log(`Web UI: ${dev.webUi}`);
        for (const line of operatorLines(dev.webUi, dev.target.namespace)) log(line);
      }
      log('Ready. Ctrl-C stops.');
      try {
        await Promise.race([dev.done, stop.aborted ? undefined : once(stop, 'abort')]);
      } finally {
        await dev.stop();
      }
    });
}

import { once } from 'node:events';
import type { Command } from 'commander';
import { log, stopSignal } from '../output.js';
import { operatorLines } from '../web-ui.js';

export function devCommand(program: Command): void {
  program
    .command('dev')
    .description('Temporal, sandbox and worker on this machine, until Ctrl-C or SIGTERM')
    .option('--address <host:port>', 'use this Temporal server, as it is, instead of starting one')
    .option('--webhooks', 'also take webhooks, and have the sandbox send its notices there')
    .option('--rules <file>', 'JSON file of rules that the sandbox has from the start')
    .action(async ({ address, webhooks, rules }: { address?: string; webhooks?: boolean; rules?: string }) => {
      const { loadConfig } = await import('../../worker/config.js');
      const config = await loadConfig();
      const { startDev } = await import('../dev/start-dev.js');
      const { sandboxLines } = await import('../dev/local-sandbox.js');
      const stop = stopSignal();
      const dev = await startDev({ config, log, address, webhooks, rules });
      if (dev.sandbox) sandboxLines(dev.sandbox).forEach((line) => log(line));
      if (dev.webhooksUrl) log(`Webhooks: ${dev.webhooksUrl}/webhooks/<provider>`);
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

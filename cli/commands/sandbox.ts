import { once } from 'node:events';
import type { Command } from 'commander';
import { log, stopSignal } from '../output.js';

export function sandboxCommand(program: Command): void {
  program
    .command('sandbox')
    .description('play the providers on this machine, until Ctrl-C or SIGTERM')
    .action(async () => {
      const { loadConfig } = await import('../../worker/config.js');
      const { openSandbox } = await import('../dev/local-sandbox.js');
      const config = await loadConfig();
      const stop = stopSignal();
      const sandbox = await openSandbox(config);
      log(`Sandbox: ${sandbox.url}`);
      if (!stop.aborted) await once(stop, 'abort');
      await sandbox.close();
    });
}

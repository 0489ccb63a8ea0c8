import { once } from 'node:events';
import type { Command } from 'commander';
import { log, stopSignal } from '../output.js';

export function sandboxCommand(program: Command): void {
  program
    .command('sandbox')
    .description('play the providers on this machine, until Ctrl-C or SIGTERM')
    .option('--rules <file>', 'JSON file of rules that hold from the start')
    .action(async ({ rules: rulesFile }: { rules?: string }) => {
      const { loadConfig } = await import('../../worker/config.js');
      const { openSandbox, sandboxLines } = await import('../dev/local-sandbox.js');
      const config = await loadConfig();
      const stop = stopSignal();
      const sandbox = await openSandbox(config, { rulesFile });
      sandboxLines(sandbox).forEach((line) => log(line));
      if (!stop.aborted) await once(stop, 'abort');
      await sandbox.close();
    });
}

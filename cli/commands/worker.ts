import type { Command } from 'commander';
import { log, stopSignal } from '../output.js';

export function workerCommand(program: Command): void {
  program
    .command('worker')
    .description('carry payments out, until Ctrl-C or SIGTERM')
    .action(async () => {
      const { loadConfig } = await import('../../worker/config.js');
      const { secretsFrom } = await import('../../worker/secrets.js');
      const config = await loadConfig();
      const secrets = secretsFrom(process.env, config);
      const { serve } = await import('../../worker/serve.js');
      await serve({ config, secrets, stop: stopSignal(), log });
    });
}

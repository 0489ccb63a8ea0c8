import type { Command } from 'commander';
import { log, stopSignal } from '../output.js';

export function webhooksCommand(program: Command): void {
  program
    .command('webhooks')
    .description("take the providers' webhooks, until Ctrl-C or SIGTERM")
    .action(async () => {
      const { runWebhooks } = await import('../../webhooks/run.js');
      await runWebhooks({ stop: stopSignal(), log });
    });
}

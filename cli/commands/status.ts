import type { Command } from 'commander';
import { reportStatus } from '../report.js';
import { processTools, withSession } from '../tools.js';
import { addKeyOptions, type KeyOptions, keyFrom } from '../values.js';

export function statusCommand(program: Command, tools = processTools): void {
  addKeyOptions(program.command('status'))
    .description('where a payment is; ends with 0 for Sukses, 1 for Gagal, 3 for Pending')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<KeyOptions & { json?: boolean }>();
      const key = keyFrom(options);
      await withSession(tools, (task) => reportStatus(task, key, options.json ?? false));
    });
}

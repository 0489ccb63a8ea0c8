import type { Command } from 'commander';
import { reportAfter } from '../report.js';
import { answered, processTools, withSession } from '../tools.js';
import { addKeyOptions, type KeyOptions, keyFrom } from '../values.js';

export function cancelCommand(program: Command, tools = processTools): void {
  addKeyOptions(program.command('cancel'))
    .description('end a payment whose pay was not sent')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<KeyOptions & { json?: boolean }>();
      const key = keyFrom(options);
      await withSession(tools, async (task) => {
        const answer = await answered(task, task.session.payments.cancel(key));
        await reportAfter(task, key, answer, options.json ?? false);
        return 0;
      });
    });
}

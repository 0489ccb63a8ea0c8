import type { Command } from 'commander';
import { reportAfter } from '../report.js';
import { answered, processTools, withSession } from '../tools.js';
import { addKeyOptions, amountOf, type KeyOptions, keyFrom, needed, valueOf } from '../values.js';

interface ConfirmOptions extends KeyOptions {
  amount?: string;
  json?: boolean;
}

export function confirmCommand(program: Command, tools = processTools): void {
  addKeyOptions(program.command('confirm'))
    .description('agree to the bill of a payment that was started with --confirm manual')
    .option('--amount <rupiah>', "the bill's amount, or one within its limits where it has a choice")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<ConfirmOptions>();
      const key = keyFrom(options);
      const amount = valueOf(amountOf(needed(options.amount, 'amount', '--amount')), 'amount');
      await withSession(tools, async (task) => {
        const answer = await answered(task, task.session.payments.confirm(key, { amount }));
        await reportAfter(task, key, answer, options.json ?? false);
        return 0;
      });
    });
}

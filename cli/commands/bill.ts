import type { Command } from 'commander';
import { addRequestOptions, requestOf, type RequestOptions } from '../payment-options.js';
import { billText } from '../show.js';
import { answered, processTools, withSession } from '../tools.js';
import { waitOf } from '../values.js';

export function billCommand(program: Command, tools = processTools): void {
  addRequestOptions(program.command('bill'))
    .description('start a payment and print its bill; it is paid only after `confirm`')
    .option('--wait <duration>', 'wait no longer than that (default: until there is a bill)')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<RequestOptions & { wait?: string; json?: boolean }>();
      const limitMs = waitOf(options.wait);
      const config = await tools.config();
      const request = await requestOf(options, config);
      await withSession(
        tools,
        async (task) => {
          const bill = await answered(task, task.session.payments.startBill(request, limitMs));
          if (options.json) tools.printJson(bill);
          else tools.print(billText(bill));
          return 0;
        },
        config,
      );
    });
}

import type { Command } from 'commander';
import type { NotificationFilter, NotificationSummary } from '../../client/index.js';
import { given } from '../../contract/given.js';
import { plain, table } from '../text.js';
import { processTools, withSession } from '../tools.js';
import { countOf, valueOf } from '../values.js';

interface NotifyOptions {
  receiver?: string;
  provider?: string;
  ref?: string;
  pending?: boolean;
  limit: string;
  json?: boolean;
}

/** `notify list` and `notify retry`: messages that receivers have not got. */
export function notifyCommand(program: Command, tools = processTools): void {
  const notify = program.command('notify').description('messages about payments that a receiver has not got');
  withFilter(notify.command('list'))
    .description('messages that were given up, newest first')
    .option('--pending', 'also those that are still tried')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<NotifyOptions>();
      const filter = { ...filterOf(options), ...given({ pending: options.pending }) };
      await withSession(tools, async ({ session }) => {
        const found = await session.payments.notifications(filter);
        if (options.json) tools.printJson(found);
        else tools.print(textOf(found));
        return 0;
      });
    });
  withFilter(notify.command('retry'))
    .description('have messages that were given up tried again')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<NotifyOptions>();
      await withSession(tools, async ({ session }) => {
        const tried = await session.payments.retryNotifications(filterOf(options));
        if (options.json) tools.printJson(tried);
        else tools.print(`${tried.length} messages are tried again`);
        return 0;
      });
    });
}

function withFilter(command: Command): Command {
  return command
    .option('--receiver <name>', 'to that receiver')
    .option('--provider <name>', 'of that provider')
    .option('--ref <refId>', 'of that payment')
    .option('--limit <count>', 'at most as many', '100');
}

function filterOf({ receiver, provider, ref: refId, limit }: NotifyOptions): NotificationFilter {
  return given({ receiver, provider, refId, limit: valueOf(countOf(limit), 'limit') });
}

function textOf(found: readonly NotificationSummary[]): string {
  const head = ['receiver', 'provider', 'refId', 'type', 'timestamp', 'givenUp', 'attempts', 'why'];
  const body = found.map(({ receiver, provider, refId, type, timestamp, givenUp, attempts, why }) =>
    [receiver, provider, refId, type, timestamp, givenUp ? 'yes' : '', String(attempts ?? ''), why ?? ''].map(plain),
  );
  return table([head, ...body]);
}

import type { Command } from 'commander';
import { parseResolution } from '../../client/keys.js';
import { reportAfter } from '../report.js';
import { answered, processTools, withSession } from '../tools.js';
import { addKeyOptions, type KeyOptions, keyFrom, needed } from '../values.js';

interface ResolveOptions extends KeyOptions {
  status?: string;
  by?: string;
  note?: string;
  json?: boolean;
}

export function resolveCommand(program: Command, tools = processTools): void {
  addKeyOptions(program.command('resolve'))
    .description("an operator's verdict on a payment under review; it moves money")
    .option('--status <status>', 'Sukses or Gagal')
    .option('--by <name>', 'who decides')
    .option('--note <text>', 'on which evidence')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<ResolveOptions>();
      const key = keyFrom(options);
      const resolution = parseResolution({
        status: needed(options.status, 'status', '--status'),
        by: needed(options.by, 'by', '--by'),
        note: needed(options.note, 'note', '--note'),
      });
      await withSession(tools, async (task) => {
        const answer = await answered(task, task.session.payments.resolve(key, resolution));
        await reportAfter(task, key, answer, options.json ?? false);
        return 0;
      });
    });
}

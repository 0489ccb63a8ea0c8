#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { billCommand } from './commands/bill.js';
import { cancelCommand } from './commands/cancel.js';
import { confirmCommand } from './commands/confirm.js';
import { hashCommand } from './commands/hash.js';
import { demoCommand } from './commands/demo.js';
import { devCommand } from './commands/dev.js';
import { listCommand } from './commands/list.js';
import { notifyCommand } from './commands/notify.js';
import { operatorCommand } from './commands/operator.js';
import { payCommand } from './commands/pay.js';
import { resolveCommand } from './commands/resolve.js';
import { sandboxCommand } from './commands/sandbox.js';
import { schemaCommand } from './commands/schema.js';
import { statusCommand } from './commands/status.js';
import { webhooksCommand } from './commands/webhooks.js';
import { workerCommand } from './commands/worker.js';
import { reportError } from './output.js';

/** Each adds its command to the program; a new command is one file and one line here. */
const commands: ((program: Command) => void)[] = [
  devCommand,
  workerCommand,
  sandboxCommand,
  schemaCommand,
  webhooksCommand,
  payCommand,
  billCommand,
  confirmCommand,
  cancelCommand,
  statusCommand,
  listCommand,
  hashCommand,
  resolveCommand,
  notifyCommand,
  operatorCommand,
  demoCommand,
];

const program = new Command('tuntas')
  .description('Brings every pending Indonesian bill payment to an end')
  .option('--json', 'print one JSON document on stdout')
  .showHelpAfterError('(`tuntas --help` shows what there is)')
  .exitOverride();
for (const add of commands) add(program);

let code = 0;
try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed the fault already. Help that was asked for ends with 0, every misuse with 2.
  if (error instanceof CommanderError) code = error.exitCode === 0 ? 0 : 2;
  else code = reportError(error, process.argv.includes('--json'));
}
// An open socket must not keep the process alive after its command has ended; the output is written first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(process.exitCode ?? code)));

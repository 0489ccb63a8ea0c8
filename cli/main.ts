#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.js';
import { addHelp } from './help.js';
import { reportError } from './output.js';
import { assertPackages } from './packages.js';
import { manifest } from './manifest.js';

const program = new Command('tuntas')
  .description('Brings every pending Indonesian bill payment to an end')
  .version(manifest().version, '--version', 'print the version')
  .option('--json', 'print one JSON document on stdout')
  .showHelpAfterError('(`tuntas --help` shows what there is)')
  .exitOverride()
  .hook('preAction', (_program, command) => assertPackages(command.name()));
for (const add of commands) add(program);
addHelp(program);

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

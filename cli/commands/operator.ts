import type { Command } from 'commander';
import { makeOperatorKey } from '../operator-key.js';
import { log, printJson } from '../output.js';
import { needed } from '../values.js';

interface KeygenOptions {
  out?: string;
  json?: boolean;
}

export function operatorCommand(program: Command): void {
  program
    .command('operator')
    .description('keys of operators, whose resolutions must be signed where the configuration has `operators`')
    .command('keygen')
    .description('make a key pair: the private key goes into a file, the public key is printed')
    .option('--out <file>', 'the new file of the private key')
    .action(async (_options, command: Command) => {
      const { out, json = false } = command.optsWithGlobals<KeygenOptions>();
      const file = needed(out, 'out', '--out');
      const publicKey = await makeOperatorKey(file);
      if (json) return printJson({ file, publicKey });
      process.stdout.write(`${publicKey}\n`);
      log(`Private key: ${file} (keep it; nobody else may read it). In temporal.config.json:`);
      log(`  "operators": { "<name>": "${publicKey}" }`);
    });
}

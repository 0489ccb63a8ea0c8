import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InvalidInput } from '../../contract/errors.js';
import { printJson } from '../output.js';
import { schemaFiles, schemaNames, schemaOf } from '../schemas.js';

export function schemaCommand(program: Command): void {
  program
    .command('schema')
    .description('print a JSON Schema of the contract')
    .argument('[what]', schemaNames.join(', '), 'request')
    .option('--write', 'write the files that are kept in the project')
    .action(async (what: string, options: { write?: boolean }) => {
      if (options.write) return writeSchemas();
      const schema = schemaOf(what);
      if (!schema) {
        throw new InvalidInput('InvalidRequest', [
          { path: 'schema', reason: `must be one of ${schemaNames.join(', ')}` },
        ]);
      }
      printJson(schema);
    });
}

async function writeSchemas(folder = process.cwd()): Promise<void> {
  for (const [path, text] of Object.entries(schemaFiles())) await writeFile(join(folder, path), text);
}

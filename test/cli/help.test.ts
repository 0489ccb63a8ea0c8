import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { addHelp, EXITS, HELP } from '../../cli/help.js';
import { commands } from '../../cli/commands/index.js';
import { manifest } from '../../cli/manifest.js';
import { ERRORS } from '../../contract/errors.js';
import { projectFolder } from '../../worker/bundle.js';

/** The paths of all commands that do something, such as `notify list`. */
function pathsOf(command: Command, path: string[] = []): string[] {
  return command.commands.flatMap((child) =>
    child.commands.length > 0 ? pathsOf(child, [...path, child.name()]) : [[...path, child.name()].join(' ')],
  );
}

function helpOf(program: Command, path: string): string {
  const command = path
    .split(' ')
    .reduce((parent: Command, name) => parent.commands.find((one) => one.name() === name)!, program);
  let text = '';
  command.configureOutput({ writeOut: (part) => void (text += part) });
  command.outputHelp();
  return text;
}

const program = new Command('tuntas');
for (const add of commands) add(program);
addHelp(program);

test.each(pathsOf(program))('`tuntas %s --help` has examples, exit codes and the environment', (path) => {
  const text = helpOf(program, path);
  expect(text).toContain(`  tuntas ${path}`);
  expect(text).toContain('Exit codes:');
  expect(HELP[path]?.variables.length === 0 || text.includes('Environment:')).toBe(true);
});

test('every help is of a command that there is', () => {
  expect(Object.keys(HELP).filter((path) => !pathsOf(program).includes(path))).toEqual([]);
});

test('the version is that of the package', async () => {
  const { version: expected } = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(manifest().version).toBe(expected);
});

test('docs/reference.md has every command, every exit code and every code of an error', async () => {
  const text = await readFile(join(projectFolder, 'docs', 'reference.md'), 'utf8');
  for (const path of pathsOf(program)) expect(text).toContain(`\`${path}`);
  for (const meaning of Object.values(EXITS)) expect(text).toContain(meaning);
  for (const [code, { means }] of Object.entries(ERRORS)) expect(text).toContain(`| \`${code}\` | ${means} |`);
});

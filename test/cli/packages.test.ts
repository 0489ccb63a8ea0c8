import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { assertPackages, OPTIONAL_PACKAGES } from '../../cli/packages.js';
import { projectFolder } from '../../worker/bundle.js';
import { importsOf } from '../support/imports.js';

const { peerDependencies } = createRequire(import.meta.url)('../../package.json') as {
  peerDependencies: Record<string, string>;
};
const optional = Object.keys(peerDependencies);

/** Where a path of the file is handed to a process, or a package is loaded without an import. */
const OTHERWISE: Record<string, string[]> = { 'cli/dev/download.ts': ['cli/dev/download-child.ts'] };

test('the list of optional packages is what each command imports, at once or later', async () => {
  const files = (await readdir(join(projectFolder, 'cli', 'commands')))
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((name) => name !== 'index');
  const needed = await Promise.all(
    files.map(async (name) => [name, [...(await reached(`cli/commands/${name}.ts`))].sort()] as const),
  );
  expect(Object.fromEntries(needed.filter(([, packages]) => packages.length > 0))).toEqual(OPTIONAL_PACKAGES);
});

test('the command itself starts without any of them', async () => {
  expect([...(await reached('cli/main.ts', false))]).toEqual([]);
});

test('a command whose packages are missing ends with the line that installs them, each with its version', () => {
  const has = (name: string) => name !== 'got' && name !== '@temporalio/worker';
  expect(() => assertPackages('worker', has)).toThrow(
    expect.objectContaining({
      code: 'MissingPackage',
      message: expect.stringMatching(/npm install --save-exact @temporalio\/worker@\d+\.\d+\.\d+ got@\d+\.\d+\.\d+$/),
    }),
  );
});

test('a command that needs none, or has all of them, goes on', () => {
  expect(() => assertPackages('pay', () => false)).not.toThrow();
  expect(() => assertPackages('worker', () => true)).not.toThrow();
});

/** The optional packages that a file reaches; types need none. @param alsoLater whether by imports while it runs, too */
async function reached(entry: string, alsoLater = true): Promise<Set<string>> {
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const { target, typeOnly, later } of await importsOf(file)) {
      if (typeOnly || (later && !alsoLater)) continue;
      if (target.endsWith('.ts')) files.add(target);
      const name = optional.find((one) => target === one || target.startsWith(`${one}/`));
      if (name !== undefined) packages.add(name);
    }
    for (const other of OTHERWISE[file] ?? []) files.add(other);
  }
  return packages;
}

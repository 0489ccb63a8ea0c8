import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../../worker/bundle.js';
import { run } from '../support/run.js';
import { pack, type Packed } from './project.js';

interface Manifest {
  bin: Record<string, string>;
  exports: Record<string, unknown>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional?: boolean }>;
}

let folder: string;
let packed: Packed;
let manifest: Manifest;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuntas-package-'));
  packed = await pack(folder);
  manifest = JSON.parse(await source('package.json')) as Manifest;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const source = (path: string) => readFile(join(projectFolder, path), 'utf8');
const script = (path: string, ...args: string[]) =>
  run(process.execPath, [join(projectFolder, 'node_modules', path), ...args]);

test('publint finds nothing to say about the package', async () => {
  expect(await script('publint/src/cli.js', packed.file, '--strict')).toMatchObject({ code: 0 });
});

test('the client has right types as a module and as CommonJS, also for a compiler that resolves as Node 10 did', async () => {
  const { code, stdout } = await script('@arethetypeswrong/cli/dist/index.js', packed.file, '--entrypoints', '.');
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('No problems found') });
});

test('worker, webhooks and testing have right types, and are modules only', async () => {
  const entries = ['worker', 'webhooks', 'testing'];
  const told = ['--ignore-rules', 'cjs-resolves-to-esm'];
  const { code, stdout } = await script(
    '@arethetypeswrong/cli/dist/index.js',
    packed.file,
    '--entrypoints',
    ...entries,
    ...told,
  );
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('No problems found') });
});

test('every entry of the package reaches packed files and declared packages only', async () => {
  const { dependencies, peerDependencies, bin, exports } = manifest;
  const known = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  const entries = [...Object.values(bin), ...pathsIn(exports)].filter((path) => /\.(js|d\.ts)$/.test(path));
  expect(entries.length).toBeGreaterThan(6);
  const { files, packages } = await reached(entries);
  expect(files.filter((file) => !packed.files.includes(file))).toEqual([]);
  expect([...packages].filter((name) => !known.includes(name)).sort()).toEqual([]);
  expect(known.filter((name) => !packages.has(name))).toEqual([]);
});

test('the client reaches no optional package', async () => {
  const { packages } = await reached(pathsIn(manifest.exports['.']));
  expect([...packages].sort()).toEqual(['@temporalio/client', '@temporalio/common', '@temporalio/envconfig', 'zod']);
});

test('every optional package is installed for the tests, in the version that the package asks for', () => {
  const { peerDependencies, peerDependenciesMeta, devDependencies } = manifest;
  expect(devDependencies).toMatchObject(peerDependencies);
  const optional = Object.keys(peerDependencies).map((name) => [name, { optional: true }]);
  expect(peerDependenciesMeta).toEqual(Object.fromEntries(optional));
});

test('every link of the packed README leads to a packed file or to an absolute address', async () => {
  expect(packed.files).toEqual(
    expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/paying.md', 'docs/testing.md']),
  );
  expect(await brokenLinks('README.md')).toEqual([]);
});

test('other packed documents lead elsewhere only to the tests of the repository', async () => {
  const documents = packed.files.filter((file) => file.endsWith('.md'));
  const broken = (await Promise.all(documents.map(brokenLinks))).flat();
  expect(broken.filter((path) => !/^(test\/|jest\.)/.test(path))).toEqual([]);
});

test('the documents name the versions of optional packages that the package asks for', async () => {
  const named: Record<string, string> = {};
  for (const document of packed.files.filter((file) => /\.md$/.test(file))) {
    for (const [, name = '', version = ''] of (await source(document)).matchAll(/(@?[a-z][\w./-]*)@(\d+\.\d+\.\d+)/g)) {
      named[name] = version;
    }
  }
  const asked = Object.entries(manifest.peerDependencies).map(([name, range]) => [name, range.replace(/^\^/, '')]);
  expect(named).toMatchObject(Object.fromEntries(asked));
});

test('it has no test, no source map, no API page and nothing that only a build needs', () => {
  const strange = /^test\/|\.map$|^docs\/api\/|^dist\/(build|workflows)\/|tsbuildinfo|\.sources$|\.tgz$/;
  expect(packed.files.filter((file) => strange.test(file))).toEqual([]);
  expect(packed.files).toEqual(expect.arrayContaining(['LICENSE', 'dist/workflows.bundle.js', 'temporal.config.json']));
});

/** The paths that a part of `exports` names. */
function pathsIn(part: unknown): string[] {
  if (typeof part === 'string') return [posix.normalize(part)];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(pathsIn) : [];
}

/** The files that entries reach by their imports, and the packages that those name; Node's own are left out. */
async function reached(entries: readonly string[]): Promise<{ files: string[]; packages: Set<string> }> {
  const files = new Set(entries.map((entry) => posix.normalize(entry)));
  const packages = new Set<string>();
  for (const file of files) {
    const text = await source(file).catch(() => '');
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (fileName.startsWith('.')) {
        const ending = file.endsWith('.d.ts') ? '.d.ts' : '.js';
        files.add(posix.join(posix.dirname(file), fileName.replace(/\.js$/, ending)));
      } else if (!fileName.startsWith('node:')) {
        packages.add(
          fileName
            .split('/')
            .slice(0, fileName.startsWith('@') ? 2 : 1)
            .join('/'),
        );
      }
    }
  }
  return { files: [...files], packages };
}

/** The links of a document that lead to no packed file, as paths in the package. */
async function brokenLinks(document: string): Promise<string[]> {
  const targets = linksIn(await source(document)).filter((target) => !/^(https?|mailto):|^#/.test(target));
  const paths = targets.map((target) => posix.join(posix.dirname(document), target.replace(/#.*$/, '')));
  return paths.filter((path) => !packed.files.some((file) => file === path || file.startsWith(`${path}/`)));
}

/** The targets of a Markdown text's links and images, outside of code. */
function linksIn(text: string): string[] {
  const words = text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');
  return [...words.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

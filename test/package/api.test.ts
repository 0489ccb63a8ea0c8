import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { type Ended, run } from '../support/run.js';
import { ENTRIES, type Example, examplesIn, faultsIn } from './examples.js';

/** What is read of TypeDoc's JSON. */
interface Reflection {
  name: string;
  kind: number;
  children?: Reflection[];
  signatures?: Reflection[];
  comment?: { summary?: { text: string }[]; blockTags?: { tag: string; content: { text: string }[] }[] };
}

/** TypeDoc's numbers of kinds. */
const KIND = { class: 128, function: 64, interface: 256, method: 2048, property: 1024 } as const;

let made: Ended;
let modules: Reflection[] = [];
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-api-'));
  const file = join(folder, 'api.json');
  const typedoc = join(projectFolder, 'node_modules', 'typedoc', 'bin', 'typedoc');
  made = await run(process.execPath, [typedoc, '--json', file]);
  modules = (JSON.parse(await readFile(file, 'utf8')) as Reflection).children ?? [];
  await rm(folder, { recursive: true });
});

test('the API pages are made without a warning, for each entry of the package', () => {
  expect(made).toMatchObject({ code: 0, stdout: expect.not.stringContaining('[warning]') });
  expect(modules.map(({ name }) => name).sort()).toEqual(Object.keys(ENTRIES).sort());
});

test('every public function and every method of a public class has an example', () => {
  const functions = modules.flatMap(functionsOf);
  expect(functions.length).toBeGreaterThan(40);
  expect(functions.filter(({ code }) => code === '').map(({ name }) => name)).toEqual([]);
});

test('every public interface, and each of its fields, says what it is', () => {
  const interfaces = modules.flatMap(({ children = [] }) => children.filter(({ kind }) => kind === KIND.interface));
  const described = interfaces.flatMap((type) => [
    { name: type.name, reflection: type },
    ...(type.children ?? [])
      .filter(({ kind }) => kind === KIND.property)
      .map((field) => ({ name: `${type.name}.${field.name}`, reflection: field })),
  ]);
  expect(described.length).toBeGreaterThan(100);
  expect(described.filter(({ reflection }) => !reflection.comment?.summary?.length).map(({ name }) => name)).toEqual(
    [],
  );
});

test('every example compiles, in the sources and in the documents', async () => {
  const functions = modules.flatMap(functionsOf);
  const examples = functions.map((example) => withImport(example, functions));
  expect(await faultsIn([...examples, ...(await documented())])).toEqual([]);
});

interface PublicFunction {
  module: string;
  name: string;
  /** Of its example; empty where there is none. */
  code: string;
}

/** The functions of a module, and the methods of its classes. */
function functionsOf({ name: module, children = [] }: Reflection): PublicFunction[] {
  return children.flatMap((reflection) => {
    if (reflection.kind === KIND.function) return [{ module, name: reflection.name, code: exampleOf(reflection) }];
    if (reflection.kind !== KIND.class) return [];
    const methods = (reflection.children ?? []).filter(
      ({ kind, name }) => kind === KIND.method && !name.startsWith('['),
    );
    return methods.map((method) => ({ module, name: `${reflection.name}.${method.name}`, code: exampleOf(method) }));
  });
}

function exampleOf({ signatures = [] }: Reflection): string {
  const tags = signatures.flatMap(({ comment }) => comment?.blockTags ?? []);
  const text = tags.filter(({ tag }) => tag === '@example').flatMap(({ content }) => content.map((part) => part.text));
  return /```ts\n(.*?)```/s.exec(text.join(''))?.[1] ?? '';
}

/** An example, with the import of the functions that it names where it has none. */
function withImport({ module, name, code }: PublicFunction, all: readonly PublicFunction[]): Example {
  if (/^import /m.test(code)) return { name, code };
  const called = all.filter((one) => one.module === module && new RegExp(`\\b${one.name}\\b`).test(code));
  return { name, code: `import { ${called.map((one) => one.name).join(', ')} } from '${module}';\n${code}` };
}

async function documented(): Promise<Example[]> {
  const documents = ['README.md', 'docs/paying.md', 'docs/notify.md', 'docs/testing.md', 'docs/add-a-provider.md'];
  const texts = await Promise.all(documents.map((path) => readFile(join(projectFolder, path), 'utf8')));
  return documents.flatMap((path, at) => examplesIn(path, texts[at] ?? ''));
}

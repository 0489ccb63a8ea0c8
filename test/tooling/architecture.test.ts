import { importsBelow, type Import } from '../support/imports.js';

/**
 * What each source folder may import from, besides itself. From the ground up: contract, activities, workflows, client,
 * worker, webhooks and sandbox, cli and testing. A folder imports from folders below it only.
 */
const BELOW: Record<string, readonly string[]> = {
  contract: [],
  activities: ['contract'],
  workflows: ['contract', 'activities'],
  client: ['contract', 'activities', 'workflows'],
  worker: ['contract', 'activities', 'workflows', 'client'],
  webhooks: ['contract', 'activities', 'workflows', 'client', 'worker'],
  // It stands for the providers: what it shares with Tuntas would agree with itself.
  sandbox: ['contract'],
  testing: ['contract', 'activities', 'client', 'worker', 'sandbox'],
  build: ['contract', 'worker'],
  cli: ['contract', 'activities', 'workflows', 'client', 'worker', 'webhooks', 'sandbox'],
};

let imports: Import[];
beforeAll(async () => {
  imports = (await Promise.all(Object.keys(BELOW).map(importsBelow))).flat();
});

const folderOf = (path: string) => path.split('/')[0] ?? '';
const isProjectFile = (path: string) => path.endsWith('.ts');
const textOf = ({ file, target }: Import) => `${file} -> ${target}`;

test('a source folder imports only from the folders below it', () => {
  const upward = imports.filter(({ file, target }) => {
    const [from, to] = [folderOf(file), folderOf(target)];
    return isProjectFile(target) && from !== to && !BELOW[from]?.includes(to);
  });
  expect(upward.map(textOf)).toEqual([]);
});

test('workflows import from activities types only', () => {
  const values = imports.filter(
    ({ file, target, typeOnly }) => folderOf(file) === 'workflows' && folderOf(target) === 'activities' && !typeOnly,
  );
  expect(values.map(textOf)).toEqual([]);
});

test('no files import each other in a circle, not even for types', () => {
  expect(circles(imports.filter(({ target }) => isProjectFile(target)))).toEqual([]);
});

test('the search for circles finds a circle and its files', () => {
  const edge = (file: string, target: string): Import => ({ file, target, typeOnly: false });
  const found = circles([edge('a', 'b'), edge('b', 'c'), edge('c', 'b'), edge('c', 'd'), edge('a', 'd')]);
  expect(found).toEqual(['b -> c -> b']);
});

/** Each circle once, by the first walk from the first file that closes it. */
function circles(edges: readonly Pick<Import, 'file' | 'target'>[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of edges) targets.set(file, [...(targets.get(file) ?? []), target]);
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: readonly string[], file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) walk([...path, file], target);
    done.add(file);
  };
  for (const file of targets.keys()) walk([], file);
  return [...new Set(found)];
}

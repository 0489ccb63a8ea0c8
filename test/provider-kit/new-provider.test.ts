import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { run } from '../support/run.js';

/** In a process of its own: prettier loads its parsers in a way that jest does not support. */
async function generated(name: string): Promise<Map<string, string>> {
  const url = new URL('new-provider.ts', import.meta.url).href;
  const script = `const { filesOf } = await import('${url}'); console.log(JSON.stringify([...(await filesOf('${name}'))]))`;
  const hooks = join(projectFolder, 'test', 'support', 'register-ts.js');
  const { code, stdout, stderr } = await run(process.execPath, [
    '--import',
    hooks,
    '--input-type=module',
    '-e',
    script,
  ]);
  if (code !== 0) throw new Error(stderr);
  return new Map(JSON.parse(stdout) as [string, string][]);
}

test('a new provider has the files of every adapter and a subject, and none of them mentions the template', async () => {
  const files = await generated('fourth');
  const names = ['client', 'codes', 'identity', 'index', 'notice', 'read', 'receipt', 'settings', 'wire'];
  expect([...files.keys()].sort()).toEqual([
    ...names.map((name) => `activities/providers/fourth/${name}.ts`),
    'test/provider-kit/subjects/fourth.ts',
  ]);
  for (const text of files.values()) expect(text.toLowerCase()).not.toContain('template');
  expect(files.get('activities/providers/fourth/index.ts')).toContain('export const fourth: Adapter');
});

test('every import of a new provider leads to a file that exists or comes with it', async () => {
  const files = await generated('fourth');
  for (const [path, text] of files) {
    const imports = [...text.matchAll(/from '(\.[^']*)\.js'/g)].map(([, target = '']) => target);
    expect(imports.length + Number(path.endsWith('settings.ts') || path.endsWith('codes.ts'))).toBeGreaterThan(0);
    for (const target of imports) {
      const file = `${posix.join(posix.dirname(path), target)}.ts`;
      expect([path, target, files.has(file) || existsSync(join(projectFolder, file))]).toEqual([path, target, true]);
    }
  }
});

test('a name that cannot be an identifier is refused', async () => {
  await expect(generated('../x')).rejects.toThrow('a name is of a-z 0-9');
});

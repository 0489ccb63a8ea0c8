import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const TEMPLATE = join(PROJECT, 'test', 'provider-kit', 'template');

/**
 * The template as an adapter and a subject of this name: path in the project → text, with the imports of its new place.
 * Throws `RangeError` for a name that cannot be a folder and an identifier.
 */
export async function filesOf(name: string): Promise<Map<string, string>> {
  if (!/^[a-z][a-z0-9]{0,31}$/.test(name)) throw new RangeError('a name is of a-z 0-9, the first one a letter');
  const files = new Map<string, string>();
  for (const file of await readdir(TEMPLATE)) {
    const isSubject = file === 'subject.ts';
    const path = isSubject ? `test/provider-kit/subjects/${name}.ts` : `activities/providers/${name}/${file}`;
    const text = await readFile(join(TEMPLATE, file), 'utf8');
    const moved = isSubject
      ? text.replaceAll("'./index.js'", `'../../../activities/providers/${name}/index.js'`)
      : text.replaceAll("'../../../activities/providers/", "'../").replaceAll("'../../../activities/", "'../../");
    const renamed = moved
      .replaceAll('TemplateProvider', `${name.charAt(0).toUpperCase()}${name.slice(1)}Provider`)
      .replaceAll('template', name);
    files.set(path, await format(renamed, { ...(await resolveConfig(join(PROJECT, path))), parser: 'typescript' }));
  }
  return files;
}

/** `node --import ./test/support/register-ts.js test/provider-kit/new-provider.ts <name>`. Overwrites nothing. */
async function main(name: string): Promise<void> {
  const files = await filesOf(name);
  for (const path of files.keys()) {
    const exists = await access(join(PROJECT, path)).then(
      () => true,
      () => false,
    );
    if (exists) throw new Error(`${path} exists already`);
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(PROJECT, path)), { recursive: true });
    await writeFile(join(PROJECT, path), text);
    console.log(path);
  }
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  await main(process.argv[2] ?? '').catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

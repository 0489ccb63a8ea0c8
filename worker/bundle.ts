import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { TuntasError } from '../contract/errors.js';

/** The project's root folder, also when this file runs from dist. */
export const projectFolder = projectOf(dirname(fileURLToPath(import.meta.url)));

function projectOf(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : projectOf(dirname(folder));
}

/** Where `npm run build` puts the workflows' bundle. */
export const builtBundle = join(projectFolder, 'dist', 'workflows.bundle.js');

/** The path of the built bundle. Throws `TuntasError` (code InvalidConfig) when it was not built. */
export async function workflowBundle(): Promise<string> {
  if (existsSync(builtBundle)) return builtBundle;
  throw new TuntasError('InvalidConfig', `there is no ${builtBundle}: run \`npm run build\` first`);
}

/** Bundles the workflows into the file `target`, unless that was made from the same sources. */
export async function buildBundle(target: string, sources = projectFolder): Promise<void> {
  const stampFile = `${target}.sources`;
  const stamp = await fingerprint(sources);
  if (existsSync(target) && (await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;
  const workflowsPath = resolve(sources, 'workflows', 'index.ts');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    // Evaluated once for each thread and frozen, not for each payment: no module of the workflows keeps state of its own.
    preloadModules: [workflowsPath],
    logger: quiet,
  });
  await mkdir(dirname(target), { recursive: true });
  // Two runs at the same time write separate files; the last rename wins.
  const part = `${target}.${process.pid}.part`;
  await writeFile(part, code);
  await rename(part, target);
  await writeFile(stampFile, stamp);
}

async function fingerprint(sources: string): Promise<string> {
  const hash = createHash('sha256')
    .update('preloaded')
    .update(await readFile(join(sources, 'package-lock.json')));
  for (const folder of ['contract', 'workflows']) {
    const files = (await readdir(join(sources, folder), { recursive: true })).filter((file) => file.endsWith('.ts'));
    for (const file of files.sort()) hash.update(file).update(await readFile(join(sources, folder, file)));
  }
  return hash.digest('hex');
}

const quiet = {
  log: () => undefined,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: (message: string) => process.stderr.write(`${message}\n`),
  error: (message: string) => process.stderr.write(`${message}\n`),
};

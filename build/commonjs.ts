import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2023,
  esModuleInterop: true,
};

/**
 * Makes CommonJS of compiled modules: of `entry` and of every file that it reaches, whose types are checked already. The
 * declarations need no change: in a folder of CommonJS the compiler reads them as such.
 * @param dist the folder of the compiled modules.
 * @param entry a module below it, without its ending.
 * @param target an emptied folder, with a package.json that says what is in it.
 */
export async function buildCommonJs(dist: string, entry: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await writeFile(join(target, file), text);
  };
  for (const [file, code] of await reached(dist, `${entry}.js`)) {
    await write(file, ts.transpileModule(code, { compilerOptions: OPTIONS }).outputText);
  }
  for (const [file, code] of await reached(dist, `${entry}.d.ts`)) await write(file, code);
  await write('package.json', `${JSON.stringify({ type: 'commonjs' })}\n`);
}

/** A file below `folder` and every file that its relative imports reach, each with its text and without its source map. */
async function reached(folder: string, entry: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const queue = [entry];
  for (const file of queue) {
    if (files.has(file)) continue;
    const text = (await readFile(join(folder, file), 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/m, '');
    files.set(file, text);
    const ending = file.endsWith('.d.ts') ? '.d.ts' : '.js';
    const { importedFiles } = ts.preProcessFile(text);
    for (const { fileName } of importedFiles) {
      if (fileName.startsWith('.')) queue.push(join(dirname(file), fileName.replace(/\.js$/, ending)));
    }
  }
  return files;
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { type Ended, run } from '../support/run.js';

/** Which modules the files of a project are. */
export type ModuleKind = 'module' | 'commonjs';

/** What `npm pack` made. */
export interface Packed {
  /** The path of the archive. */
  file: string;
  /** The paths in it. */
  files: string[];
  /** Bytes. */
  unpackedSize: number;
}

/** Packs what the last build has made. */
export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await succeeded(
    npm(projectFolder, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder),
  );
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[]; unpackedSize: number }];
  const { filename, files, unpackedSize } = packed;
  return { file: join(folder, filename), files: files.map(({ path }) => path), unpackedSize };
}

/** Unpacks the package to where Node looks for it from the files of a project, with nothing that it depends on. */
export async function unpack({ file }: Packed, project: string): Promise<string> {
  const target = join(project, 'node_modules', 'tuntas');
  await mkdir(target, { recursive: true });
  await succeeded(run('tar', ['-xzf', file, '-C', target, '--strip-components=1']));
  return target;
}

/** An empty project. */
export async function emptyProject(folder: string, type: ModuleKind): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'shop', private: true, type }));
}

/** Installs packages, from npm's cache as far as it has them. */
export async function install(project: string, ...packages: string[]): Promise<void> {
  await succeeded(npm(project, 'install', '--prefer-offline', '--no-audit', '--no-fund', ...packages));
}

/** What `du -sm` says of the installed packages of a project; megabytes. */
export async function installedSize(project: string): Promise<number> {
  const { stdout } = await succeeded(run('du', ['-sm', join(project, 'node_modules')]));
  return Number.parseInt(stdout, 10);
}

/** A backend's program: pays a bill and prints the outcome. The first argument is its reference. */
export const PROGRAM = `
import { connectPayments, InvalidInput, type PaymentOutcome, type PaymentRequest, paymentRequestSchema } from 'tuntas';

async function main(refId: string): Promise<void> {
  const request: PaymentRequest = { provider: 'digiflazz', refId, product: 'pln', customerNo: '530000000001', testing: true };
  const { payments, close } = await connectPayments();
  try {
    const refused: unknown = await payments.start({ ...request, refId: '' }).catch((error: unknown) => error);
    if (!(refused instanceof InvalidInput) || refused.faults[0]?.path !== 'refId') throw new Error('it was not refused');
    const outcome: PaymentOutcome | undefined = await payments.pay(paymentRequestSchema.parse(request), 60_000);
    process.stdout.write(JSON.stringify(outcome));
  } finally {
    await close();
  }
}

void main(process.argv[2] ?? '');
`;

/** How a project resolves its imports: as Node does, or as older projects of CommonJS do. */
export type Resolution = 'nodenext' | 'node10';

/** Type-checks a program in a project and compiles it; returns the path of the result. Throws with the compiler's faults. */
export async function compile(project: string, program: string, resolution: Resolution = 'nodenext'): Promise<string> {
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2023', 'ESNext.Disposable'],
    module: resolution === 'node10' ? 'commonjs' : 'nodenext',
    moduleResolution: resolution,
    strict: true,
    skipLibCheck: true,
    types: ['node'],
    outDir: 'out',
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  await writeFile(join(project, 'program.ts'), program);
  const tsc = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc');
  await succeeded(run(process.execPath, [tsc, '-p', project], { cwd: project }));
  return join(project, 'out', 'program.js');
}

/** The first example of docs/testing.md: a user's own test. */
export async function documentedTest(): Promise<string> {
  const text = await readFile(join(projectFolder, 'docs', 'testing.md'), 'utf8');
  const [, code] = /^```ts\n(.*?)^```/ms.exec(text) ?? [];
  if (code === undefined) throw new Error('docs/testing.md has no example');
  return code;
}

/** The same with the time-skipping server that this machine has, which is otherwise downloaded. */
export function withServer(code: string, path: string): string {
  const download = 'createTimeSkipping()';
  if (!code.includes(download)) throw new Error(`the example does not call ${download}`);
  const server = { executable: { type: 'existing-path', path } };
  return code.replace(download, `createTimeSkipping(${JSON.stringify({ server })} as never)`);
}

/** Runs npm. */
export function npm(cwd: string, ...args: string[]): Promise<Ended> {
  return run('npm', args, { cwd, env: { ...process.env, npm_config_update_notifier: 'false' } });
}

/** What a program has printed. Throws when it did not end with 0. */
export async function succeeded(running: Promise<Ended>): Promise<Ended> {
  const ended = await running;
  if (ended.code !== 0) throw new Error(`ended with ${ended.code}: ${ended.stdout}${ended.stderr}`);
  return ended;
}

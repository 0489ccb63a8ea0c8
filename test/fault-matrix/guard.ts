import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';

/** One guard of the money, and the change of the sources that takes it away. */
export interface Guard {
  /** The rule, as a sentence. */
  name: string;
  cuts: readonly { file: string; from: string; to: string }[];
}

/** What turned red without a guard. */
export interface GuardResult {
  /** What was run: `cases` or `tests`. */
  what: string;
  ran: number;
  /** One line for each that turned red. */
  red: string[];
}

const PARTS = [
  'activities',
  'cli',
  'client',
  'contract',
  'sandbox',
  'webhooks',
  'worker',
  'workflows',
  'test',
  'jest.config.js',
  'package.json',
  'package-lock.json',
  'temporal.config.json',
];

/** Runs `work` in a copy of the sources without the guard. Throws when the text that makes the guard has changed, or stands twice. */
export async function withoutGuard<T>({ name, cuts }: Guard, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-guard-'));
  try {
    for (const part of PARTS) await cp(join(projectFolder, part), join(folder, part), { recursive: true });
    await symlink(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
    for (const { file, from, to } of cuts) {
      const path = join(folder, file);
      const text = await readFile(path, 'utf8');
      const found = text.split(from).length - 1;
      if (found !== 1) throw new Error(`${name}: ${file} has the text ${found} times, not once: ${from}`);
      await writeFile(path, text.replace(from, to));
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

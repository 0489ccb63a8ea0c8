import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A run that writes a copy writes it in much less time; milliseconds. */
const LEFT_AFTER_MS = 3_600_000;

/** Stands for this machine, or container: others that share a folder number their processes too. */
export const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Where a result is written before it takes its name, which has the machine and the process that writes it. */
export function temporaryName(path: string): string {
  const random = randomBytes(6).toString('hex');
  return join(dirname(path), `.${basename(path)}.${MACHINE}.${process.pid}.${random}.tmp`);
}

/**
 * Removes what killed runs have left of a result: the copies of this machine's processes that are no more, and very old ones.
 * That of a run that goes on stays. A copy that cannot be removed harms nobody.
 */
export async function removeLeftOver(path: string): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = writerOf(name, basename(path));
    if (pid === undefined) continue;
    const copy = join(folder, name);
    if (isRunning(pid) && !(await isOld(copy))) continue;
    await rm(copy, { force: true }).catch(() => undefined);
  }
}

/** The process of this machine that wrote a copy, 0 where its name tells of none; undefined for any other file. */
function writerOf(name: string, result: string): number | undefined {
  const start = `.${result}.`;
  if (!name.startsWith(start)) return undefined;
  const found = /^(?:(?:([0-9a-f]{8})\.)?(\d{1,10})\.)?[0-9a-f]{12}\.tmp$/.exec(name.slice(start.length));
  if (!found) return undefined;
  // Copies of earlier versions name no machine.
  const [, machine = MACHINE, pid = '0'] = found;
  return machine === MACHINE ? Number(pid) : 0;
}

/** One that may not be sent a signal, or is not known, counts as running. */
function isRunning(pid: number): boolean {
  if (pid === 0) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function isOld(copy: string): Promise<boolean> {
  const stats = await stat(copy).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs > LEFT_AFTER_MS;
}

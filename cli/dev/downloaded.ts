import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TuntasError } from '../../contract/errors.js';
import { cacheFolder, exists, fillOnce } from './cache.js';

const { version } = createRequire(import.meta.url)('@temporalio/testing/package.json') as { version: string };

const PROGRAM = 'temporal';
const CHECKSUM = 'temporal.sha256';

/** Where a download is kept: under the SDK's version, because each version downloads the server that belongs to it. */
export function downloadedFolder(name: string, env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), `${name}-${version}`);
}

/**
 * Downloads a program into the folder, once, and writes its checksum beside it.
 * @param download puts the program into the folder that it is given; returns its path.
 */
export async function keepDownload(folder: string, download: (folder: string) => Promise<string>): Promise<string> {
  await fillOnce(folder, async (part) => {
    const digest = await sha256Of(await download(part));
    await writeFile(join(part, CHECKSUM), `${digest}  ${PROGRAM}\n`);
  });
  return join(folder, PROGRAM);
}

/**
 * The program of an earlier download; undefined when there is none. Throws `TuntasError` (code NoTemporal) when it is not
 * the file that was downloaded, and moves its folder away, so that the next run downloads it again.
 */
export async function earlierDownload(folder: string): Promise<string | undefined> {
  const program = join(folder, PROGRAM);
  if (!(await exists(program))) return undefined;
  const [recorded] = (await readFile(join(folder, CHECKSUM), 'utf8').catch(() => '')).split(' ');
  if (recorded === (await sha256Of(program))) return program;
  const aside = `${folder}.changed`;
  await rm(aside, { recursive: true, force: true });
  await rename(folder, aside);
  throw new TuntasError(
    'NoTemporal',
    `${program} is not the file that was downloaded: its SHA-256 is another one than in ${CHECKSUM}. It was moved to ` +
      `${aside} and is not used; the next start downloads it again`,
  );
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

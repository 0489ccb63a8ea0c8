import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { TuntasError } from '../../contract/errors.js';
import { cacheFolder, exists, fillOnce } from './cache.js';
import { downloadServer } from './download.js';
import { downloadedFolder, earlierDownload, keepDownload } from './downloaded.js';
import { cleanEnvironment } from './environment.js';

const run = promisify(execFile);

/**
 * The latest version of Temporal's CLI that `go install` can build; it contains server 1.29.1 and the Web UI. Go compares
 * the sources of this version, and of all that it depends on, with its public checksum database (sum.golang.org).
 */
export const TEMPORAL_CLI = '1.5.1';

export interface Acquisition {
  env?: NodeJS.ProcessEnv;
  /** Receives one line about each step: what happens and how long it may take. */
  log: (line: string) => void;
  /** @default Temporal's download site, through the SDK */
  download?: (folder: string) => Promise<string>;
}

/**
 * Finds a `temporal` program, or gets one. In this order: on PATH; from an earlier download or build; downloaded by the
 * SDK; built with Go. Throws `TuntasError` (code NoTemporal) that names every way when none works, and for a download that
 * was changed since.
 */
export async function acquireTemporal({
  env = process.env,
  log,
  download = (folder) => downloadServer('dev-server', folder),
}: Acquisition): Promise<string> {
  const onPath = await findOnPath('temporal', env);
  if (onPath) return onPath;

  const downloaded = downloadedFolder('temporal-download', env);
  const earlier = await earlierDownload(downloaded);
  if (earlier !== undefined) return earlier;
  const built = join(cacheFolder(env), `temporal-${TEMPORAL_CLI}`);
  if (await exists(join(built, 'temporal'))) return join(built, 'temporal');

  const failures: string[] = [];
  try {
    log("Getting Temporal's server from temporal.download: about a minute, once");
    return await keepDownload(downloaded, download);
  } catch (error) {
    failures.push(`download: ${firstLine(error)}`);
  }
  try {
    const go = await findOnPath('go', env);
    if (!go) throw new Error('no `go` on PATH');
    log(`The download is out of reach; building Temporal's server with Go instead: about 3 minutes, once`);
    await fillOnce(built, (folder) => buildWithGo(go, folder, env));
    return join(built, 'temporal');
  } catch (error) {
    failures.push(`build with Go: ${firstLine(error)}`);
  }
  throw new TuntasError('NoTemporal', `no Temporal server to be had (${failures.join('; ')}). ${WAYS}`);
}

const WAYS =
  'Any one of these helps: start one yourself and name it with --address; ' +
  'install the `temporal` program (https://docs.temporal.io/cli) so that it is on PATH; ' +
  'let this machine reach https://temporal.download; or install Go, which builds it.';

async function buildWithGo(go: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  await run(go, ['install', `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI}`], {
    env: { ...cleanEnvironment(env), GOBIN: folder },
    timeout: 20 * 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** The first executable of that name in the folders of PATH. */
export async function findOnPath(program: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, program);
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return undefined;
}

function firstLine(error: unknown): string {
  const { message, stderr } = error as Error & { stderr?: string };
  const text = (stderr?.trim() || message).split('\n').at(-1) ?? '';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

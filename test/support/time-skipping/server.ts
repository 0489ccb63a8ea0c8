import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findOnPath } from '../../../cli/dev/binary.js';
import { cacheFolder, exists, fillOnce } from '../../../cli/dev/cache.js';
import { downloadServer } from '../../../cli/dev/download.js';
import { downloadedFolder, earlierDownload, keepDownload } from '../../../cli/dev/downloaded.js';

const run = promisify(execFile);
const pom = join(dirname(fileURLToPath(import.meta.url)), 'pom.xml');

const LAUNCHER = `#!/bin/sh
exec java -Xshare:auto -XX:TieredStopAtLevel=1 -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$1"
`;

/** Finds Temporal's time-skipping test server, or gets it: by the SDK's download, else from Maven Central. */
export async function acquireTimeSkipping(log: (line: string) => void, env = process.env): Promise<string> {
  const downloaded = downloadedFolder('time-skipping-download', env);
  const edition = createHash('sha256')
    .update(await readFile(pom))
    .update(LAUNCHER)
    .digest('hex')
    .slice(0, 12);
  const fetched = join(cacheFolder(env), `time-skipping-${edition}`);
  const earlier = await earlierDownload(downloaded);
  if (earlier !== undefined) return earlier;
  if (await exists(join(fetched, 'temporal'))) {
    await assertPinned(fetched);
    return join(fetched, 'temporal');
  }
  try {
    log('Getting the time-skipping test server from temporal.download: about a minute, once');
    return await keepDownload(downloaded, (folder) => downloadServer('time-skipping', folder));
  } catch (cause) {
    const maven = await findOnPath('mvn', env);
    if (!maven || !(await findOnPath('java', env))) {
      throw new Error('no time-skipping test server: temporal.download is out of reach, and there is no mvn and java', {
        cause,
      });
    }
    log('The download is out of reach; getting it from Maven Central instead: about a minute, once');
    await fillOnce(fetched, (folder) => fetchWithMaven(maven, folder));
    return join(fetched, 'temporal');
  }
}

/** The plugin's version is pinned as well: Maven would take another one with each of its own versions. */
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies';

async function fetchWithMaven(maven: string, folder: string): Promise<void> {
  const lib = `-DoutputDirectory=${join(folder, 'lib')}`;
  await run(maven, ['-B', '-q', '-f', pom, COPY, '-DincludeScope=runtime', lib], {
    timeout: 10 * 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  await assertPinned(folder);
  await writeFile(join(folder, 'temporal'), LAUNCHER);
  await chmod(join(folder, 'temporal'), 0o755);
}

/** SHA-256 of the list of all jars that pom.xml brings, as `sha256sum *.jar` prints it. Another pom.xml needs another one. */
const JARS = '02de3560b437262da846f983146295e3c3edc7e15b6606d755832811a2eeceb7';

async function assertPinned(folder: string): Promise<void> {
  const lib = join(folder, 'lib');
  const list = createHash('sha256');
  for (const jar of (await readdir(lib)).sort()) {
    const digest = createHash('sha256')
      .update(await readFile(join(lib, jar)))
      .digest('hex');
    list.update(`${digest}  ${jar}\n`);
  }
  const found = list.digest('hex');
  if (found !== JARS) throw new Error(`${lib} holds other files than those that are pinned (${found})`);
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findOnPath } from '../../../cli/dev/binary.js';
import { cacheFolder, exists, fillOnce } from '../../../cli/dev/cache.js';
import { downloadServer } from '../../../cli/dev/download.js';

const run = promisify(execFile);
const pom = join(dirname(fileURLToPath(import.meta.url)), 'pom.xml');

const LAUNCHER = `#!/bin/sh
exec java -Xshare:auto -XX:TieredStopAtLevel=1 -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$1"
`;

/** Finds Temporal's time-skipping test server, or gets it: by the SDK's download, else from Maven Central. */
export async function acquireTimeSkipping(log: (line: string) => void, env = process.env): Promise<string> {
  const downloaded = join(cacheFolder(env), 'time-skipping-download');
  const edition = createHash('sha256')
    .update(await readFile(pom))
    .update(LAUNCHER)
    .digest('hex')
    .slice(0, 12);
  const fetched = join(cacheFolder(env), `time-skipping-${edition}`);
  for (const folder of [downloaded, fetched]) {
    if (await exists(join(folder, 'temporal'))) return join(folder, 'temporal');
  }
  try {
    log('Getting the time-skipping test server from temporal.download: about a minute, once');
    await fillOnce(downloaded, async (folder) => void (await downloadServer('time-skipping', folder)));
    return join(downloaded, 'temporal');
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

async function fetchWithMaven(maven: string, folder: string): Promise<void> {
  const lib = `-DoutputDirectory=${join(folder, 'lib')}`;
  await run(maven, ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime', lib], {
    timeout: 10 * 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  await writeFile(join(folder, 'temporal'), LAUNCHER);
  await chmod(join(folder, 'temporal'), 0o755);
}

import { join } from 'node:path';
import { buildBundle, projectFolder } from '../../worker/bundle.js';
import { acquireTemporal } from '../../cli/dev/binary.js';
import { acquireTimeSkipping } from './time-skipping/server.js';

// Run by global-setup.js in a process of its own: gets what the tests start, once, and prints where each is.
// What is out of reach is left out, so that tests that do not need it run all the same.
const log = (line: string) => void process.stderr.write(`${line}\n`);

async function attempt(make: () => Promise<string>): Promise<string | undefined> {
  try {
    return await make();
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

const prepared = {
  TUNTAS_TEST_TEMPORAL: await attempt(() => acquireTemporal({ log })),
  TUNTAS_TEST_TIME_SKIPPING: await attempt(() => acquireTimeSkipping(log)),
  TUNTAS_TEST_BUNDLE: await attempt(async () => {
    const target = join(projectFolder, 'node_modules', '.cache', 'tuntas', 'workflows.bundle.js');
    await buildBundle(target);
    return target;
  }),
};
process.stdout.write(JSON.stringify(prepared));

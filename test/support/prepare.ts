import { join } from 'node:path';
import { buildBundle, projectFolder } from '../../worker/bundle.js';
import { acquireTemporal } from '../../cli/dev/binary.js';
import { acquireTimeSkipping } from './time-skipping/server.js';

// Runs in a process of its own, started by global-setup.js: gets the parts that are named as arguments (default: all) and
// prints their paths as JSON. A part that cannot be had is left out, because many tests do not need it.
const log = (line: string) => void process.stderr.write(`${line}\n`);

const PARTS: Record<string, { variable: string; make: () => Promise<string> }> = {
  temporal: { variable: 'TUNTAS_TEST_TEMPORAL', make: () => acquireTemporal({ log }) },
  'time-skipping': { variable: 'TUNTAS_TEST_TIME_SKIPPING', make: () => acquireTimeSkipping(log) },
  bundle: {
    variable: 'TUNTAS_TEST_BUNDLE',
    make: async () => {
      const target = join(projectFolder, 'node_modules', '.cache', 'tuntas', 'workflows.bundle.js');
      await buildBundle(target);
      return target;
    },
  },
};

const named = process.argv.slice(2);
const prepared: Record<string, string> = {};
for (const name of named.length > 0 ? named : Object.keys(PARTS)) {
  const part = PARTS[name];
  if (!part) throw new Error(`there is no part ${name} to prepare`);
  try {
    prepared[part.variable] = await part.make();
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
  }
}
process.stdout.write(JSON.stringify(prepared));

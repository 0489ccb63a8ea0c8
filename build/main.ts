import { chmod, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle, builtBundle, projectFolder } from '../worker/bundle.js';
import { buildCommonJs } from './commonjs.js';

// Second part of `npm run build`, after the compiler: bundles the workflows, makes the client library as CommonJS, copies
// the sandbox's data files and makes the command executable.
const dist = join(projectFolder, 'dist');
await buildBundle(builtBundle);
await buildCommonJs(dist, join('client', 'index'), join(dist, 'cjs'));
const samples = join('sandbox', 'providers', 'tokopedia', 'samples');
await cp(join(projectFolder, samples), join(dist, samples), { recursive: true });
await chmod(join(dist, 'cli', 'main.js'), 0o755);

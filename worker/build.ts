import { chmod, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle, builtBundle, projectFolder } from './bundle.js';

// Second part of `npm run build`, after the compiler: bundles the workflows, copies the sandbox's data files and makes the
// command executable.
await buildBundle(builtBundle);
const samples = join('sandbox', 'providers', 'tokopedia', 'samples');
await cp(join(projectFolder, samples), join(projectFolder, 'dist', samples), { recursive: true });
await chmod(join(projectFolder, 'dist', 'cli', 'main.js'), 0o755);

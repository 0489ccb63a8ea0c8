import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle, builtBundle, projectFolder } from './bundle.js';

// Second part of `npm run build`, after the compiler: bundles the workflows and makes the command executable.
await buildBundle(builtBundle);
await chmod(join(projectFolder, 'dist', 'cli', 'main.js'), 0o755);

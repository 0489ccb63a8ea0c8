import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle, builtBundle, projectFolder } from './bundle.js';

// What `npm run build` does after the compiler: the workflows as one file, and a command that can be executed.
await buildBundle(builtBundle);
await chmod(join(projectFolder, 'dist', 'cli', 'main.js'), 0o755);

import { chmod, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle, builtBundle, projectFolder } from './bundle.js';

// What `npm run build` does after the compiler: the workflows as one file, the sandbox's data files, and a command that
// can be executed.
await buildBundle(builtBundle);
const samples = join('sandbox', 'providers', 'tokopedia', 'samples');
await cp(join(projectFolder, samples), join(projectFolder, 'dist', samples), { recursive: true });
await chmod(join(projectFolder, 'dist', 'cli', 'main.js'), 0o755);

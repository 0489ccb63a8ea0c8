import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { projectFolder } from '../../worker/bundle.js';

/**
 * Registers the hooks of a file of tests whose workflows run with interceptors.
 * @param module the path of the interceptors, in `test`. @param use takes the path of the bundle, before any other hook that is
 * registered later
 */
export function withInterceptors(module: string, use: (bundle: string) => void): void {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tuntas-interceptors-'));
    const { code } = await bundleWorkflowCode({
      workflowsPath: join(projectFolder, 'workflows', 'index.ts'),
      workflowInterceptorModules: [join(projectFolder, 'test', module)],
      logger: new DefaultLogger('ERROR'),
    });
    const bundle = join(folder, 'workflows.js');
    await writeFile(bundle, code);
    use(bundle);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));
}

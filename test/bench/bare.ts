import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Worker, type NativeConnection } from '@temporalio/worker';
import { projectFolder } from '../../worker/bundle.js';

const nothing = () => Promise.resolve();

export const bareActivities = { first: nothing, second: nothing, third: nothing };

export const bareQueue = 'bench-bare';

/** A worker of the bare workflow, with the same limits as the payments' worker. */
export async function createBareWorker(connection: NativeConnection): Promise<Worker> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(projectFolder, 'test', 'bench', 'workflows.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  return Worker.create({
    connection,
    taskQueue: bareQueue,
    workflowBundle: { code },
    activities: bareActivities,
    maxConcurrentWorkflowTaskExecutions: 100,
    maxCachedWorkflows: 1_000,
  });
}

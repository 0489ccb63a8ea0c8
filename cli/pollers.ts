import type { WorkflowService } from '@temporalio/client';

export type Tasks = 'workflow' | 'activity';

/** With values of `temporal.api.enums.v1.TaskQueueType`. */
const TYPES: Record<Tasks, object> = { workflow: { taskQueueType: 1 }, activity: { taskQueueType: 2 } };

/** A worker's poll ends after a minute at most, but the server lists its poller for some minutes more. Milliseconds. */
const POLLER_AGE_MS = 120_000;

/** Everybody who has polled a task queue within some minutes, also those who have ended since. */
export async function listedPollers(
  workflowService: WorkflowService,
  namespace: string,
  taskQueue: string,
  tasks: Tasks = 'workflow',
) {
  const queue = { namespace, taskQueue: { name: taskQueue }, ...TYPES[tasks] };
  return (await workflowService.describeTaskQueue(queue)).pollers;
}

/** The identities of the workers that poll a task queue at the moment. */
export async function pollersOf(...queue: Parameters<typeof listedPollers>): Promise<string[]> {
  const since = Date.now() - POLLER_AGE_MS;
  return (await listedPollers(...queue))
    .filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > since)
    .map(({ identity }) => identity ?? '');
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';

/** Resets a workflow's latest run, as an operator does: everything after its first, or its last, workflow task is done again. */
export async function resetTo(client: Client, workflowId: string, task: 'first' | 'last'): Promise<void> {
  const { events = [] } = await client.workflow.getHandle(workflowId).fetchHistory();
  const completed = events?.filter((event) => event.workflowTaskCompletedEventAttributes);
  await client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId },
    workflowTaskFinishEventId: completed?.at(task === 'first' ? 0 : -1)?.eventId ?? null,
    requestId: randomUUID(),
    reason: 'a test',
  });
}

/** Deletes a run, as the retention of the namespace does, and waits until Temporal knows it no more. @param runId @default the latest */
export async function endRetention(client: Client, workflowId: string, runId?: string): Promise<void> {
  const run = runId ?? (await client.workflow.getHandle(workflowId).describe()).runId;
  const workflowExecution = { workflowId, runId: run };
  await client.workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution });
  const isKnown = async () => {
    const described = client.workflow.getHandle(workflowId, run).describe();
    if (await described.then(Boolean, () => false)) return true;
    for await (const listed of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
      if (listed.runId === run) return true;
    }
    return false;
  };
  while (await isKnown()) await sleep(200);
}

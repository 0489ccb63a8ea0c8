import type { Client, WorkflowExecutionDescription, WorkflowExecutionInfo } from '@temporalio/client';
import { GRPC_STATUS } from '../contract/grpc-status.js';

/**
 * The runs that Temporal's list shows under a workflow's id: one that runs first, then those that ended last. A run that is reset
 * ends before the one in its place, and may have the same time of its start. Throws what the client throws when Temporal does
 * not answer.
 */
export async function runsOf(client: Client, workflowId: string): Promise<WorkflowExecutionInfo[]> {
  const runs: WorkflowExecutionInfo[] = [];
  for await (const run of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs.push(run);
  return runs.sort((one, other) => (isEndedBefore(one, other) ? 1 : isEndedBefore(other, one) ? -1 : 0));
}

/** The same; undefined where the server keeps no list, as the one of Temporal's test environment that skips time. */
export async function runsIfListed(client: Client, workflowId: string): Promise<WorkflowExecutionInfo[] | undefined> {
  try {
    return await runsOf(client, workflowId);
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as { code?: unknown };
    if (code === GRPC_STATUS.unimplemented) return undefined;
    throw error;
  }
}

function isEndedBefore(one: WorkflowExecutionInfo, other: WorkflowExecutionInfo): boolean {
  return endOf(one) < endOf(other);
}

function endOf({ status, startTime, closeTime = startTime }: WorkflowExecutionInfo): number {
  return status.name === 'RUNNING' ? Infinity : closeTime.getTime();
}

/**
 * The run in which a workflow began: one in the place of a run that was reset has the same. Undefined where the server does not
 * tell.
 */
export function firstRunOf({ raw }: WorkflowExecutionDescription): string | undefined {
  return raw.workflowExecutionInfo?.firstRunId || undefined;
}

import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Deps } from './deps.js';

/**
 * Whether no earlier run of this payment can have sent pay: this is the run in which the payment began, or that one was refused,
 * which it is before anything is sent, and no run after a reset sends pay. A run after a reset does not know what the first run
 * sent. Only an activity can find out: its result belongs to the run itself, not to the history that the reset copied.
 */
export function createIsFirstRun({ client }: Pick<Deps, 'client'>) {
  return async function isFirstRun(firstRunId: string): Promise<boolean> {
    const { workflowId = '', runId } = Context.current().info.workflowExecution ?? {};
    if (runId === firstRunId) return true;
    try {
      // A payment fails only where it is refused.
      return (await client.workflow.getHandle(workflowId, firstRunId).describe()).status.name === 'FAILED';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
}

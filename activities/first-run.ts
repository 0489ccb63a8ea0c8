import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Deps } from './deps.js';

/**
 * Whether no earlier run of this payment can have sent pay: this is the run in which the payment began. A run after a reset does not
 * know what the first run sent. Only an activity can find out: its result belongs to the run itself, not to the history that the
 * reset copied.
 *
 * With `usedByAnother`, the reference is recorded as another payment's. Then it is enough that the first run was refused, too: no
 * run after that can have had the reference, so that none has held funds or sent anything.
 */
export function createIsFirstRun({ client }: Pick<Deps, 'client'>) {
  return async function isFirstRun(firstRunId: string, usedByAnother = false): Promise<boolean> {
    const { workflowId = '', runId } = Context.current().info.workflowExecution ?? {};
    if (runId === firstRunId) return true;
    if (!usedByAnother) return false;
    try {
      // A payment fails only where it is refused.
      return (await client.workflow.getHandle(workflowId, firstRunId).describe()).status.name === 'FAILED';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
}

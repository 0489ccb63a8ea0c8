import { Context } from '@temporalio/activity';

/**
 * Whether this is the run in which the payment began. A run after a reset does not know what the first run sent. Only
 * an activity can find out: its result belongs to the run itself, not to the history that the reset copied.
 */
export function isFirstRun(firstRunId: string): Promise<boolean> {
  return Promise.resolve(Context.current().info.workflowExecution?.runId === firstRunId);
}

import { Context } from '@temporalio/activity';

/**
 * Whether this is the run in which the payment began. A run that came from a reset has forgotten what the first one
 * sent, and only an activity may ask: what it answers belongs to the run, not to the history copied into it.
 */
export function isFirstRun(firstRunId: string): Promise<boolean> {
  return Promise.resolve(Context.current().info.workflowExecution?.runId === firstRunId);
}

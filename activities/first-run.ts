import { Context } from '@temporalio/activity';
import { keyOf, paymentId } from '../contract/names.js';
import type { Deps } from './deps.js';
import { payRecordedBy } from './first-pay.js';

/**
 * Whether this is the run in which the payment began. A run after a reset does not know what the first run sent. Only
 * an activity can find out: its result belongs to the run itself, not to the history that the reset copied.
 *
 * `ofReference`: whether it is so, and no earlier payment has recorded a pay under the reference either. A payment that
 * ends unpaid has to know: with Temporal's default policies a caller can start an ended one again.
 */
export function createIsFirstRun(deps: Deps) {
  return async function isFirstRun(firstRunId: string, ofReference = false): Promise<boolean> {
    const { workflowId = '', runId } = Context.current().info.workflowExecution ?? {};
    if (runId !== firstRunId) return false;
    const key = keyOf(workflowId);
    if (!ofReference || paymentId(key) !== workflowId) return true;
    const recorded = await payRecordedBy(deps.client, key);
    return recorded === undefined || recorded === firstRunId;
  };
}

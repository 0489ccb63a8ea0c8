import { Context } from '@temporalio/activity';
import { pendingActivities } from './pending.js';
import type { Deps } from './deps.js';
import type { Contacts } from './schedule.js';

/**
 * The contacts that this payment's waiting status check has recorded. A notice stops that check, which loses its
 * heartbeat details, and the next contact must still keep `minGap`.
 */
export function createLastContact(deps: Deps) {
  return async function lastContact(): Promise<Contacts | undefined> {
    const { workflowId = '', runId } = Context.current().info.workflowExecution ?? {};
    const pending = await pendingActivities(deps.client, workflowId, runId);
    return pending.find(({ type }) => type === 'check')?.heartbeat as Contacts | undefined;
  };
}

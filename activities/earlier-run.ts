import type { Client } from '@temporalio/client';
import type { Deps } from './deps.js';
import type { Warn } from './throttled-warning.js';

/** How often, and after which pause, the list is asked until it shows the present run. */
const TRIES = 20;
const PAUSE_MS = 100;
/** A list that does not answer must not keep a payment from being sent; milliseconds. */
const LIST_TIMEOUT_MS = 2_000;

/**
 * Whether another run had this workflow id before: then pay may have been sent under this reference. A caller who starts a
 * payment with Temporal's default policies gets a second run once the first one has ended. Runs that failed do not count:
 * a payment fails for a request that breaks the contract only, before any provider is called.
 *
 * The list of workflows is written shortly after each start, so that it is asked until it shows the present run. Where it
 * does not answer, or is not there at all, false: the policy of the start is what keeps a reference unique, and this only
 * a guard against a wrong one.
 */
export async function hasEarlierRun(deps: Deps, { workflowId, runId }: Run, warn: Warn): Promise<boolean> {
  let why = 'does not show a payment after two seconds';
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const runs = await runsOf(deps.client, workflowId);
      if (runs.some((run) => run !== runId)) return true;
      if (runs.includes(runId)) return false;
      await deps.sleep(PAUSE_MS);
    }
  } catch (error) {
    if (isWithoutList(error)) return false;
    why = 'does not answer';
  }
  warn('list', `the list of workflows ${why}: references are not compared with it`, await deps.now());
  return false;
}

interface Run {
  workflowId: string;
  runId: string;
}

async function runsOf(client: Client, workflowId: string): Promise<string[]> {
  const { executions } = await client.withDeadline(Date.now() + LIST_TIMEOUT_MS, () =>
    client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      pageSize: 5,
      query: `WorkflowId = '${workflowId}' AND ExecutionStatus != 'Failed'`,
    }),
  );
  return executions.map(({ execution }) => execution?.runId ?? '');
}

const UNIMPLEMENTED = 12;

/** A server for tests may have no list. */
function isWithoutList(error: unknown): boolean {
  return (error as { code?: unknown }).code === UNIMPLEMENTED;
}

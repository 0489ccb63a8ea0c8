import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { type PaymentKey, referenceId, referencesQueue, WORKFLOWS } from '../contract/names.js';

/** Ends the record where the process died before it could; the server keeps it as long as any other. */
const RECORD_TIMEOUT = '1d';
/** Where the record says whose it is. */
const RUN = 'firstRunId';

/**
 * Records that a reference is used, once and for all, and returns whether no other payment has recorded it before: a
 * caller who starts a payment with Temporal's default policies gets a second one under its reference once the first has
 * ended, and that one knows nothing of what the first has paid, held and captured. Attempts of one payment are one.
 * Throws what the client throws when Temporal does not answer.
 *
 * The record is a workflow that nobody carries out: the server keeps its id unique, for as long as it keeps ended ones.
 */
export async function isFirstPayment(client: Client, key: PaymentKey, firstRunId: string): Promise<boolean> {
  const workflowId = referenceId(key);
  try {
    const handle = await client.workflow.start(WORKFLOWS.reference, {
      workflowId,
      taskQueue: referencesQueue,
      args: [],
      memo: { [RUN]: firstRunId },
      // Without a task that waits for a worker.
      startDelay: RECORD_TIMEOUT,
      workflowExecutionTimeout: RECORD_TIMEOUT,
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
    handle.terminate('a record, which nobody carries out').catch(() => undefined);
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return (await recordedRun(client, workflowId)) === firstRunId;
  }
}

async function recordedRun(client: Client, workflowId: string): Promise<unknown> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).memo?.[RUN];
  } catch (error) {
    // Its time was over just now.
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

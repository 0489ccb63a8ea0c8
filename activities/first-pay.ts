import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { type PaymentKey, referencesQueue, sentId, WORKFLOWS } from '../contract/names.js';

/** Ends the record where the process died before it could; the server keeps it as long as any other. */
const RECORD_TIMEOUT = '1d';
/** Where the record says whose it is. */
const RUN = 'firstRunId';

/**
 * Records that pay of a reference is about to be sent, once and for all, and returns whether an earlier payment had
 * recorded it: a caller who starts a payment with Temporal's default policies gets a second one under its reference once
 * the first has ended. Attempts of one payment are one. Throws what the client throws when Temporal does not answer.
 *
 * The record is a workflow that nobody carries out: the server keeps its id unique, for as long as it keeps ended ones.
 */
export async function isFirstPay(client: Client, key: PaymentKey, firstRunId: string): Promise<boolean> {
  const workflowId = sentId(key);
  try {
    const handle = await client.workflow.start(WORKFLOWS.sent, {
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
    return (await payRecordedBy(client, key)) === firstRunId;
  }
}

/**
 * The first run of the payment that has recorded its pay under a reference; undefined where none has. Throws what the
 * client throws when Temporal does not answer.
 */
export async function payRecordedBy(client: Client, key: PaymentKey): Promise<unknown> {
  try {
    return (await client.workflow.getHandle(sentId(key)).describe()).memo?.[RUN] ?? '';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

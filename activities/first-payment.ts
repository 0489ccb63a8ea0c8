import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { type PaymentKey, referenceId, referencesQueue, WORKFLOWS } from '../contract/names.js';
import { firstRunOf, runsIfListed } from './runs.js';

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
    await writeRecord(client, workflowId, firstRunId, 'REJECT_DUPLICATE');
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return (await ownerOf(client, workflowId)) === firstRunId;
  }
}

/**
 * Whether another payment has recorded that it has used this reference. Throws what the client throws when Temporal does not
 * answer.
 */
export async function isUsedByAnother(client: Client, key: PaymentKey, firstRunId: string): Promise<boolean> {
  const owner = await ownerOf(client, referenceId(key));
  return owner !== undefined && owner !== firstRunId;
}

/**
 * Writes the record of a used reference once more. The server keeps it as long as any ended workflow from then on, so that the
 * record of a payment which ends now does not go before the payment itself. Another payment's record stays as it is. Throws
 * what the client throws when Temporal does not answer.
 */
export async function renewRecord(client: Client, key: PaymentKey, firstRunId: string): Promise<void> {
  const workflowId = referenceId(key);
  const owner = await recordedRun(client, workflowId);
  if (owner !== undefined && owner !== firstRunId) return;
  try {
    await writeRecord(client, workflowId, firstRunId, 'ALLOW_DUPLICATE');
  } catch (error) {
    // The last one has not ended yet: it is hardly older than a day.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function writeRecord(
  client: Client,
  workflowId: string,
  firstRunId: string,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
): Promise<void> {
  const handle = await client.workflow.start(WORKFLOWS.reference, {
    workflowId,
    taskQueue: referencesQueue,
    args: [],
    memo: { [RUN]: firstRunId },
    // Without a task that waits for a worker.
    startDelay: RECORD_TIMEOUT,
    workflowExecutionTimeout: RECORD_TIMEOUT,
    workflowIdConflictPolicy: 'FAIL',
    workflowIdReusePolicy,
  });
  handle.terminate('a record, which nobody carries out').catch(() => undefined);
}

/**
 * Whether a run of a payment may be the one that has used its reference: false where the record says another payment's first
 * run. Throws what the client throws when Temporal does not answer.
 */
export async function mayOwnReference(
  client: Client,
  key: PaymentKey,
  run: WorkflowExecutionDescription,
): Promise<boolean> {
  const workflowId = referenceId(key);
  const latest = await recordedRun(client, workflowId);
  // A run after a reset has the first run of the one in whose place it is.
  const firstRun = firstRunOf(run);
  if (latest === undefined || firstRun === undefined || latest === firstRun) return true;
  return (await ownerOf(client, workflowId)) === firstRun;
}

/**
 * Whose the record is, by the run in which that payment began: of several the oldest, because a payment renews its own only, and
 * anybody can start a workflow under its id. Undefined where there is none.
 */
async function ownerOf(client: Client, workflowId: string): Promise<unknown> {
  const latest = await recordedRun(client, workflowId);
  if (latest === undefined) return undefined;
  const listed = (await runsIfListed(client, workflowId)) ?? [];
  const [oldest] = listed.toSorted((one, other) => one.startTime.getTime() - other.startTime.getTime());
  return oldest?.memo?.[RUN] ?? latest;
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

import { Context } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { described } from './payment-record.js';
import { retryLater } from './retry-later.js';
import { firstRunOf, runsOf } from './runs.js';

/**
 * The run whose end a message tells: the one that has started the message or, after a reset, the latest one in its place.
 * Throws `NotEnded` while that run has no result. One that was ended from outside has none either, but a reset can still
 * bring it to its end, and the run after the reset does not start again those messages that its history shows as started.
 * @param origin the run of a payment or of a review that has started the message
 */
export async function toldEnd(
  client: Client,
  origin: WorkflowExecutionDescription,
): Promise<WorkflowExecutionDescription> {
  const { type } = origin;
  if (origin.status.name === 'RUNNING') throw notEnded(`the ${type} is about to end`);
  const run = await latestInPlaceOf(client, origin);
  if (!run) throw notEnded('the list of runs does not show the latest one yet');
  if (run.status.name === 'COMPLETED') return run;
  if (run.status.name !== 'RUNNING') throw notEnded(`the ${type} was ended from outside, and waits for a reset`);
  throw notEnded(`the ${type} was reset, and has not ended again`);
}

/** The latest of the runs that have the origin's first run. Undefined where the list of runs may lack it. */
async function latestInPlaceOf(
  client: Client,
  origin: WorkflowExecutionDescription,
): Promise<WorkflowExecutionDescription | undefined> {
  const { workflowId } = origin;
  const latest = await client.workflow.getHandle(workflowId).describe();
  if (isInPlaceOf(latest, origin)) return latest;
  // The id was started again: a review by a later contradiction, a payment by anybody, which is refused.
  const runs = await runsOf(client, workflowId);
  if (!runs.some(({ runId }) => runId === latest.runId)) return undefined;
  for (const { runId, status } of runs) {
    // A workflow fails only where it was refused at its start, and has told nothing.
    const run = status.name === 'FAILED' ? undefined : await described(client, workflowId, runId);
    if (run && isInPlaceOf(run, origin)) return run;
  }
  return origin;
}

/** A reset starts a run with the same first run; the origin is in its own place. */
function isInPlaceOf(run: WorkflowExecutionDescription, origin: WorkflowExecutionDescription): boolean {
  if (run.runId === origin.runId) return true;
  const firstRun = firstRunOf(origin);
  return firstRun !== undefined && firstRunOf(run) === firstRun;
}

/** The payment starts its last messages just before it ends; one that was reset or terminated then may end much later. */
const ENDS_WITHIN_MS = 200;
const LONGEST_WAIT_MS = 60_000;

function notEnded(why: string): ApplicationFailure {
  const delayMs = Math.min(ENDS_WITHIN_MS * 2 ** (Context.current().info.attempt - 1), LONGEST_WAIT_MS);
  return retryLater({ type: 'NotEnded', message: why, details: { why }, delayMs });
}

import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import {
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import { ApplicationFailure } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';

/** An activity that a workflow waits for, from the server's record. Times in milliseconds since 1970. */
export interface PendingActivity {
  /** Its name: `inquire`, `pay`, `check`, `hold`… */
  type: string;
  attempt: number;
  /** What the activity last recorded. */
  heartbeat: unknown;
  /** The first detail of its last failure. */
  lastFailure: unknown;
  /** When the next attempt starts, while it waits. */
  nextAttemptAt?: number;
}

/** The activities that a workflow waits for. Throws what the client throws when there is no such workflow. */
export async function pendingActivities(
  client: Client,
  workflowId: string,
  runId?: string,
): Promise<PendingActivity[]> {
  return pendingIn(client, await client.workflow.getHandle(workflowId, runId).describe());
}

/** The activities in a description of a workflow. */
export function pendingIn(client: Client, { raw }: WorkflowExecutionDescription): Promise<PendingActivity[]> {
  const pending = raw.pendingActivities ?? [];
  return Promise.all(pending.map((activity) => read(client, activity)));
}

async function read(client: Client, activity: temporal.api.workflow.v1.IPendingActivityInfo): Promise<PendingActivity> {
  const converter = client.options.loadedDataConverter;
  const [heartbeat] = await decodeArrayFromPayloads(converter, activity.heartbeatDetails?.payloads);
  const failure = await decodeOptionalFailureToOptionalError(converter, activity.lastFailure);
  const waits = Number(activity.state) === SCHEDULED && activity.scheduledTime;
  return {
    type: activity.activityType?.name ?? '',
    attempt: activity.attempt ?? 0,
    heartbeat,
    lastFailure: failure instanceof ApplicationFailure ? failure.details?.[0] : undefined,
    ...(waits ? { nextAttemptAt: Number(waits.seconds ?? 0) * 1_000 + (waits.nanos ?? 0) / 1_000_000 } : {}),
  };
}

/** PENDING_ACTIVITY_STATE_SCHEDULED of the Temporal API. */
const SCHEDULED = 1;

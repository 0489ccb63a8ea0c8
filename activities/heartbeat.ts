import { Context } from '@temporalio/activity';
import { ActivityCancelledError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { HEARTBEAT_TIMEOUT_MS } from '../contract/heartbeat.js';

/**
 * Writes `details` into the server's record of this activity and waits until it stands there. Refused (throws) when
 * the server no longer holds this attempt, so what follows happens only under a live, recorded attempt.
 */
export async function recordHeartbeat(client: Client, details: unknown): Promise<void> {
  await client.activity.heartbeat(Context.current().info.taskToken, details);
}

/** Whether `record` was refused because the workflow asked this activity to stop. */
export function isStopAsked(error: unknown): boolean {
  return error instanceof ActivityCancelledError;
}

/** Runs `work` while telling the server that this worker lives. The details repeat what was recorded before. */
export async function withHeartbeat<T>(details: unknown, work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  context.heartbeat(details);
  const timer = setInterval(() => {
    context.heartbeat(details);
  }, HEARTBEAT_TIMEOUT_MS / 5);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

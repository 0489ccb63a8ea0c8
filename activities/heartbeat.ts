import { Context } from '@temporalio/activity';
import { ActivityCancelledError, type Client } from '@temporalio/client';
import { HEARTBEAT_TIMEOUT_MS } from '../contract/heartbeat.js';

/** How often an activity under way sends a heartbeat; milliseconds. */
export const HEARTBEAT_INTERVAL_MS = HEARTBEAT_TIMEOUT_MS / 5;

/**
 * Writes `details` into the server's record of this activity and waits for the server's reply. Throws when the server
 * has given this attempt up, so what follows runs only in an attempt that the server knows.
 */
export async function recordHeartbeat(client: Client, details: unknown): Promise<void> {
  await client.activity.heartbeat(Context.current().info.taskToken, details);
}

/** Whether `recordHeartbeat` was refused because the workflow asked this activity to stop. */
export function isStopAsked(error: unknown): boolean {
  return error instanceof ActivityCancelledError;
}

/** Runs `work` with regular heartbeats. Each one repeats `details`, because the server keeps only the last details. */
export async function withHeartbeat<T>(details: unknown, work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  context.heartbeat(details);
  const timer = setInterval(() => {
    context.heartbeat(details);
  }, HEARTBEAT_INTERVAL_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

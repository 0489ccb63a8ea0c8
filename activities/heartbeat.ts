import { Context } from '@temporalio/activity';
import { ActivityCancelledError, type Client } from '@temporalio/client';
import { HEARTBEAT_TIMEOUT_MS } from '../contract/heartbeat.js';
import type { World } from './world.js';

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
export async function withHeartbeat<T>(
  { sleep }: Pick<World, 'sleep'>,
  details: unknown,
  work: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const beating = beat(Context.current(), details, (ms) => sleep(ms, over.signal));
  try {
    return await work();
  } finally {
    over.abort();
    // Ends by the abort.
    beating.catch(() => undefined);
  }
}

async function beat(context: Context, details: unknown, wait: (ms: number) => Promise<void>): Promise<never> {
  for (;;) {
    context.heartbeat(details);
    await wait(HEARTBEAT_INTERVAL_MS);
  }
}

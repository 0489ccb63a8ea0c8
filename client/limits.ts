import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { TuntasError } from '../contract/errors.js';

/** How long a call may wait. */
export interface CallOptions {
  /** Milliseconds. @default no limit */
  timeLimitMs?: number;
  /** Ends the wait: the call throws the signal's reason. What was asked for goes on. */
  signal?: AbortSignal;
}

/** A limit in milliseconds alone, or with a signal. */
export type Limit = number | CallOptions;

/** A timer of Node's that is longer (24.8 days) fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * What `ask` answers; undefined at the limit. Throws the signal's reason once it aborts. The calls to Temporal are aborted
 * then: one that outlived the connection would end the process.
 */
export async function within<T>(
  client: Client,
  limit: Limit | undefined,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  const { timeLimitMs, signal } = optionsOf(limit);
  if (timeLimitMs === undefined && signal === undefined) return ask();
  signal?.throwIfAborted();
  const over = new AbortController();
  const ends: Promise<undefined>[] = [];
  if (timeLimitMs !== undefined) {
    ends.push(sleep(Math.min(timeLimitMs, LONGEST_TIMER_MS), undefined, { signal: over.signal }));
  }
  if (signal) {
    ends.push(once(signal, 'abort', { signal: over.signal }).then(() => void signal.throwIfAborted()));
  }
  const asked = client.withAbortSignal(over.signal, ask);
  return Promise.race([asked, ...ends]).finally(() => over.abort());
}

/** Like `within`, for an answer without which the caller cannot go on. Throws TimeLimit at the limit. */
export async function answeredWithin<T>(client: Client, limit: Limit | undefined, ask: () => Promise<T>): Promise<T> {
  const answered = await within(client, limit, async () => ({ answer: await ask() }));
  if (answered) return answered.answer;
  const { timeLimitMs } = optionsOf(limit);
  throw new TuntasError('TimeLimit', `no answer within ${timeLimitMs} ms: what was asked for goes on, ask again`);
}

function optionsOf(limit: Limit | undefined): CallOptions {
  return typeof limit === 'number' ? { timeLimitMs: limit } : (limit ?? {});
}

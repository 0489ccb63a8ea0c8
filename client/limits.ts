import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { InvalidInput, TuntasError } from '../contract/errors.js';
import { given } from '../contract/given.js';

/** How long a call may wait. */
export interface CallOptions {
  /** Milliseconds, 0 or more. @default no limit */
  timeLimitMs?: number;
  /** Ends the wait: the call throws the signal's reason. What was asked for may go on. */
  signal?: AbortSignal;
}

/** A limit in milliseconds alone, or with a signal. */
export type Limit = number | CallOptions;

/** A timer of Node's that is longer (24.8 days) fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The least time that Temporal's first answer is waited for, also where the caller's limit is shorter; milliseconds. */
const FIRST_ANSWER_MS = 5_000;

/**
 * What `ask` answers; undefined at the limit. Throws the signal's reason once it aborts, and `InvalidInput`
 * (InvalidRequest) for a limit that is no time. The calls to Temporal are aborted then: one that outlived the connection
 * would end the process.
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
  throw new TuntasError('TimeLimit', `no answer within ${timeLimitMs} ms: what was asked for may go on, repeat it`);
}

/**
 * What Temporal itself answers at once. It is waited for at least 5 seconds, so that a short limit alone leaves nothing
 * open; throws Unreachable after that: nobody knows then whether the call has arrived.
 */
export async function arrivedWithin<T>(client: Client, limit: Limit | undefined, ask: () => Promise<T>): Promise<T> {
  const { timeLimitMs, signal } = optionsOf(limit);
  const waitMs = timeLimitMs === undefined ? undefined : Math.max(timeLimitMs, FIRST_ANSWER_MS);
  const arrived = await within(client, given({ timeLimitMs: waitMs, signal }), async () => ({ answer: await ask() }));
  if (arrived) return arrived.answer;
  throw new TuntasError('Unreachable', `Temporal has not answered within ${waitMs} ms: repeat it with the same refId`);
}

/** The same limit with what is left of its time. @param began as `performance.now()` */
export function leftOf(limit: Limit | undefined, began: number): CallOptions {
  const { timeLimitMs, signal } = optionsOf(limit);
  const left = timeLimitMs === undefined ? undefined : Math.max(0, timeLimitMs - (performance.now() - began));
  return given({ timeLimitMs: left, signal });
}

function optionsOf(limit: Limit | undefined): CallOptions {
  const options = typeof limit === 'number' ? { timeLimitMs: limit } : (limit ?? {});
  const { timeLimitMs = 0 } = options;
  if (timeLimitMs >= 0) return options;
  throw new InvalidInput('InvalidRequest', [{ path: 'timeLimitMs', reason: 'must be milliseconds, 0 or more' }]);
}

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { exchange, type HttpCall, type HttpResult } from './http.js';

/** What activities and adapters take from outside of the process. A test hands in one that it controls. */
export interface World {
  /** Makes one HTTP call: no retry, no redirect; resolves whatever the network does. */
  exchange(call: HttpCall): Promise<HttpResult>;
  /** Wall clock; milliseconds since 1970. */
  now(): Promise<number>;
  /** A clock that never goes back; milliseconds from any origin. */
  monotonic(): number;
  /** Waits; rejects when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Random bytes that nobody can guess. */
  random(size: number): Buffer;
}

/** This machine. */
export const thisMachine: World = {
  exchange,
  now: () => Promise.resolve(Date.now()),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
  random: (size) => randomBytes(size),
};

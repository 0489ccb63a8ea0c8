import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { adapters } from '../../activities/providers/index.js';
import { listedPollers } from '../pollers.js';
import { certainly, type ClockRange, rangeOf } from './clock-range.js';
import type { Context } from './context.js';
import { failed } from './failed.js';
import { NO_TEMPORAL, notChecked, ok, problem, type Seen, warning } from './finding.js';
import { spanText } from './span-text.js';

/** Whom this machine's clock is compared with, and from which certain difference on it matters; milliseconds. */
export const TOLERANCES = {
  temporal: {
    warning: 2_000,
    problem: 30_000,
    why: 'deadlines and the gaps between contacts are counted by both clocks',
  },
  /** A provider whose calls carry our time. */
  dated: { warning: 5_000, problem: 60_000, why: 'its calls carry our time' },
  provider: { warning: 30_000, problem: 300_000, why: 'a bill is paid on the business day of its inquiry' },
} as const;

/** Whether this machine's clock agrees with Temporal's, and with the providers' as their answers state it. */
export async function checkClock(context: Context): Promise<Seen[]> {
  const [temporal, providers] = await Promise.all([againstTemporal(context), againstProviders(context)]);
  return [...temporal, ...providers];
}

async function againstTemporal(context: Context): Promise<Seen[]> {
  const temporal = await context.temporal();
  if (temporal.kind !== 'answers') return NO_TEMPORAL;
  try {
    const range = await clockOfTemporal(temporal.connection, temporal.namespace, context.now);
    return [
      range ? compared('Temporal', range, 'temporal') : notChecked('Temporal does not tell its time', 'Temporal'),
    ];
  } catch (error) {
    return [failed(error, 'Temporal')];
  }
}

async function againstProviders(context: Context): Promise<Seen[]> {
  const { setup, skip } = context;
  if (!setup || skip.includes('providers')) return [];
  return (await context.contacts(setup)).map(({ name, clock }) => {
    if (!clock) return notChecked('no answer of it has a time', name);
    const adapter = adapters[setup.config.providers[name]?.adapter ?? ''];
    return compared(name, clock, adapter?.sendsTime ? 'dated' : 'provider');
  });
}

/** @param than whose clock it is. */
function compared(than: string, range: ClockRange, kind: keyof typeof TOLERANCES): Seen {
  const tolerance = TOLERANCES[kind];
  const certain = certainly(range);
  if (Math.abs(certain) < tolerance.warning) {
    const apart = Math.max(Math.abs(range.least), Math.abs(range.most));
    return ok(`at most ${spanText(apart)} apart`, than);
  }
  const seen = `this machine's clock is ${spanText(certain)} ${certain < 0 ? 'ahead' : 'behind'}: ${tolerance.why}`;
  const level = Math.abs(certain) < tolerance.problem ? warning : problem;
  return level(seen, 'synchronise it with time servers (NTP)', than);
}

/** Nothing is ever scheduled there. */
const QUEUE = 'tuntas-doctor';
/** Of the poll. The server answers a poll without a task about a second before its deadline; milliseconds. */
const POLL_MS = 4_000;
const LOOK_EVERY_MS = 20;

/**
 * Temporal states its time nowhere, except when a worker has polled last: so a queue that nobody uses is polled, and the
 * server asked for its pollers. Undefined where the server does not allow that.
 */
async function clockOfTemporal(
  connection: Connection,
  namespace: string,
  now: () => number,
): Promise<ClockRange | undefined> {
  const { workflowService } = connection;
  const within = <T>(call: () => Promise<T>) => connection.withDeadline(Date.now() + POLL_MS, call);
  const identity = `${QUEUE}-${randomUUID()}`;
  const end = new AbortController();
  const sentAt = now();
  const poll = () => workflowService.pollActivityTaskQueue({ namespace, taskQueue: { name: QUEUE }, identity });
  const isOver = connection
    .withAbortSignal(end.signal, () => within(poll))
    .then(
      () => true,
      () => true,
    );
  try {
    for (let over = false; !over; over = await Promise.race([isOver, sleep(LOOK_EVERY_MS, false)])) {
      const pollers = await within(() => listedPollers(workflowService, namespace, QUEUE, 'activity'));
      const at = pollers.find((each) => each.identity === identity)?.lastAccessTime;
      if (at) return rangeOf({ sentAt, receivedAt: now(), at: tsToMs(at), rounded: 1 });
    }
    return undefined;
  } finally {
    end.abort();
  }
}

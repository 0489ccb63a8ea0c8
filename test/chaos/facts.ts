import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { paymentOutcomeSchema } from '../../contract/outcome.js';
import type { Progress } from '../../contract/messages.js';
import { paymentId, reviewId } from '../../contract/names.js';
import { entrySchema } from '../../sandbox/entries.js';
import type { End, PaymentFacts, ReviewFacts, Told } from '../invariants/facts.js';
import type { Seen } from './clients.js';
import type { ScheduledPayment } from './schedule.js';
import type { Machine } from './machine.js';
import type { review } from '../../workflows/review.js';

const holdSchema = z.object({
  id: z.string(),
  amount: z.number(),
  state: z.enum(['held', 'captured', 'released']),
  captured: z.number().optional(),
});

const chargesSchema = z.array(
  z.object({ provider: z.string(), ref: z.string(), status: z.enum(['Sukses', 'Gagal', 'Pending', 'none']) }),
);

/** At once, so that a server on a small machine keeps up. */
const AT_ONCE = 16;
const TRIES = 5;

/** Reads the journals through the sandbox and every payment's end from Temporal. */
export async function gatherFacts(
  machine: Machine,
  client: Client,
  payments: readonly ScheduledPayment[],
  seen: ReadonlyMap<string, Seen>,
  told: ReadonlyMap<string, Told[]>,
): Promise<PaymentFacts[]> {
  const entries = groupBy(z.array(entrySchema).parse(await machine.ask('GET', '/journal')), ({ provider, ref }) =>
    paymentId({ provider, refId: ref ?? '' }),
  );
  const charges = chargesSchema.parse(await machine.ask('GET', '/charges'));
  const truths = new Map(charges.map(({ provider, ref, status }) => [paymentId({ provider, refId: ref }), status]));
  const ledger = z.object({ holds: z.array(holdSchema) }).parse(await machine.ask('GET', '/ledger?prefix='));
  const holds = groupBy(ledger.holds, ({ id }) => id.replace(/:\d+$/, ''));

  return inParallel(payments, async ({ request }) => {
    const id = paymentId(request);
    const own = entries.get(id) ?? [];
    const forged = own.some((entry) => entry.kind === 'notice' && entry.signature !== 'valid');
    return {
      request,
      seen: seen.get(request.refId),
      end: await endOf(client, id),
      review: await reviewOf(client, reviewId(request)),
      ...(forged ? { signals: await signalsOf(client, id) } : {}),
      told: told.get(id) ?? [],
      entries: own,
      truth: truths.get(id) ?? 'none',
      holds: [id, reviewId(request)].flatMap((owner) => holds.get(owner) ?? []),
    };
  });
}

/** The state of a payment; asked again while a worker is starting. */
export async function endOf(client: Client, id: string): Promise<End> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await askedOnce(client, id);
    } catch (error) {
      if (turn === TRIES) return { kind: 'broken', why: error instanceof Error ? error.message : String(error) };
      await sleep(2_000);
    }
  }
}

async function askedOnce(client: Client, id: string): Promise<End> {
  const handle = client.workflow.getHandle(id);
  try {
    const { status } = await handle.describe();
    if (status.name === 'RUNNING') {
      const { stage, review } = await handle.query<Progress>('progress');
      return { kind: 'open', stage, ...(review ? { review: review.why } : {}) };
    }
    return { kind: 'ended', outcome: paymentOutcomeSchema.parse(await handle.result()) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'missing' };
    if (error instanceof WorkflowFailedError) return { kind: 'broken', why: error.cause?.message ?? error.message };
    throw error;
  }
}

async function reviewOf(client: Client, id: string): Promise<ReviewFacts | undefined> {
  const handle = client.workflow.getHandle<typeof review>(id);
  try {
    const { status } = await handle.describe();
    if (status.name === 'RUNNING') return {};
    const result = await handle.result();
    return result.opened ? { decided: result.status, funds: result.funds } : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

async function signalsOf(client: Client, id: string): Promise<number> {
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
}

async function inParallel<T, R>(list: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = list.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

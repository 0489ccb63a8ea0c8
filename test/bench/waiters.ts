import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { log, median, spread, timed } from './figures.js';
import type { BenchOptions } from './options.js';
import { PENDING, QUICK } from './provider.js';
import { PROVIDER, withPayments, type Measured } from './setup.js';
import type { Answers, Callers } from './waiting-callers.js';

/** Callers that wait for one payment, where the options name no number. */
const WAITERS = 10_000;
/** How long each caller waits; milliseconds. */
const LIMIT_MS = 120_000;
/** An operator's messages and other payments, alone and beside the callers. */
const TIMES = 20;
const BETWEEN_MS = 1_000;
const PAY_LIMIT_MS = 5_000;

/**
 * Thousands of callers wait for the outcome of one payment that stays Pending: what an operator sends to it, and a payment
 * beside it, against the same before they came. The cancel is refused, because pay was sent: what counts is its answer.
 */
export async function measureWaiters({ payments = WAITERS, sources }: BenchOptions): Promise<void> {
  await withPayments(sources, { firstCheck: '10m' }, (measured) => compare(measured, payments));
}

async function compare({ payments, address }: Measured, count: number): Promise<void> {
  const customerNo = '530000000001';
  const request = { provider: PROVIDER, refId: 'waited-for', product: PENDING, customerNo };
  await payments.start(request);
  while ((await payments.progress(request)).stage !== 'polling') await sleep(50);
  const times = {
    operator: { alone: [] as number[], beside: [] as number[] },
    payment: { alone: [] as number[], beside: [] as number[] },
  };
  const measure = async (kind: 'alone' | 'beside') => {
    for (let index = 0; index < TIMES; index += 1) {
      const refused = payments.cancel(request).catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== 'UpdateRefused') throw error;
      });
      times.operator[kind].push(await timed(() => refused));
      const other = { ...request, refId: `${kind}-${index}`, product: QUICK };
      // A server that is full of waiting callers starts it only when the limit of the call has passed.
      times.payment[kind].push(await timed(() => payments.pay(other, PAY_LIMIT_MS)));
      await sleep(BETWEEN_MS);
    }
  };
  await measure('alone');
  const callers = fork(fileURLToPath(new URL('waiting-callers.ts', import.meta.url)));
  const order: Callers = { address, request, count, limitMs: LIMIT_MS };
  callers.send(order);
  await once(callers, 'message');
  const answered = once(callers, 'message') as Promise<[Answers]>;
  await measure('beside');
  log('the callers are waited for');
  const [answers] = await answered;
  for (const [what, { alone, beside }] of Object.entries(times)) {
    const ratio = median(beside) / median(alone);
    console.log(
      `${what}: alone ${spread(alone, 0)} ms, beside ${count} callers ${spread(beside, 0)} ms: ${ratio.toFixed(2)}x`,
    );
  }
  console.log(`callers were answered: ${JSON.stringify(answers)}`);
}

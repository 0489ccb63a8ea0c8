import { setTimeout as sleep } from 'node:timers/promises';
import { inFlight, log, median, timed } from './figures.js';
import type { BenchOptions } from './options.js';
import { PENDING, QUICK, type Call } from './provider.js';
import { PROVIDER, withPayments, type Measured } from './setup.js';

/** Of the provider, over both queues. */
const RATE_PER_SECOND = 120;
/** Payments that stay Pending, where the options name no number. */
const PAYMENTS = 3_000;
/** New payments that run alone, before the others are there. */
const ALONE = 20;
/** Between two new payments beside the others; milliseconds. */
const BETWEEN_MS = 1_000;
/** How long is waited for all Pending payments to be checked again, and for one new payment; milliseconds. */
const LIMIT_MS = 120_000;

/**
 * New payments beside many Pending ones whose poll plan asks for twice the provider's rate. Checks may come later; a
 * new payment must not, and no Pending payment may be forgotten.
 */
export async function measureStarvation({ payments = PAYMENTS, sources }: BenchOptions): Promise<void> {
  const everyMs = Math.round((payments * 1_000) / (2 * RATE_PER_SECOND));
  const every = `${everyMs}ms`;
  const plan = { ratePerSecond: RATE_PER_SECOND, firstCheck: every, poll: [{ every, for: '1h' }] };
  await withPayments(sources, plan, (measured) => compare(measured, payments, everyMs));
}

async function compare({ payments, calls }: Measured, count: number, everyMs: number): Promise<void> {
  const requestOf = (product: string, refId: string) => ({
    ...{ provider: PROVIDER, product, refId },
    customerNo: '530000000001',
  });
  const times: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] };
  let late = 0;
  const pay = async (kind: 'alone' | 'beside', index: number) => {
    const ms = await timed(async () => {
      const outcome = await payments.pay(requestOf(QUICK, `${kind}-${index}`), LIMIT_MS);
      if (outcome?.status !== 'Sukses') late += 1;
    });
    times[kind].push(ms);
  };
  for (let index = 0; index < ALONE; index += 1) await pay('alone', index);

  log(`starting ${count} payments that stay Pending, checked every ${everyMs} ms`);
  await inFlight(count, 100, (index) => payments.start(requestOf(PENDING, `pending-${index}`)));
  while (calls.filter(({ what, refId }) => what === 'pay' && refId.startsWith('pending')).length < count) {
    await sleep(500);
  }

  const since = performance.now();
  const under: Promise<void>[] = [];
  let checked = checksSince(calls, since);
  while (performance.now() - since < LIMIT_MS && !isEachCheckedTwice(checked, count)) {
    under.push(pay('beside', under.length));
    await sleep(BETWEEN_MS);
    checked = checksSince(calls, since);
    if (under.length % 10 === 0) log(`${under.length} new payments, ${checked.size} of ${count} checked`);
  }
  const seconds = (performance.now() - since) / 1_000;
  await Promise.all(under);

  const made = calls.filter(({ at }) => at >= since && at < since + seconds * 1_000);
  const perPayment = [...checked.values()];
  const [alone, beside] = [median(times.alone), median(times.beside)];
  console.log(
    `${count} Pending payments; their plan asks for ${(count / (everyMs / 1_000)).toFixed(0)} checks per second, ` +
      `the provider's rate is ${RATE_PER_SECOND} calls per second`,
  );
  console.log(
    `a new payment, median: ${alone.toFixed(0)} ms alone (${times.alone.length}), ${beside.toFixed(0)} ms beside them (${times.beside.length})`,
  );
  console.log(
    `  ratio beside to alone: ${(beside / alone).toFixed(2)}; slowest ${Math.max(...times.beside).toFixed(0)} ms; without an outcome in time: ${late}`,
  );
  console.log(
    `in ${seconds.toFixed(0)} s: ${perPayment.reduce((sum, one) => sum + one, 0)} checks; ` +
      `${checked.size} of ${count} Pending payments were checked, the least of them ${Math.min(...perPayment)} times`,
  );
  console.log(`calls of both queues per second: ${(made.length / seconds).toFixed(1)}`);
  if (checked.size < count) process.exitCode = 1;
}

/** How often each Pending payment was checked since then. */
function checksSince(calls: readonly Call[], since: number): Map<string, number> {
  const checks = new Map<string, number>();
  for (const { what, refId, at } of calls) {
    if (what === 'check' && at >= since) checks.set(refId, (checks.get(refId) ?? 0) + 1);
  }
  return checks;
}

function isEachCheckedTwice(checked: ReadonlyMap<string, number>, count: number): boolean {
  return checked.size === count && [...checked.values()].every((checks) => checks >= 2);
}

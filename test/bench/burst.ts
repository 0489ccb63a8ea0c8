import { inFlight, log } from './figures.js';
import type { BenchOptions } from './options.js';
import { QUICK } from './provider.js';
import { PROVIDER, withPayments, type Measured } from './setup.js';

/** Of the provider, over both queues; half of it is left for status checks. */
const RATE_PER_SECOND = 20;
const DEADLINE_S = 60;
/** Inquiry and pay of so many payments just fit into the deadline. */
const FITTING = (RATE_PER_SECOND * 0.5 * DEADLINE_S) / 2;
/** Shares of that which are started at once. */
const SHARES = [0.8, 2];
/** How long an outcome is waited for; milliseconds. */
const LIMIT_MS = (DEADLINE_S + 60) * 1_000;

/**
 * Payments that are started at once, fewer and more than the provider's rate takes within their deadline: what is paid, what
 * expires, and whether anything was sent of what has expired.
 */
export async function measureBurst({ sources }: BenchOptions): Promise<void> {
  await withPayments(sources, { ratePerSecond: RATE_PER_SECOND }, async (measured) => {
    for (const share of SHARES) await startAtOnce(measured, Math.round(FITTING * share), share);
  });
}

async function startAtOnce({ payments, calls }: Measured, count: number, share: number): Promise<void> {
  log(`${count} payments at once`);
  const ends: Record<string, number> = {};
  const expired = new Set<string>();
  const begun = performance.now();
  let lastPaid = 0;
  const request = (index: number) => ({
    ...{ provider: PROVIDER, product: QUICK, refId: `burst-${share}-${index}`, customerNo: '530000000001' },
    deadline: `${DEADLINE_S}s`,
  });
  await inFlight(count, 100, (index) => payments.start(request(index)));
  const startedS = (performance.now() - begun) / 1_000;
  await inFlight(count, count, async (index) => {
    const { refId } = request(index);
    const outcome = await payments.outcome({ provider: PROVIDER, refId }, LIMIT_MS);
    const end = outcome?.reason ?? outcome?.status ?? 'Pending';
    ends[end] = (ends[end] ?? 0) + 1;
    if (end === 'Sukses') lastPaid = performance.now() - begun;
    if (end === 'expired') expired.add(refId);
  });
  const pays = calls.filter(({ what, refId }) => what === 'pay' && refId.startsWith(`burst-${share}-`));
  const sent = pays.filter(({ refId }) => expired.has(refId)).length;
  const text = Object.entries(ends).map(([end, times]) => `${times} ${end}`);
  console.log(
    `${count} payments at once (${share} of what fits into ${DEADLINE_S} s), all started after ${startedS.toFixed(0)} s: ${text.join(', ')}; ` +
      `the last one paid after ${(lastPaid / 1_000).toFixed(0)} s; ${pays.length} pays, ${sent} of expired payments`,
  );
  if (sent > 0 || pays.length !== (ends['Sukses'] ?? 0)) process.exitCode = 1;
}

import type { Client } from '@temporalio/client';
import { paymentId } from '../../contract/names.js';
import { bareQueue, createBareWorker } from './bare.js';
import { inFlight, log, median, spread, timed } from './figures.js';
import type { BenchOptions } from './options.js';
import { QUICK } from './provider.js';
import { PROVIDER, withPayments, type Measured } from './setup.js';

const IN_FLIGHT = 50;
/** Payments in one round at 50 in flight, where the options name no number. */
const PAYMENTS = 500;
/** Payments in one round that run alone, one after the other. */
const ALONE = 40;

/** A payment against a bare workflow of three activities: throughput, latency and the length of the history. */
export async function measurePayments({ rounds, payments = PAYMENTS, sources }: BenchOptions): Promise<void> {
  const others = async (...args: Parameters<typeof createBareWorker>) => [await createBareWorker(...args)];
  await withPayments(sources, {}, (measured) => compare(measured, rounds, payments), others);
}

async function compare({ client, payments }: Measured, rounds: number, count: number): Promise<void> {
  const pay = async (refId: string) => {
    const request = { provider: PROVIDER, refId, product: QUICK, customerNo: '530000000001' };
    const outcome = await payments.pay(request);
    if (outcome?.status !== 'Sukses') throw new Error(`${refId} is ${outcome?.status ?? 'Pending'}`);
  };
  const runBare = (workflowId: string) => client.workflow.execute('bare', { workflowId, taskQueue: bareQueue });
  const kinds = { payment: pay, bare: runBare };
  type Kind = keyof typeof kinds;

  const perSecond: Record<Kind, number[]> = { payment: [], bare: [] };
  const alone: Record<Kind, number[]> = { payment: [], bare: [] };
  const throughput = async (kind: Kind, name: string, size: number) => {
    const ms = await timed(() => inFlight(size, IN_FLIGHT, (index) => kinds[kind](`${name}-${kind}-${index}`)));
    return (size * 1_000) / ms;
  };
  const latency = async (kind: Kind, name: string) => {
    const times: number[] = [];
    for (let index = 0; index < ALONE; index += 1) {
      times.push(await timed(() => kinds[kind](`${name}-${kind}-alone-${index}`)));
    }
    return median(times);
  };

  // The first round warms everything up and is not counted.
  for (const kind of ['payment', 'bare'] as const) await throughput(kind, 'warm', Math.min(count, 200));
  for (let round = 1; round <= rounds; round += 1) {
    // Each kind is as often the first one as the other.
    const order: Kind[] = round % 2 === 0 ? ['bare', 'payment'] : ['payment', 'bare'];
    for (const kind of order) perSecond[kind].push(await throughput(kind, `round-${round}`, count));
    for (const kind of order) alone[kind].push(await latency(kind, `round-${round}`));
    log(
      `round ${round}: ${perSecond.payment.at(-1)?.toFixed(0)} payments and ${perSecond.bare.at(-1)?.toFixed(0)} bare ` +
        `workflows per second; alone ${alone.payment.at(-1)?.toFixed(1)} and ${alone.bare.at(-1)?.toFixed(1)} ms`,
    );
  }

  const ratios = (values: Record<Kind, number[]>) =>
    values.payment.map((value, index) => value / (values.bare[index] ?? Number.NaN));
  console.log(`${rounds} rounds of each kind, median (least–greatest); bare: a workflow of three empty activities`);
  console.log(`at ${IN_FLIGHT} in flight, ${count} in a round, per second:`);
  console.log(`  payments ${spread(perSecond.payment, 0)}, bare ${spread(perSecond.bare, 0)}`);
  console.log(`  ratio payment to bare: ${spread(ratios(perSecond))}`);
  console.log(`alone, ${ALONE} one after the other in a round, median of each round in ms:`);
  console.log(`  payment ${spread(alone.payment, 1)}, bare ${spread(alone.bare, 1)}`);
  console.log(`  ratio payment to bare: ${spread(ratios(alone))}`);
  const ids = { payment: paymentId({ provider: PROVIDER, refId: 'round-1-payment-0' }), bare: 'round-1-bare-0' };
  for (const kind of ['payment', 'bare'] as const) {
    const { events, tasks } = await lengthOf(client, ids[kind]);
    console.log(`${kind}: ${events} events, ${tasks} workflow tasks`);
  }
}

async function lengthOf(client: Client, workflowId: string): Promise<{ events: number; tasks: number }> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const tasks = events?.filter((event) => event.workflowTaskCompletedEventAttributes).length ?? 0;
  return { events: events?.length ?? 0, tasks };
}

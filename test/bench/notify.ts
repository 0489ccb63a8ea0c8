import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { paymentId } from '../../contract/names.js';
import { inFlight, log, median, spread, timed } from './figures.js';
import type { BenchOptions } from './options.js';
import { QUICK } from './provider.js';
import { PROVIDER, withPayments, type Measured } from './setup.js';

/** Payments in one round, and how many of them at once. */
const PAYMENTS = 200;
const AT_ONCE = 5;

type Kind = 'plain' | 'told';

/**
 * The time to the outcome of payments whose receiver is told, against payments without a receiver: once as the client's
 * `pay` has it, and once as the end of the workflow.
 */
export async function measureNotify({ rounds, payments = PAYMENTS, sources }: BenchOptions): Promise<void> {
  let messages = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      messages += 1;
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver = { url: `http://127.0.0.1:${port}`, secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` };
  const none = () => Promise.resolve([]);
  await withPayments(sources, {}, (plain) =>
    withPayments(sources, {}, (told) => compare({ plain, told }, rounds, payments), none, receiver),
  );
  console.log(`${messages} messages were delivered`);
  server.close();
}

async function compare(kinds: Record<Kind, Measured>, rounds: number, count: number): Promise<void> {
  const answered: Record<Kind, number[]> = { plain: [], told: [] };
  const ended: Record<Kind, number[]> = { plain: [], told: [] };
  const play = async (kind: Kind, name: string, size: number) => {
    const { payments, client } = kinds[kind];
    const times = { answered: [] as number[], ended: [] as number[] };
    await inFlight(size, AT_ONCE, async (index) => {
      const key = { provider: PROVIDER, refId: `${name}-${index}` };
      const request = { ...key, product: QUICK, customerNo: '530000000001' };
      const begun = performance.now();
      times.answered.push(await timed(() => payments.pay(request)));
      await client.workflow.getHandle(paymentId(key)).result();
      times.ended.push(performance.now() - begun);
    });
    return { answered: median(times.answered), ended: median(times.ended) };
  };
  for (const kind of ['plain', 'told'] as const) await play(kind, 'warm', Math.min(count, 100));
  for (let round = 1; round <= rounds; round += 1) {
    const order: Kind[] = round % 2 === 0 ? ['told', 'plain'] : ['plain', 'told'];
    for (const kind of order) {
      const times = await play(kind, `round-${round}`, count);
      answered[kind].push(times.answered);
      ended[kind].push(times.ended);
    }
    log(
      `round ${round}: outcome after ${answered.plain.at(-1)?.toFixed(1)} and ${answered.told.at(-1)?.toFixed(1)} ms`,
    );
  }
  const ratios = (values: Record<Kind, number[]>) =>
    values.told.map((value, index) => value / (values.plain[index] ?? Number.NaN));
  console.log(
    `${rounds} rounds of ${count} payments of each kind, ${AT_ONCE} at once; medians in ms, median (least–greatest)`,
  );
  console.log(`outcome in the answer of pay: told ${spread(answered.told, 1)}, not told ${spread(answered.plain, 1)}`);
  console.log(`  ratio: ${spread(ratios(answered))}`);
  console.log(`end of the workflow: told ${spread(ended.told, 1)}, not told ${spread(ended.plain, 1)}`);
  console.log(`  ratio: ${spread(ratios(ended))}`);
}

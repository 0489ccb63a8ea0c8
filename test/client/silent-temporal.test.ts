import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import { Payments } from '../../client/payments.js';
import { aRequest } from '../support/test-workers.js';

// A server that takes connections and never answers.
let server: Server;
let connection: Connection;
let payments: Payments;
beforeAll(async () => {
  server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('there is no address');
  connection = Connection.lazy({ address: `127.0.0.1:${address.port}` });
  payments = new Payments(new Client({ connection }));
});
afterAll(async () => {
  await connection.close();
  server.close();
});

const request = aRequest({ confirm: 'manual' });
const calls = {
  start: (limit: number) => payments.start(request, limit),
  pay: (limit: number) => payments.pay(request, limit),
  startBill: (limit: number) => payments.startBill(request, limit),
  outcome: (limit: number) => payments.outcome(request, limit),
};

test.each(Object.entries(calls))(
  '%s never says Pending, or that something goes on, of what was not answered',
  async (_, call) => {
    await expect(call(100)).rejects.toMatchObject({
      code: 'Unreachable',
      message: expect.stringContaining('repeat it') as string,
    });
  },
);

test.each(['confirm', 'cancel', 'bill', 'progress'] as const)('%s ends at its limit', async (name) => {
  const asked = name === 'confirm' ? payments.confirm(request, { amount: 1 }, 100) : payments[name](request, 100);
  await expect(asked).rejects.toMatchObject({ code: 'TimeLimit' });
});

test('a signal ends every call at once', async () => {
  for (const name of ['pay', 'start', 'startBill', 'outcome', 'bill'] as const) {
    const stop = new AbortController();
    const asked = payments[name](request, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('the caller has gone')), 50);
    await expect(asked).rejects.toThrow('the caller has gone');
  }
});

import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxUnderTest, call, Client, clockAt } from './helpers.js';

const under = new SandboxUnderTest();
afterAll(() => under.close());

test('transactions, pending times and counts survive a restart', async () => {
  const clock = clockAt('2024-05-06T03:00:00Z');
  const state = await under.folder();
  const first = await under.start({ state, now: clock.now });
  first.rules.add({ match: { ref: 'calls', asks: 'pay' }, answer: { outcome: 'pending→gagal', after: { checks: 1 } } });
  const before = new Client(first.url);
  await before.inquire('quoted');
  for (const [ref, number] of [
    ['paid', '530000000001'],
    ['time', '630000000001'],
    ['calls', '1'],
  ] as const) {
    await before.inquire(ref, 'pln', number);
    await before.pay(ref, 'pln', number);
  }
  await before.status('calls');
  await under.stop(first);
  // kill -9 can leave an incomplete line, whose call was never answered.
  await appendFile(join(state, 'journal.jsonl'), '{"kind":"pay","at":"20');
  clock.forward(2_000);

  const second = await under.start({ state, now: clock.now });
  const after = new Client(second.url);
  expect(await after.status('paid', 'pln', '530000000001')).toMatchObject({ status: 'Sukses', selling_price: 11_000 });
  expect(await after.status('time', 'pln', '630000000001')).toMatchObject({ status: 'Sukses' });
  expect(await after.status('calls')).toMatchObject({ status: 'Gagal', rc: '02' });
  expect(await after.pay('quoted')).toMatchObject({ status: 'Sukses' });
  await after.pay('paid', 'pln', '530000000001');
  expect(second.journal.charges('digiswitch', 'paid').charges).toBe(2);
});

test('the ledger survives a restart with its keys', async () => {
  const state = await under.folder();
  const headers = { authorization: 'Bearer sandbox-ledger-token', 'idempotency-key': 'k' };
  const hold = { id: 'h', account: 'a', amount: 10 };
  const first = await under.start({ state });
  await call(`${first.url}/_sandbox/accounts/a`, 'PUT', { balance: 15 });
  const answer = await call(`${first.url}/ledger/holds`, 'POST', hold, headers);
  await under.stop(first);
  const second = await under.start({ state });
  expect(await call(`${second.url}/ledger/holds`, 'POST', hold, headers)).toEqual(answer);
  const more = await call(
    `${second.url}/ledger/holds`,
    'POST',
    { ...hold, id: 'i' },
    { ...headers, 'idempotency-key': 'l' },
  );
  expect(more.status).toBe(402);
});

test('a port in use is the error PortInUse', async () => {
  const { url } = await under.start();
  await expect(under.start({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'PortInUse' });
});

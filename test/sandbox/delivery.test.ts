import { getMaxListeners } from 'node:events';
import type { FastifyReply } from 'fastify';
import { deliver, type Exchange } from '../../sandbox/delivery.js';
import type { InjectedFault, Sandbox } from '../../sandbox/index.js';
import type { Rule } from '../../sandbox/rules.js';
import { SandboxUnderTest, Client } from './helpers.js';

const under = new SandboxUnderTest();
let sandbox: Sandbox;
let client: Client;
let refs = 0;

beforeAll(async () => {
  sandbox = await under.start();
  client = new Client(sandbox.url);
});
afterEach(() => sandbox.rules.clear());
afterAll(() => under.close());

/** A pay under a fault: what the client received, and the charges made. */
async function payUnder(fault: InjectedFault, more: object = {}, init: RequestInit = {}) {
  const ref = `f${(refs += 1)}`;
  await client.inquire(ref);
  const match = fault === 'reset-before-read' ? { provider: 'digiswitch' } : { asks: 'pay' as const };
  sandbox.rules.add({ match, fault, times: 1, ...more });
  const seen = await client
    .post(client.body('pay-pasca', ref, 'pln', '1'), '/transaction', init)
    .then(async (response) => ({ response, text: await response.text() }))
    .catch((error: unknown) => ({ error }));
  return { seen, ...sandbox.journal.charges('digiswitch', ref) };
}

test.each<[InjectedFault, number, string[]]>([
  ['reset-before-read', 0, ['inq-pasca']],
  ['reset-after-read', 0, ['inq-pasca', 'pay-pasca']],
  ['reset-after-charge', 1, ['inq-pasca', 'pay-pasca']],
  ['half-answer', 1, ['inq-pasca', 'pay-pasca']],
])('the fault %s breaks the connection and leaves %i charges', async (fault, charges, commands) => {
  const result = await payUnder(fault);
  expect(result.seen).toHaveProperty('error');
  expect(result.charges).toBe(charges);
  expect(result.contacts.map((contact) => contact.command)).toEqual(commands);
});

test('a connection cut before reading is recorded without a reference', async () => {
  await payUnder('reset-before-read');
  const [last] = sandbox.journal.entries({ provider: 'digiswitch' }).slice(-1);
  expect(last).toMatchObject({ kind: 'contact', command: 'unread', fault: 'reset-before-read' });
});

test.each<[InjectedFault, number, number]>([
  ['http-500', 500, 0],
  ['http-503', 503, 0],
  ['http-429', 429, 0],
  ['http-500-after', 500, 1],
])('the fault %s answers HTTP %i and leaves %i charges', async (fault, status, charges) => {
  const result = await payUnder(fault, { retryAfter: 7 });
  expect(result.seen).toMatchObject({ response: { status } });
  expect((result.seen as { response: Response }).response.headers.get('retry-after')).toBe('7');
  expect(result.charges).toBe(charges);
});

test.each<InjectedFault>(['html', 'garbage'])('the fault %s charges and then answers no JSON', async (fault) => {
  const result = await payUnder(fault);
  const { text } = result.seen as { text: string };
  expect(() => JSON.parse(text) as unknown).toThrow();
  expect(result.charges).toBe(1);
});

test('the fault slow charges at once and does not answer', async () => {
  const ref = `f${refs + 1}`;
  const abort = new AbortController();
  const paying = payUnder('slow', {}, { signal: abort.signal });
  while (sandbox.journal.charges('digiswitch', ref).charges === 0) await new Promise(setImmediate);
  abort.abort();
  expect((await paying).seen).toHaveProperty('error');
});

test('any number of answers can wait at once', async () => {
  const { signal } = new AbortController();
  const exchange = {
    recorded: Promise.resolve(),
    execute: () => Promise.resolve({ status: 200, body: {} }),
  } as Exchange;
  const http = { code: () => http, type: () => http, send: () => http } as unknown as FastifyReply;
  await deliver(http, { delay: 1 } as Rule, exchange, signal);
  expect(getMaxListeners(signal)).toBe(Infinity);
});

test('a delay holds back the answer but not the charge', async () => {
  const { seen, charges } = await payUnder('contradiction', { delay: 20 });
  expect(JSON.parse((seen as { text: string }).text)).toMatchObject({ data: { status: 'Sukses', rc: '02' } });
  expect(charges).toBe(1);
});

test.each<[InjectedFault, object]>([
  ['wrong-reference', { ref_id: expect.stringMatching(/-lain$/) as unknown, status: 'Sukses' }],
  ['wrong-customer', { customer_no: '91', status: 'Sukses' }],
  ['wrong-product', { code: 'plnlain', status: 'Sukses' }],
  ['contradiction', { status: 'Sukses', rc: '02' }],
  ['not-found', { status: 'Gagal', rc: '50', message: 'Data belum ada' }],
])('the fault %s changes one reply to a status call', async (fault, data) => {
  const ref = `f${(refs += 1)}`;
  await client.inquire(ref);
  await client.pay(ref);
  sandbox.rules.add({ match: { asks: 'status' }, fault, times: 1 });
  expect(await client.status(ref)).toMatchObject(data);
  expect(await client.status(ref)).toMatchObject({ ref_id: ref, customer_no: '1', status: 'Sukses', rc: '00' });
});

test('closing does not wait for slow answers', async () => {
  const other = await under.start({ rules: [{ fault: 'slow' }] });
  const asked = new Client(other.url).inquire('x').catch((error: unknown) => error);
  while (other.journal.entries().length === 0) await new Promise(setImmediate);
  await under.stop(other);
  await asked;
});

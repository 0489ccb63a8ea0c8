import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/index.js';
import { SandboxUnderTest, call } from './helpers.js';

const under = new SandboxUnderTest();
let sandbox: Sandbox;
let count = 0;

beforeAll(async () => {
  sandbox = await under.start();
});
afterEach(() => sandbox.rules.clear());
afterAll(() => under.close());

const newId = () => `payment:digiswitch:r${(count += 1)}:1`;

function post(path: string, body: unknown, key: string, token = 'sandbox-ledger-token') {
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key };
  return call(`${sandbox.url}/ledger/holds${path}`, 'POST', body, headers);
}
const hold = (id: string, amount = 100, account = 'unlimited', key = `${id}:hold`) =>
  post('', { id, account, amount }, key);
const capture = (id: string, amount = 100, key = `${id}:capture`) =>
  post(`/${encodeURIComponent(id)}/capture`, { amount }, key);
const release = (id: string, key = `${id}:release`) => post(`/${encodeURIComponent(id)}/release`, undefined, key);
const state = (id: string) => sandbox.ledger.hold(id)?.state;

test('a hold can be captured in part, and only once', async () => {
  const id = newId();
  expect(await hold(id)).toEqual({ status: 201, body: { id, account: 'unlimited', amount: 100, state: 'held' } });
  expect(await capture(id, 80)).toMatchObject({ status: 200, body: { state: 'captured', captured: 80 } });
  expect(await capture(id, 80, 'another')).toMatchObject({ status: 409 });
  expect(state(id)).toBe('captured');
});

test('a release after a capture is a refund, once, with an entry of its own in the journal', async () => {
  const folder = await under.folder();
  sandbox = await under.start({ state: folder });
  const id = newId();
  await hold(id);
  await capture(id, 80);
  const refunded = { id, account: 'unlimited', amount: 100, state: 'released', refunded: 80 };
  const answer = await release(id);
  expect(answer).toEqual({ status: 200, body: refunded });
  expect(await release(id)).toEqual(answer);
  expect(await release(id, 'another')).toMatchObject({ status: 200, body: { state: 'released' } });
  expect(await capture(id, 80, 'another-capture')).toMatchObject({ status: 409 });
  expect(await capture(id, 80)).toMatchObject({ status: 200, body: { state: 'captured' } });
  expect(state(id)).toBe('released');
  const journal = await readFile(join(folder, 'ledger.jsonl'), 'utf8');
  const entries = journal
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string });
  expect(entries.filter(({ kind }) => kind === 'refund')).toMatchObject([
    { key: `${id}:release`, status: 200, amount: 80, hold: refunded },
  ]);
});

test('a refund gives the account its money back, also after a restart', async () => {
  const folder = await under.folder();
  sandbox = await under.start({ state: folder });
  await call(`${sandbox.url}/_sandbox/accounts/wati`, 'PUT', { balance: 100 });
  const id = newId();
  await hold(id, 100, 'wati');
  await capture(id, 60);
  expect(await hold(newId(), 41, 'wati')).toMatchObject({ status: 402 });
  await release(id);
  await under.stop(sandbox);
  sandbox = await under.start({ state: folder });
  expect(await release(id)).toMatchObject({ status: 200, body: { refunded: 60 } });
  expect(await hold(newId(), 101, 'wati')).toMatchObject({ status: 402 });
  expect(await hold(newId(), 100, 'wati')).toMatchObject({ status: 201 });
});

test('a hold can be released, and not captured afterwards', async () => {
  const id = newId();
  await hold(id);
  const answer = await release(id);
  expect(answer).toEqual({ status: 200, body: { id, account: 'unlimited', amount: 100, state: 'released' } });
  expect(await release(id)).toEqual(answer);
  expect(await release(id, 'another')).toEqual(answer);
  expect(await capture(id)).toMatchObject({ status: 409 });
  expect(state(id)).toBe('released');
});

test('the same key and content get the same answer without a second effect', async () => {
  const id = newId();
  const first = await hold(id);
  const calls = await Promise.all([hold(id), hold(id), hold(id)]);
  expect(calls).toEqual([first, first, first]);
  const taken = await capture(id);
  expect(await capture(id)).toEqual(taken);
  expect(sandbox.ledger.hold(id)?.contacts.map(({ command }) => command)).toHaveLength(6);
});

test('the same key with other content is refused', async () => {
  const id = newId();
  await hold(id);
  expect(await hold(id, 101)).toMatchObject({ status: 422 });
  expect(await capture(id, 100, `${id}:hold`)).toMatchObject({ status: 422 });
  expect(state(id)).toBe('held');
});

test('a hold that exists is not held again under another key', async () => {
  const id = newId();
  await hold(id);
  expect(await hold(id, 100, 'unlimited', 'else')).toMatchObject({ status: 409 });
});

test('an unknown hold cannot be captured or released', async () => {
  expect(await capture('none')).toMatchObject({ status: 404 });
  expect(await release('none')).toMatchObject({ status: 404 });
});

test('a hold that was released before it came is refused when it comes', async () => {
  const id = newId();
  expect(await release(id)).toMatchObject({ status: 404 });
  expect(await hold(id)).toMatchObject({ status: 409 });
});

test('no more is captured than was held', async () => {
  const id = newId();
  await hold(id);
  expect(await capture(id, 101)).toMatchObject({ status: 422 });
  expect(state(id)).toBe('held');
});

test('an account with a balance refuses holds beyond it and gets back what is released', async () => {
  const account = 'budi';
  await call(`${sandbox.url}/_sandbox/accounts/${account}`, 'PUT', { balance: 150 });
  const [one, two, three] = [newId(), newId(), newId()];
  expect(await hold(one, 100, account)).toMatchObject({ status: 201 });
  expect(await hold(two, 51, account)).toMatchObject({ status: 402 });
  await release(one);
  expect(await hold(three, 150, account)).toMatchObject({ status: 201 });
  await call(`${sandbox.url}/_sandbox/accounts/${account}`, 'PUT', { balance: null });
  expect(await hold(newId(), 1_000_000, account)).toMatchObject({ status: 201 });
});

test('a capture in part gives the rest back', async () => {
  await call(`${sandbox.url}/_sandbox/accounts/siti`, 'PUT', { balance: 100 });
  const id = newId();
  await hold(id, 100, 'siti');
  await capture(id, 60);
  expect(await hold(newId(), 41, 'siti')).toMatchObject({ status: 402 });
  expect(await hold(newId(), 40, 'siti')).toMatchObject({ status: 201 });
});

test('token, key and body are checked', async () => {
  const id = newId();
  expect(await post('', { id, account: 'a', amount: 1 }, 'k1', 'wrong')).toMatchObject({ status: 401 });
  expect(await post('', { id, account: 'a', amount: 1 }, '')).toMatchObject({ status: 400 });
  const broken = await post('', { id, account: 'a', amount: 1.5 }, 'k2');
  expect(broken).toMatchObject({ status: 400, body: { faults: [{ path: 'amount' }] } });
});

test('injected faults apply to the ledger as to any provider', async () => {
  const id = newId();
  sandbox.rules.add([
    { match: { provider: 'ledger', command: 'hold', nth: 1 }, fault: 'reset-after-charge' },
    { match: { provider: 'ledger', command: 'capture', ref: id }, fault: 'http-503', times: 1 },
    { match: { provider: 'ledger', command: 'capture', ref: id }, fault: 'half-answer', times: 1 },
  ]);
  await expect(hold(id)).rejects.toThrow();
  expect(state(id)).toBe('held');
  expect(await hold(id)).toMatchObject({ status: 201 });
  const unavailable = await fetch(`${sandbox.url}/ledger/holds/${encodeURIComponent(id)}/capture`, { method: 'POST' });
  expect(unavailable.status).toBe(503);
  await expect(capture(id)).rejects.toThrow();
  expect(state(id)).toBe('captured');
  expect(await capture(id)).toMatchObject({ status: 200 });
});

test('an ordered refusal is remembered with its key, and another key is answered as usual', async () => {
  const id = newId();
  await hold(id);
  sandbox.rules.add({ match: { provider: 'ledger', command: 'capture', ref: id }, status: 422, times: 2 });
  expect(await capture(id, 100, 'first')).toMatchObject({ status: 422 });
  expect(await capture(id, 100, 'second')).toMatchObject({ status: 422 });
  expect(await capture(id, 100, 'first')).toMatchObject({ status: 422, body: { error: 'ordered by a rule' } });
  expect(state(id)).toBe('held');
  expect(await capture(id, 100, 'third')).toMatchObject({ status: 200 });
  expect(state(id)).toBe('captured');
});

test('an ordered refusal of a step that was executed leaves the answer to its key as it was', async () => {
  const id = newId();
  const held = await hold(id);
  sandbox.rules.add({ match: { provider: 'ledger', command: 'hold', ref: id }, status: 409, times: 1 });
  expect(await hold(id)).toMatchObject({ status: 409, body: { error: 'ordered by a rule' } });
  expect(await hold(id)).toEqual(held);
});

test.each([
  ['hold', 401],
  ['hold', 404],
  ['capture', 301],
  ['capture', 403],
  ['release', 405],
  ['release', 500],
] as const)('an ordered %s status %i does not execute the step, and is not remembered', async (command, status) => {
  const id = newId();
  if (command !== 'hold') await hold(id);
  sandbox.rules.add({ match: { provider: 'ledger', command, ref: id }, status, times: 2 });
  const step = { hold: () => hold(id), capture: () => capture(id), release: () => release(id) }[command];
  const before = state(id);
  expect(await step()).toMatchObject({ status });
  expect(await step()).toMatchObject({ status });
  expect(state(id)).toBe(before);
  expect(await step()).toMatchObject({ status: command === 'hold' ? 201 : 200 });
});

test('an ordered status can be ordered of the ledger only', () => {
  expect(() => sandbox.rules.add({ match: { provider: 'digiflazz' }, status: 422 })).toThrow(/status/);
  expect(() => sandbox.rules.add({ match: { provider: 'ledger' }, status: 200 })).toThrow(/status/);
});

test('a connection cut before reading is matched by the name of the ledger only', async () => {
  sandbox.rules.add({ match: { provider: 'ledger' }, fault: 'reset-before-read', times: 1 });
  const id = newId();
  await expect(hold(id)).rejects.toThrow();
  expect(state(id)).toBeUndefined();
  expect(await hold(id)).toMatchObject({ status: 201 });
});

test('holds are found by id and by prefix', async () => {
  const id = newId();
  await hold(id);
  const get = async (query: string) =>
    (await call(`${sandbox.url}/_sandbox/ledger?${query}`, 'GET')).body as { holds: never[] };
  expect(await get(`hold=${encodeURIComponent(id)}`)).toMatchObject({ holds: [{ id, state: 'held' }] });
  expect((await get(`prefix=${encodeURIComponent('payment:digiswitch:')}`)).holds.length).toBeGreaterThan(1);
  expect(await get('hold=none')).toEqual({ holds: [] });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleInput, Sandbox } from '../../sandbox/index.js';
import { SandboxUnderTest, call, Client, clockAt } from './helpers.js';

const under = new SandboxUnderTest();
const clock = clockAt('2024-05-06T03:00:00Z');
let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
  sandbox = await under.start({ now: clock.now });
  client = new Client(sandbox.url);
});
afterEach(() => sandbox.rules.clear());
afterAll(() => under.close());

const order = (...rules: RuleInput[]) => sandbox.rules.add(rules);

describe('rules over HTTP', () => {
  const rules = () => `${sandbox.url}/_sandbox/rules`;

  test('rules are added one or many at a time, listed and removed', async () => {
    expect(await call(rules(), 'POST', { match: { ref: 'a' }, fault: 'html' })).toMatchObject({ status: 201 });
    expect(await call(rules(), 'POST', [{ delay: 1 }, { answer: 'gagal' }])).toMatchObject({ status: 201 });
    const listed = (await call(rules(), 'GET')).body as { id: number; fault?: string }[];
    expect(listed.map((rule) => rule.fault)).toEqual(['html', undefined, undefined]);
    expect((await call(`${rules()}/${listed[0]!.id}`, 'DELETE')).body).toEqual({ removed: 1 });
    expect((await call(rules(), 'DELETE')).body).toEqual({ removed: 2 });
  });

  test.each([
    [{ fault: 'explode' }, 'rules.fault'],
    [[{ delay: 1 }, { match: { customer: '1' } }], 'rules[1].match.customer'],
    [{ answer: 'maybe' }, 'rules.answer.outcome'],
    [{ answer: { outcome: 'pending→sukses', after: {} } }, 'rules.answer.after'],
    [{ fault: 'reset-before-read', match: { ref: 'a' } }, 'rules.match.ref'],
  ])('the rule %j is refused with the path of its fault', async (rule, path) => {
    const { status, body } = await call(rules(), 'POST', rule);
    expect(status).toBe(400);
    expect((body as { faults: { path: string }[] }).faults).toContainEqual(expect.objectContaining({ path }));
    expect(sandbox.rules.list()).toEqual([]);
  });

  test('a body that is not JSON is refused', async () => {
    const response = await fetch(rules(), { method: 'POST', body: '{' });
    expect(response.status).toBe(400);
  });
});

test('rules can be loaded from a file', async () => {
  const folder = await under.folder();
  const rulesFile = join(folder, 'rules.json');
  await writeFile(rulesFile, JSON.stringify([{ match: { asks: 'inquiry' }, answer: { outcome: 'gagal', rc: '60' } }]));
  const other = await under.start({ rulesFile });
  expect(await new Client(other.url).inquire('a')).toMatchObject({ status: 'Gagal', rc: '60' });
  await writeFile(rulesFile, '[');
  await expect(under.start({ rulesFile })).rejects.toMatchObject({ code: 'InvalidConfig' });
});

describe('matching', () => {
  test('the first rule that matches applies, at most `times` times', async () => {
    order({ match: { refPrefix: 'm-' }, times: 1, answer: 'gagal' }, { match: { ref: 'm-1' }, answer: 'pending' });
    expect(await client.inquire('m-1')).toMatchObject({ status: 'Gagal' });
    expect(await client.inquire('m-1')).toMatchObject({ status: 'Pending' });
    expect(await client.inquire('m-2')).toMatchObject({ status: 'Sukses' });
  });

  test('nth counts the contacts with one command about one reference', async () => {
    order({ match: { command: 'status-pasca', nth: 2 }, answer: { outcome: 'gagal', rc: '41' } });
    await client.inquire('nth');
    await client.pay('nth');
    const codes = [await client.status('nth'), await client.status('nth'), await client.status('nth')];
    expect(codes.map((data) => data['rc'])).toEqual(['00', '41', '00']);
  });

  test.each([
    { provider: 'digiswitch' },
    { product: 'tv' },
    { customerNo: '0012' },
    { asks: 'inquiry' as const },
    { command: 'inq-pasca' },
  ])('a rule matches by %j', async (match) => {
    order({ match, answer: 'gagal' });
    expect(await client.inquire('by', 'tv', '0012')).toMatchObject({ status: 'Gagal' });
    const other = new Client(sandbox.url, 'digiflazz');
    const untouched = match.provider ? other.inquire('by', 'tv', '0012') : client.status('none', 'pln', '1');
    expect(await untouched).toMatchObject(match.provider ? { status: 'Sukses' } : { rc: '50' });
  });
});

describe('answers', () => {
  test('a rule can decide a pending payment by the number of status calls', async () => {
    order({ match: { asks: 'pay' }, answer: { outcome: 'pending->sukses', after: { checks: 2 } } } as never);
    await client.inquire('checks');
    expect(await client.pay('checks')).toMatchObject({ status: 'Pending', rc: '03' });
    const seen = [await client.status('checks'), await client.status('checks'), await client.status('checks')];
    expect(seen.map((data) => data['status'])).toEqual(['Pending', 'Pending', 'Sukses']);
  });

  test('a rule can decide a pending payment after a given time, with a given code and message', async () => {
    const answer = { outcome: 'pending→gagal' as const, after: { ms: 5_000 }, rc: '74', message: 'Refund' };
    order({ match: { asks: 'pay' }, answer });
    await client.inquire('time');
    expect(await client.pay('time')).toMatchObject({ status: 'Pending', rc: '03' });
    clock.forward(4_999);
    expect(await client.status('time')).toMatchObject({ status: 'Pending' });
    clock.forward(1);
    expect(await client.status('time')).toMatchObject({ status: 'Gagal', rc: '74', message: 'Refund' });
  });

  test('a payment with the outcome pending never ends', async () => {
    order({ match: { asks: 'pay' }, answer: { outcome: 'pending', rc: '99' } });
    await client.inquire('never');
    await client.pay('never');
    clock.forward(86_400_000);
    expect(await client.status('never')).toMatchObject({ status: 'Pending', rc: '99' });
  });

  test('a pay that is refused makes no transaction', async () => {
    order({ match: { asks: 'pay' }, answer: { outcome: 'gagal', rc: '44' } });
    await client.inquire('poor');
    expect(await client.pay('poor')).toMatchObject({ status: 'Gagal', rc: '44', message: 'Saldo tidak cukup' });
    expect(await client.status('poor')).toMatchObject({ rc: '50' });
  });

  test('the price can drift between inquiry and pay', async () => {
    order({ match: { asks: 'pay' }, answer: { drift: 1_500 } });
    const bill = await client.inquire('drift');
    const paid = await client.pay('drift');
    expect(Number(paid['selling_price']) - Number(bill['selling_price'])).toBe(1_500);
    expect(Number(paid['price']) - Number(bill['price'])).toBe(1_500);
    expect(sandbox.journal.charges('digiswitch', 'drift').pays[0]?.price).toBe(paid['price']);
  });

  test('overrides are merged into the data and stay with the payment', async () => {
    order({ match: { asks: 'pay' }, answer: { overrides: { sn: 'SN-1', selling_price: '11.000' } } });
    await client.inquire('over');
    expect(await client.pay('over')).toMatchObject({ status: 'Sukses', sn: 'SN-1', selling_price: '11.000' });
    expect(await client.status('over')).toMatchObject({ status: 'Sukses', sn: 'SN-1', selling_price: '11.000' });
  });

  test('a rule for a status call changes one reply and not the payment', async () => {
    order({ match: { asks: 'status' }, times: 1, answer: 'gagal' });
    await client.inquire('reply');
    await client.pay('reply');
    expect(await client.status('reply')).toMatchObject({ status: 'Gagal' });
    expect(await client.status('reply')).toMatchObject({ status: 'Sukses' });
    expect(sandbox.journal.charges('digiswitch', 'reply')).toMatchObject({ charges: 1, status: 'Sukses' });
  });

  test('a repeated pay can be refused with 49', async () => {
    order({ match: { asks: 'pay' }, repeat: 'refuse-49' });
    await client.inquire('twice');
    expect(await client.pay('twice')).toMatchObject({ status: 'Sukses' });
    expect(await client.pay('twice')).toMatchObject({ status: 'Gagal', rc: '49' });
    expect(sandbox.journal.charges('digiswitch', 'twice').charges).toBe(1);
  });
});

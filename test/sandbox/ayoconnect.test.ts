import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SANDBOX_SECRETS, type Sandbox } from '../../sandbox/index.js';
import { TEST_ENDINGS } from '../../sandbox/providers/ayoconnect/accounts.js';
import { SandboxUnderTest, call, clockAt, type Json } from './helpers.js';

const { key, secret } = SANDBOX_SECRETS.ayoconnect;
const under = new SandboxUnderTest();
const clock = clockAt('2024-05-06T03:00:00Z');
let sandbox: Sandbox;
let refs = 0;

interface Reply {
  responseCode: number;
  success: boolean;
  message: { ID: string; EN: string };
  data: Json;
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
function tokenOf(payload: unknown, signedWith: string = secret): string {
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(payload)}`;
  return `${signed}.${createHmac('sha256', signedWith).update(signed).digest('base64url')}`;
}

async function post(path: string, headers: Record<string, string>, url = sandbox.url) {
  const response = await fetch(`${url}/api/v2/bill/${path}`, { method: 'POST', headers });
  return { status: response.status, body: (await response.json()) as Reply };
}

async function ask(path: string, payload: Json, url = sandbox.url): Promise<Reply> {
  const { status, body } = await post(path, { KEY: key, TOKEN: tokenOf({ partnerId: 'ayopop', ...payload }) }, url);
  expect(status).toBe(200);
  return body;
}

const check = (accountNumber = '1', productCode = 'TLSTPOS', more: Json = {}, url?: string) =>
  ask('check', { accountNumber, productCode, ...more }, url);
const status = (refNumber: string, url?: string) => ask('status', { refNumber }, url);

/** A payment of the bill that a check has just stated. */
function paymentOf(bill: Reply, more: Json = {}): Json & { refNumber: string } {
  const { accountNumber, productCode, inquiryId, amount } = bill.data;
  refs += 1;
  return { accountNumber, productCode, inquiryId, amount, refNumber: `r${refs}`, ...more };
}

const pay = (payment: Json, url?: string) => ask('payment', payment, url);
const chargesOf = (ref: string) => sandbox.journal.charges('ayoconnect', ref);

function sample(name: string): unknown {
  const path = new URL(`../fixtures/ayoconnect/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'));
}

beforeAll(async () => {
  sandbox = await under.start({ now: clock.now });
});
afterEach(() => sandbox.rules.clear());
afterAll(() => under.close());

test('the published example is answered exactly', async () => {
  const own = await under.start({ now: clock.now });
  const bill = await check('516070377775', 'TLSTPOS', {}, own.url);
  expect(bill).toEqual(sample('check'));
  const payment = paymentOf(bill, { refNumber: 'rg6ytrdvrvr4' });
  expect(await pay(payment, own.url)).toEqual(sample('payment'));
  clock.forward(2_000);
  expect(await status('rg6ytrdvrvr4', own.url)).toEqual(sample('status'));
});

describe('a payment', () => {
  test.each([
    ['TLSTPOS', {}],
    ['PLSTPL20', {}],
    ['TSBXHALO', {}],
    ['TSBXBPJS', { month: 2 }],
    ['TSBXPDAM', { zoneId: '0012' }],
    ['TSBXMONEY', { amount: 50_000 }],
  ])('a payment of %s is processing, then paid with a token, and charged once', async (product, inputs) => {
    const bill = await check('00123', product, inputs);
    expect(bill).toMatchObject({ responseCode: 300, success: true, data: { accountNumber: '00123' } });
    const sum = (bill.data['billDetails'] as { value: number }[]).reduce((total, { value }) => total + value, 0);
    expect(bill.data['amount']).toBe(sum);
    const payment = paymentOf(bill, inputs);
    const { refNumber } = payment;
    expect(await pay({ ...payment, amount: bill.data['amount'] })).toMatchObject({
      responseCode: 299,
      success: true,
      data: { refNumber, token: '', billDetails: [] },
    });
    expect(await status(refNumber)).toMatchObject({ responseCode: 299 });
    clock.forward(2_000);
    const paid = await status(refNumber);
    expect(paid).toMatchObject({ responseCode: 0, success: true, data: { refNumber, amount: bill.data['amount'] } });
    expect(paid.data['token']).toMatch(/.{16}/);
    expect(chargesOf(refNumber)).toMatchObject({ charges: 1, status: 'Sukses' });
  });

  test('a payment ends as a rule orders, at once or never', async () => {
    for (const [outcome, code] of [
      ['sukses', 0],
      ['gagal', 100],
      ['pending', 299],
    ] as const) {
      const payment = paymentOf(await check());
      sandbox.rules.add({ match: { asks: 'pay', ref: payment.refNumber }, answer: { outcome, rc: String(code) } });
      expect(await pay(payment)).toMatchObject({ responseCode: code, data: { refNumber: payment.refNumber } });
      clock.forward(10_000);
      expect(await status(payment.refNumber)).toMatchObject({ responseCode: code });
    }
  });

  test('a rule can make the amount paid differ from the inquiry', async () => {
    const bill = await check();
    const payment = paymentOf(bill);
    sandbox.rules.add({ match: { asks: 'pay' }, answer: { outcome: 'sukses', drift: 500 } });
    expect(await pay(payment)).toMatchObject({ data: { amount: Number(bill.data['amount']) + 500 } });
  });

  test('a payment under a reference that was accepted before is a duplicate and not charged again', async () => {
    const payment = paymentOf(await check());
    await pay(payment);
    for (let i = 0; i < 2; i += 1) {
      const duplicate = { responseCode: 102, success: false, data: { refNumber: payment.refNumber } };
      expect(await pay(payment)).toMatchObject(duplicate);
    }
    expect(chargesOf(payment.refNumber)).toMatchObject({ charges: 1, pays: [{ status: 'Pending' }] });
  });

  test.each([
    ['another account', { accountNumber: '2' }, 313],
    ['another product', { productCode: 'PLSTPL20' }, 313],
    ['an inquiry that never was', { inquiryId: 1 }, 313],
    ['another amount', { amount: 1 }, 114],
    ['a product that is none', { productCode: 'x' }, 341],
  ])('a payment with %s fails with its reference and makes no transaction', async (_, more, responseCode) => {
    const payment = paymentOf(await check(), more);
    const { refNumber, accountNumber, productCode } = payment;
    const data = { refNumber, accountNumber, productCode };
    expect(await pay(payment)).toMatchObject({ responseCode, success: false, data });
    expect(chargesOf(refNumber)).toMatchObject({ charges: 0, status: 'none' });
  });
});

describe('the test accounts', () => {
  const ending = (name: keyof typeof TEST_ENDINGS) => `77${TEST_ENDINGS[name]}`;

  test('the account whose inquiry fails is answered without a name', async () => {
    expect(await check(ending('inquiryFails'))).toMatchObject({ responseCode: 304, success: false, data: {} });
  });

  test('the accounts whose payment fails end as failed, at once or after processing', async () => {
    for (const name of ['paymentFails', 'pendingFails'] as const) {
      const payment = paymentOf(await check(ending(name)));
      expect((await pay(payment)).responseCode).toBe(name === 'pendingFails' ? 299 : 103);
      clock.forward(2_000);
      const failed = { responseCode: 103, success: false, data: { refNumber: payment.refNumber, token: 'N/A' } };
      expect(await status(payment.refNumber)).toMatchObject(failed);
      expect(chargesOf(payment.refNumber)).toMatchObject({ charges: 0, status: 'Gagal' });
    }
  });

  test('the accounts in arrears owe several months, each with its admin fee', async () => {
    for (const [name, bills] of [
      ['twoArrears', 2],
      ['fourArrears', 4],
    ] as const) {
      const { data } = await check(ending(name));
      expect(data).toMatchObject({ totalAdmin: bills * 3_000 });
      expect(data['billDetails']).toHaveLength(bills + 1);
      expect(data['productDetails']).toContainEqual({ key: 'Total LBR Tagihan', value: `${bills} Bulan` });
    }
  });
});

describe('a call', () => {
  test.each([
    ['signed with another secret', { KEY: key, TOKEN: tokenOf({ refNumber: 'r' }, 'other') }],
    ['under another key', { KEY: 'other', TOKEN: tokenOf({ refNumber: 'r' }) }],
    ['without a token', { KEY: key }],
    ['with a padded token', { KEY: key, TOKEN: `${tokenOf({ refNumber: 'r' })}=` }],
    ['with a token that is none', { KEY: key, TOKEN: 'a.b.c' }],
  ])('a call %s is refused with HTTP 401', async (_, headers) => {
    for (const path of ['check', 'payment', 'status']) {
      expect(await post(path, headers as Record<string, string>)).toMatchObject({
        status: 401,
        body: { success: false },
      });
    }
  });

  test('a call that is refused makes no transaction and is in the journal', async () => {
    const payment = paymentOf(await check());
    await post('payment', { KEY: key, TOKEN: tokenOf({ partnerId: 'ayopop', ...payment }, 'other') });
    const contacts = [{ command: 'payment', at: expect.any(String) as string }];
    expect(chargesOf(payment.refNumber)).toMatchObject({ charges: 0, status: 'none', contacts });
    const entry = { kind: 'contact', asks: 'pay', product: 'TLSTPOS', customerNo: '1' };
    expect(sandbox.journal.entries({ ref: payment.refNumber })).toMatchObject([entry]);
  });

  test('an inquiry without an input that the product needs is a bad request', async () => {
    for (const product of ['TSBXBPJS', 'TSBXPDAM', 'TSBXMONEY']) {
      expect(await check('1', product)).toMatchObject({ responseCode: 321, data: {} });
    }
    expect(await check('1', 'TSBXBPJS', { month: '1' })).toMatchObject({ responseCode: 321 });
    expect(await check('1', 'x')).toMatchObject({ responseCode: 341 });
  });

  test('a status call about an unknown reference is answered with no such transaction', async () => {
    const nobody = { refNumber: '', transactionId: 0, accountNumber: '', customerDetails: null };
    expect(await status('never')).toMatchObject({ responseCode: 188, success: false, data: nobody });
  });
});

test('ids continue after a restart', async () => {
  const options = { state: await under.folder(), now: clock.now };
  const first = await under.start(options);
  const bill = await check('1', 'TLSTPOS', {}, first.url);
  await pay(paymentOf(bill), first.url);
  await under.stop(first);
  const second = await under.start(options);
  const again = await check('1', 'TLSTPOS', {}, second.url);
  expect(again.data['inquiryId']).toBe(Number(bill.data['inquiryId']) + 1);
  expect(await pay(paymentOf(bill), second.url)).toMatchObject({ data: { transactionId: 180_233 } });
});

describe('a notice', () => {
  let receiver: Server;
  let answers: number[] = [];
  const inbox: { headers: Record<string, unknown>; body: Reply }[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        inbox.push({ headers: request.headers, body: JSON.parse(body) as Reply });
        response.writeHead(answers.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    inbox.length = 0;
    sandbox.notices.target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/{provider}`;
  });
  afterEach(() => (sandbox.notices.target = undefined));
  afterAll(async () => {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  const arrived = async (count: number) => {
    while (inbox.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const sentOf = (ref: string) => sandbox.journal.entries({ ref }).filter((entry) => entry.kind === 'notice');

  test('a notice is the unsigned status reply, sent again until it is answered 200', async () => {
    answers = [500, 302];
    sandbox.rules.add({ match: { asks: 'pay' }, answer: 'sukses' });
    const payment = paymentOf(await check());
    const paid = await pay(payment);
    await arrived(3);
    expect(inbox.map(({ body }) => body)).toEqual([paid, paid, paid]);
    expect(Object.keys(inbox[0]?.headers ?? {}).filter((name) => /sign|^x-/i.test(name))).toEqual([]);
    while (sentOf(payment.refNumber).length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sentOf(payment.refNumber)).toMatchObject([{ status: 500 }, { status: 302 }, { status: 200 }]);
  });

  test('a notice on request can contradict the payment', async () => {
    sandbox.rules.add({ match: { asks: 'pay' }, answer: 'sukses', notice: { send: false } });
    const payment = paymentOf(await check());
    await pay(payment);
    const order = { provider: 'ayoconnect', ref: payment.refNumber, as: 'opposite', signature: 'forged' };
    expect(await call(`${sandbox.url}/_sandbox/notices`, 'POST', order)).toMatchObject({ status: 202 });
    expect(inbox).toMatchObject([{ body: { responseCode: 103, success: false } }]);
  });
});

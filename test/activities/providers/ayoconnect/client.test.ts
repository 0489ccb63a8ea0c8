import { AccountRefused } from '../../../../activities/providers/account-refused.js';
import type { BillFound, Order } from '../../../../activities/providers/provider.js';
import { AT, bill, changed, Counterpart, order, provider, request, sample, SECRETS, type Json } from './support.js';

const signal = new AbortController().signal;

let server: Counterpart;
let baseUrl: string;
beforeEach(async () => {
  server = new Counterpart();
  baseUrl = await server.start();
});
afterEach(() => server.stop());

const answer = (reply: unknown) => (server.answer = JSON.stringify(reply));
const tokenAt = (i: number) => String(server.seen[i]?.headers['token']);
const payloadAt = (i: number) =>
  JSON.parse(Buffer.from(tokenAt(i).split('.')[1] ?? '', 'base64url').toString()) as unknown;

describe('what is sent', () => {
  test('what is sent is the published example, in a token and with an empty body', async () => {
    const ayoconnect = provider({ baseUrl: `${baseUrl}/` });
    await ayoconnect.inquire({ request }, signal);
    await ayoconnect.pay(order, signal);
    await ayoconnect.check(order, signal);
    expect(server.seen.map(({ path }) => path)).toEqual([
      ...['/api/v2/bill/check', '/api/v2/bill/payment', '/api/v2/bill/status'],
    ]);
    for (const { headers, body } of server.seen) {
      expect(body).toBe('');
      expect(headers).toMatchObject({ key: SECRETS.key, version: '2.0', 'content-length': '0' });
    }
    expect([0, 1, 2].map(payloadAt)).toEqual([
      sample('check-request'),
      sample('payment-request'),
      { partnerId: 'ayopop', refNumber: 'rg6ytrdvrvr4' },
    ]);
  });

  test('what is sent has the nominal, the extra inputs and the callbacks where they belong', async () => {
    const callbackUrls = ['https://shop.test/hooks/ayoconnect'];
    const settings = { partnerId: undefined, version: '1.0', callbackUrls };
    const full = { ...request, amount: 20_000, fields: { zoneId: '0012', month: '3' } };
    const ayoconnect = provider({ baseUrl, settings });
    await ayoconnect.inquire({ request: full }, signal);
    await ayoconnect.pay({ request: full, bill }, signal);
    await ayoconnect.check({ request: full, bill }, signal);
    const inputs = { zoneId: '0012', month: 3, partnerId: SECRETS.key };
    expect(payloadAt(0)).toEqual({ ...sample('check-request'), ...inputs, amount: 20_000 });
    expect(payloadAt(1)).toEqual({ ...sample('payment-request'), ...inputs, callbackUrls });
    expect(payloadAt(2)).toEqual({ partnerId: SECRETS.key, refNumber: request.refId });
    expect(server.seen[0]?.headers['version']).toBe('1.0');
  });

  test('nothing is sent where the inquiry left nothing to pay with', async () => {
    const ayoconnect = provider({ baseUrl });
    const bare: BillFound = { kind: 'bill', at: AT, code: '', message: '', receipt: [] };
    const cases: [Order, string][] = [
      [{ request }, 'no-inquiry'],
      [{ request, amount: 1_000, bill: { ...bill, handle: {} } }, 'no-inquiry'],
      [{ request, bill: { ...bare, handle: { inquiryId: 1 } } }, 'no-amount'],
    ];
    for (const [incomplete, why] of cases) {
      expect(await ayoconnect.pay(incomplete, signal)).toMatchObject({ kind: 'not-sent', from: 'pay', why });
    }
    expect(server.seen).toEqual([]);
  });
});

describe('terms', () => {
  test('terms forbid a fee on PLN postpaid, name the aliases, and send nothing', async () => {
    const ayoconnect = provider({ baseUrl, settings: { aliases: { TLSTPOS: ['PLNPOST'] } } });
    expect(await ayoconnect.terms(request)).toEqual({ inquiry: true, feeForbidden: true, aliases: ['PLNPOST'] });
    expect(await ayoconnect.terms({ ...request, product: 'constructor' })).toEqual({ inquiry: true, aliases: [] });
    expect(server.seen).toEqual([]);
  });

  const settings = { needs: { GAME: ['zoneId'], OPEN: ['amount'], BPJS: ['month'] } };
  test.each([
    [{ customerNo: ' ' }, 'customerNo: must not be empty'],
    [{ testing: true }, 'testing: the provider has no test switch'],
    [{ product: 'OPEN' }, 'amount: is needed for this product'],
    [{ product: 'GAME' }, 'fields.zoneId: is needed for this product'],
    [{ product: 'GAME', fields: { zoneId: '' } }, 'fields.zoneId: is needed for this product'],
    [{ product: 'BPJS', fields: { month: '1.5' } }, 'fields.month: must be a whole number'],
    [{ fields: { RefNumber: 'x' } }, "fields.RefNumber: is one of the protocol's own keys"],
    [{ fields: { exp: '1' } }, "fields.exp: is one of the protocol's own keys"],
    [{ fields: { 'a b': 'x' } }, 'fields.a b: must be of A-Z a-z 0-9 _'],
  ])('terms refuse %j', async (more, message) => {
    const refused = { code: 'InvalidRequest', message };
    await expect(provider({ settings }).terms({ ...request, ...more })).rejects.toMatchObject(refused);
  });

  test('a request that gives every needed input meets the terms', async () => {
    const full = { ...request, product: 'BPJS', amount: 1, fields: { month: '12' } };
    expect(await provider({ settings }).terms(full)).toEqual({ inquiry: true, aliases: [] });
  });
});

describe('an answer', () => {
  const calls = ['inquire', 'pay', 'check'] as const;
  const silent = (act: (typeof calls)[number]) => (act === 'inquire' ? 'unclear' : 'unknown');
  const SAMPLES = { inquire: 'check', pay: 'payment', check: 'status' } as const;

  test('an answer of each kind is read', async () => {
    const ayoconnect = provider({ baseUrl });
    const kinds = [];
    for (const act of calls) {
      answer(sample(SAMPLES[act]));
      kinds.push((await ayoconnect[act](order, signal)).kind);
    }
    expect(kinds).toEqual(['bill', 'pending', 'success']);
  });

  test.each([302, 401, 403, 404, 405, 407, 408, 425, 429, 500, 502, 503, 504])(
    'an answer with HTTP %d says nothing, whatever stands in it',
    async (status) => {
      server.status = status;
      server.headers = { 'retry-after': '30' };
      for (const act of calls) {
        for (const more of [{}, { responseCode: 103, success: false }]) {
          answer(changed(SAMPLES[act], more));
          const reply = await provider({ baseUrl })[act](order, signal);
          expect(reply).toMatchObject({ kind: silent(act), why: `http-${status}`, retryAfterMs: 30_000 });
        }
      }
    },
  );

  test('an answer with HTTP 400 may fail, and never succeeds', async () => {
    server.status = 400;
    const ayoconnect = provider({ baseUrl });
    for (const act of calls) {
      answer(changed(SAMPLES[act], { responseCode: 103, success: false }));
      expect((await ayoconnect[act](order, signal)).kind).toBe(act === 'inquire' ? 'refused' : 'failed');
    }
    answer(sample('check'));
    expect(await ayoconnect.inquire(order, signal)).toMatchObject({ kind: 'unclear', why: 'contradiction' });
    answer(sample('status'));
    expect(await ayoconnect.check(order, signal)).toMatchObject({ kind: 'unknown', why: 'contradiction' });
  });

  test.each(['<html>Bad gateway</html>', '', '{"responseCode":0', '[]', '{}', 'null'])(
    'an answer that cannot be read says nothing: %s',
    async (body) => {
      server.answer = body;
      for (const act of calls) expect((await provider({ baseUrl })[act](order, signal)).kind).toBe(silent(act));
    },
  );

  test('an answer that is lost says nothing, and pay was sent once', async () => {
    server.hangUp = true;
    for (const act of calls) {
      const lost = { kind: silent(act), why: 'network' };
      expect(await provider({ baseUrl })[act](order, signal)).toMatchObject(lost);
    }
    expect(server.seen.filter(({ path }) => path.endsWith('/payment'))).toHaveLength(1);
  });

  test('an answer is not waited for where no connection could be made: a pay was not sent', async () => {
    await server.stop();
    const why = { at: AT, code: '', message: 'no connection to the provider (ECONNREFUSED)', why: 'connect' };
    const ayoconnect = provider({ baseUrl });
    expect(await ayoconnect.pay(order, signal)).toEqual({ kind: 'not-sent', from: 'pay', ...why });
    expect(await ayoconnect.check(order, signal)).toEqual({ kind: 'unknown', from: 'status', ...why });
    expect(await ayoconnect.inquire(order, signal)).toEqual({ kind: 'unclear', ...why });
    await server.start();
  });
});

describe('the account', () => {
  test.each([
    [{ balance: 1_500_000.75 }, 1_500_000],
    [{ amount: '250000.00' }, 250_000],
    [{ balance: '-2500' }, -2_500],
  ])('the account has a balance, in whichever shape it is stated: %j', async (data, balance) => {
    answer({ responseCode: 0, success: true, message: { ID: 'Sukses' }, data });
    const settings = { partnerId: undefined };
    expect(await provider({ baseUrl, settings }).balance(signal)).toEqual({ balance });
    expect(server.seen).toMatchObject([{ path: '/api/v2/partner/balance', body: '', headers: { version: '2.0' } }]);
    expect(payloadAt(0)).toEqual({ partnerId: SECRETS.key });
  });

  test('the account has products, in whichever shape they are stated', async () => {
    const rows = [
      { code: 'A', name: 'One', category: 'Listrik', price: 20_000, active: true },
      { productCode: 'B', productName: 'Two', amount: '1500', status: 'inactive' },
      { productCode: 'C', active: false },
      { productCode: 'D', status: 0 },
      { name: 'nobody' },
      7,
    ];
    const read = [
      { product: 'A', name: 'One', category: 'Listrik', price: 20_000, active: true },
      { product: 'B', name: 'Two', price: 1_500, active: false },
      { product: 'C', name: 'C', active: false },
      { product: 'D', name: 'D', active: false },
    ];
    for (const data of [rows, { products: rows }]) {
      answer({ responseCode: 0, success: true, data });
      expect(await provider({ baseUrl }).products(signal)).toEqual(read);
    }
    expect(server.seen.map(({ path }) => path)).toEqual(Array(2).fill('/api/v2/partner/products'));
    expect(payloadAt(0)).toEqual({ partnerId: 'ayopop' });
  });

  test('a call about the account that is answered with a no is refused, and one that cannot be read is not', async () => {
    const thrownBy = () =>
      provider({ baseUrl })
        .balance(signal)
        .catch((thrown: unknown) => thrown);
    answer({ success: false, message: { ID: 'ditolak' } });
    expect(await thrownBy()).toBeInstanceOf(AccountRefused);
    expect(await thrownBy()).toMatchObject({ message: 'ayoconnect: ditolak', refusedFor: 'other' });
    answer({ success: true, data: {} });
    expect(await thrownBy()).not.toBeInstanceOf(AccountRefused);
  });

  test('the account out of reach is an error that names the provider and no secret', async () => {
    const ayoconnect = provider({ baseUrl });
    for (const reply of [
      { success: false, message: { ID: `${SECRETS.secret} salah` }, data: { balance: 1, products: [] } },
      { success: true, data: {} },
      { success: true, data: { balance: '1.000', products: 'none' } },
      [],
    ]) {
      answer(reply);
      for (const act of ['balance', 'products'] as const) {
        const error = await ayoconnect[act](signal).then(String, String);
        expect(error).toContain('ayoconnect: ');
        expect(error).not.toContain(SECRETS.secret);
        await expect(ayoconnect[act](signal)).rejects.toMatchObject({ code: 'Unreachable' });
      }
    }
    // Cut in the middle of a secret, its half would be left.
    answer({ success: false, message: { ID: `${'x'.repeat(190)} ${SECRETS.secret}` } });
    const error = await ayoconnect.balance(signal).then(String, (thrown: unknown) => (thrown as Error).message);
    expect(error).toMatch(/^ayoconnect: x{190} \*+$/);
    server.status = 401;
    await expect(ayoconnect.balance(signal)).rejects.toMatchObject({ code: 'Unreachable' });
    server.hangUp = true;
    await expect(ayoconnect.products(signal)).rejects.toMatchObject({ code: 'Unreachable' });
  });
});

test('neither the token nor the secret is ever in what is said', async () => {
  const ayoconnect = provider({ baseUrl });
  await ayoconnect.check(order, signal);
  const token = tokenAt(0);
  const echo = [token, token.split('.')[1], token.split('.')[2], SECRETS.secret, SECRETS.key].join(' / ');
  const productDetails = [
    { key: 'echo', value: token },
    { key: SECRETS.secret, value: SECRETS.secret },
  ];
  const data: Json = { productDetails, customerName: token, token: SECRETS.secret, transactionId: token };
  for (const more of [{}, { responseCode: 103, success: false }, { responseCode: 999 }, { responseCode: 299 }]) {
    answer(changed('status', { message: { ID: echo }, ...more }, data));
    const told = JSON.stringify(await ayoconnect.check(order, signal));
    for (const part of [...token.split('.').slice(1), SECRETS.secret, SECRETS.key]) expect(told).not.toContain(part);
    expect(told).toContain('***');
  }
  // However often it stands there, no half of it is left where the words are cut.
  const often = `${token} `.repeat(40);
  answer(changed('status', { message: { ID: often } }, { productDetails: [{ key: often, value: often }] }));
  expect(JSON.stringify(await ayoconnect.check(order, signal))).not.toContain(token.slice(0, 60));
});

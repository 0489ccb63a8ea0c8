import fc from 'fast-check';
import type { BillFound, Order } from '../../../../activities/providers/provider.js';
import { isSigned, signatureOf } from '../../../../activities/providers/tokopedia/signature.js';
import type { PaymentRequest } from '../../../../contract/request.js';
import {
  NOW,
  AT,
  Counterpart,
  OUR_PUBLIC_KEY,
  SECRETS,
  SETTINGS,
  STRANGERS,
  THEIRS,
  errorsOf,
  inquiryOf,
  orderOf,
  provider,
} from './support.js';

const signal = new AbortController().signal;
const request: PaymentRequest = { provider: 'tokopedia', refId: 'ref-1', product: 'pln', customerNo: '0812' };
const bill: BillFound = {
  ...{ kind: 'bill', at: AT, code: '', message: '', amount: 12_500, receipt: [], handle: { amount: 'stated' } },
};
const order: Order = { request, bill, amount: 12_500 };

let server: Counterpart;
let baseUrl: string;
beforeEach(async () => {
  server = new Counterpart();
  baseUrl = await server.start();
});
afterEach(() => server.stop());

const pay = (settings = {}, more: Partial<Order> = {}) =>
  provider({ baseUrl, settings }).pay({ ...order, ...more }, signal);
const check = (settings = {}) => provider({ baseUrl, settings }).check(order, signal);
const inquire = (settings = {}) => provider({ baseUrl, settings }).inquire({ request }, signal);
const calls = () => server.seen.map(({ call }) => call);

describe('what is sent', () => {
  test('what is sent is JSON with the token and the date, to the address of each call', async () => {
    const tokopedia = provider({ baseUrl: `${baseUrl}/` });
    await tokopedia.inquire({ request }, signal);
    await tokopedia.pay(order, signal);
    await tokopedia.check({ request: { ...request, refId: 'a.b_c-1' } }, signal);
    expect(calls()).toEqual(['POST /api/v2/inquiry', 'POST /api/v2/order', 'GET /api/v2/order/a.b_c-1']);
    for (const { headers } of server.seen) {
      expect(headers).toMatchObject({
        ...{ authorization: 'Bearer token-1', date: 'Wed, 01 May 2024 03:04:05 GMT' },
        ...{ accept: 'application/json', 'content-type': 'application/json' },
      });
    }
    const attributes = { product_code: 'pln', client_number: '0812' };
    expect(server.seen.map(({ body }) => (body ? (JSON.parse(body) as unknown) : body))).toEqual([
      { data: { type: 'inquiry', attributes } },
      { data: { type: 'order', id: 'ref-1', attributes: { ...attributes, amount: 12_500 } } },
      '',
    ]);
    expect(server.tokenCalls).toHaveLength(1);
  });

  test.each(['pss', 'pkcs1'] as const)(
    'what is sent is an order signed over its exact bytes, by %s',
    async (signature) => {
      const fields = { nama: 'é “x” \u2028 €' };
      await pay({ signature }, { request: { ...request, fields } });
      const { headers, body } = server.seen[0]!;
      expect(isSigned(Buffer.from(body), String(headers['signature']), OUR_PUBLIC_KEY, signature)).toBe(true);
    },
  );

  test('no signature is sent where none is asked for', async () => {
    await inquire();
    await check();
    for (const { headers } of server.seen) expect(headers).not.toHaveProperty('signature');
  });

  test('an order states the amount chosen, none for a fixed price, and none where the settings or the bill say so', async () => {
    const sent = async (more: Partial<Order>, settings = {}) => {
      await provider({ baseUrl, settings }).pay({ request, ...more }, signal);
      return (JSON.parse(server.seen.at(-1)?.body ?? '') as { data: { attributes: { amount?: number } } }).data
        .attributes.amount;
    };
    expect(await sent({ bill, amount: 50_000 })).toBe(50_000);
    expect(await sent({ bill })).toBe(12_500);
    expect(await sent({ amount: 52_000 })).toBeUndefined();
    expect(await sent({ request: { ...request, amount: 5_000 } })).toBe(5_000);
    expect(await sent({ amount: 50_000 }, { products: { pln: { orderAmount: true } } })).toBe(50_000);
    expect(await sent({ bill: { ...bill, handle: { amount: 'none' } }, amount: 12_500 })).toBeUndefined();
    const unmarked = { ...bill, handle: {} };
    expect(await sent({ bill: unmarked, amount: 1 }, { products: { pln: { orderAmount: false } } })).toBeUndefined();
  });

  test('nothing is sent where the order would have to state an amount that is not known', async () => {
    const priceless: BillFound = { kind: 'bill', at: AT, code: '', message: '', receipt: [] };
    const evidence = await provider({ baseUrl }).pay({ request, bill: priceless }, signal);
    expect(evidence).toMatchObject({ kind: 'not-sent', why: 'no-amount' });
    expect(server.seen).toEqual([]);
  });

  test('the reseller is sent apart from the other inputs', async () => {
    const fields = { zone_id: '8332', downline_id: 'SAT-X' };
    await provider({ baseUrl }).inquire({ request: { ...request, fields } }, signal);
    expect(JSON.parse(server.seen[0]!.body)).toMatchObject({
      data: { attributes: { fields: [{ name: 'zone_id', value: '8332' }], downline_id: 'SAT-X' } },
    });
  });
});

describe('an inquiry', () => {
  test('an inquiry that is answered is a bill', async () => {
    server.says(inquiryOf());
    expect(await inquire()).toMatchObject({ kind: 'bill', at: AT, amount: 12_500, admin: 2_500, customerName: 'A***' });
  });

  test('a bill expires by the time zone of the provider', async () => {
    server.says(inquiryOf());
    const config = { timeZone: 'Asia/Makassar' };
    const settings = { products: { pln: { expires: { at: '23:00' } } } };
    const found = await provider({ baseUrl, settings, config }).inquire({ request }, signal);
    expect(found).toMatchObject({ expiresAt: '2024-05-01T15:00:00.000Z' });
  });

  test.each(['P04', 'U00', 'P00'])('an inquiry answered by the error %s is refused', async (code) => {
    server.says(errorsOf(code, 'no s3cret&client bill'), { status: 400 });
    expect(await inquire()).toEqual({ kind: 'refused', at: AT, code, message: 'no *** bill' });
  });

  test.each([
    [400, errorsOf('S00'), 'not-now', 'S00'],
    [400, errorsOf('S02'), 'not-now', 'S02'],
    [400, errorsOf('X01'), 'error-answer', 'X01'],
    [400, { errors: [{ detail: 'no code' }] }, 'error-answer', ''],
    [200, errorsOf('P04'), 'contradiction', ''],
    [400, inquiryOf(), 'contradiction', ''],
    [500, errorsOf('S00'), 'http-500', ''],
    [500, errorsOf('P04'), 'http-500', ''],
    [403, errorsOf('P04'), 'http-403', ''],
    [302, inquiryOf(), 'http-302', ''],
    [429, {}, 'http-429', ''],
    [404, '<html>', 'http-404', ''],
    [200, '<html>', 'not-json', ''],
    [200, {}, 'not-protocol', ''],
    [200, inquiryOf({ base_price: null }), 'incomplete', ''],
  ])('an inquiry answered by HTTP %i %j is unclear: %s', async (status, body, why, code) => {
    server.says(body, { status, headers: { 'retry-after': '7' } });
    expect(await inquire()).toMatchObject({ kind: 'unclear', why, code, retryAfterMs: 7_000 });
  });

  test('an inquiry that is not answered is unclear, also for want of a token', async () => {
    server.says({}, { hangUp: true });
    expect(await inquire()).toMatchObject({ kind: 'unclear', why: 'network' });
    server.token = { status: 500 };
    expect(await inquire()).toMatchObject({ kind: 'unclear', why: 'no-token', code: '' });
    expect(server.seen).toHaveLength(1);
  });
});

describe('pay', () => {
  test('a pay that is taken is pending', async () => {
    server.says(orderOf({ status: 'Pending' }));
    expect(await pay()).toEqual({ kind: 'pending', from: 'pay', at: AT, code: '', message: 'Pending' });
  });

  test.each([
    [{ status: 'Success' }, 'success'],
    [{ status: 'Failed', error_code: 'S02' }, 'failed'],
  ])('a pay answered by a verdict %j believes it only when it is signed', async (more, kind) => {
    server.says(orderOf(more), { signed: true });
    expect(await pay()).toMatchObject({ kind, from: 'pay' });
    server.says(orderOf(more));
    const message = 'a verdict without a valid signature';
    expect(await pay()).toMatchObject({ kind: 'pending', message, why: 'unsigned' });
    server.says(orderOf(more), { signed: STRANGERS.privateKey });
    expect(await pay()).toMatchObject({ kind: 'pending', message, why: 'bad-signature' });
  });

  test.each([
    [orderOf({ status: 'Pending' }, 'ref-2'), 'other-reference'],
    [orderOf({ status: 'Pending', product_code: 'other' }), 'other-product'],
    [orderOf({ status: 'Pending', client_number: '0813' }), 'other-customer'],
    [orderOf({ status: 'Queued' }), 'unknown-status'],
    [orderOf({ status: 'Success', error_code: 'S02' }), 'contradiction'],
    [inquiryOf(), 'not-protocol'],
    [{}, 'not-protocol'],
    ['<html>', 'not-json'],
    [errorsOf('P04'), 'contradiction'],
  ])('a pay answered by %j is unknown: %s', async (body, why) => {
    server.says(body, { signed: true });
    expect(await pay()).toMatchObject({ kind: 'unknown', from: 'pay', why });
  });

  test('a pay is refused by the errors of the settings, and by no other', async () => {
    const answered = async (code: string, settings = {}) => {
      server.says(errorsOf(code, 'the words'), { status: 400 });
      return pay(settings);
    };
    const said = { from: 'pay', at: AT, message: 'the words' };
    expect(await answered('P04')).toEqual({ kind: 'refused', code: 'P04', ...said });
    for (const code of ['P00', 'P01', 'P02', 'P05', 'U00', 'S00', 'S02']) {
      expect(await answered(code)).toEqual({ kind: 'unknown', code, why: 'error-answer', ...said });
    }
    const settings = { refusals: ['P05'], depositTooLow: ['P06'] };
    expect(await answered('P05', settings)).toEqual({ kind: 'refused', code: 'P05', ...said });
    expect(await answered('P06', settings)).toEqual({ kind: 'refused', code: 'P06', depositTooLow: true, ...said });
    expect(await answered('P04', settings)).toMatchObject({ kind: 'unknown' });
  });

  test('a pay with several errors is refused only where all are one', async () => {
    server.says({ errors: [{ code: 'P04' }, { code: 'P03' }] }, { status: 400 });
    expect(await pay()).toMatchObject({ kind: 'unknown', code: '', why: 'error-answer' });
  });

  test('a pay with a reference that exists already is unknown, and when sent again was taken before', async () => {
    server.says(errorsOf('P03', 'Duplicate'), { status: 400 });
    const said = { from: 'pay', at: AT, code: 'P03', message: 'Duplicate' };
    expect(await pay()).toEqual({ kind: 'unknown', why: 'duplicate-reference', ...said });
    expect(await pay({}, { again: true })).toEqual({ kind: 'pending', ...said });
    server.says(errorsOf('P03'), { status: 500 });
    expect(await pay({}, { again: true })).toMatchObject({ kind: 'unknown', why: 'http-500' });
  });

  test.each([301, 400, 403, 404, 408, 425, 429, 500, 502, 503, 504])(
    'a pay answered by a gateway with %i is unknown',
    async (status) => {
      server.says('<html>', { status, headers: { 'retry-after': '30' } });
      expect(await pay()).toMatchObject({ kind: 'unknown', why: `http-${status}`, code: '', retryAfterMs: 30_000 });
      expect(server.seen).toHaveLength(1);
    },
  );

  test.each([403, 408, 425, 429, 500])('a pay is not refused by what stands in an answer with %i', async (status) => {
    server.says(errorsOf('P04'), { status });
    expect(await pay()).toMatchObject({ kind: 'unknown', why: `http-${status}` });
  });

  test('a pay that was not answered is unknown, and sent once', async () => {
    server.says({}, { hangUp: true });
    expect(await pay()).toMatchObject({ kind: 'unknown', from: 'pay', why: 'network', code: '' });
    expect(server.seen).toHaveLength(1);
  });

  test('a pay whose token is refused is unknown and not sent again; the next call has a new token', async () => {
    server.says(errorsOf('P01'), { status: 401 });
    const tokopedia = provider({ baseUrl });
    expect(await tokopedia.pay(order, signal)).toMatchObject({ kind: 'unknown', why: 'http-401' });
    expect(calls()).toEqual(['POST /api/v2/order']);
    server.says(orderOf({ status: 'Pending' }), { signed: true });
    expect(await tokopedia.check(order, signal)).toMatchObject({ kind: 'pending' });
    expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer token-2');
    expect(server.tokenCalls).toHaveLength(2);
  });

  test('a pay without a token, or without a connection, was not sent', async () => {
    server.token = { status: 503 };
    expect(await pay()).toMatchObject({ kind: 'not-sent', from: 'pay', why: 'no-token' });
    expect(server.seen).toEqual([]);
    server.token = {};
    const settings = { tokenUrl: baseUrl.replace('/api', '/token') };
    const elsewhere = provider({ baseUrl: 'http://127.0.0.1:1/api', settings });
    expect(await elsewhere.pay(order, signal)).toMatchObject({ kind: 'not-sent', from: 'pay', why: 'connect' });
  });

  test('a pay that was called off before it began was not sent', async () => {
    expect(await provider({ baseUrl }).pay(order, AbortSignal.abort())).toMatchObject({
      kind: 'not-sent',
      why: 'aborted',
    });
    expect(server.seen).toEqual([]);
  });
});

describe('a status call', () => {
  test.each([
    [orderOf(), 'success'],
    [orderOf({ status: 'Failed', error_code: 'S02' }), 'failed'],
    [orderOf({ status: 'Pending' }), 'pending'],
  ])('a status call answered by %j says so when that is signed, and nothing when it is not', async (body, kind) => {
    server.says(body, { signed: true });
    expect(await check()).toMatchObject({ kind, from: 'status', at: AT });
    server.says(body);
    expect(await check()).toEqual({ kind: 'unknown', from: 'status', at: AT, code: '', message: '', why: 'unsigned' });
    server.says(body, { signed: STRANGERS.privateKey });
    const evidence = { kind: 'unknown', from: 'status', at: AT, code: '', message: '', why: 'bad-signature' };
    expect(await check()).toEqual(evidence);
    server.says(body, { headers: { signature: 'no base64!' } });
    expect(await check()).toEqual(evidence);
  });

  test('the reply to a status call is verified by the configured padding only', async () => {
    server.padding = 'pkcs1';
    server.says(orderOf(), { signed: true });
    expect(await check({ signature: 'pkcs1' })).toMatchObject({ kind: 'success' });
    expect(await check()).toMatchObject({ kind: 'unknown', why: 'bad-signature' });
  });

  test('the reply to a status call is verified over the raw bytes, whatever their spacing', async () => {
    server.says(JSON.stringify(orderOf({ client_name: 'Jos\u00e9' }), null, 3) + '\n', { signed: true });
    expect(await check()).toMatchObject({ kind: 'success', customerName: 'José' });
  });

  test.each([
    [orderOf({}, 'ref-2'), 'other-reference'],
    [orderOf({ product_code: 'x' }), 'other-product'],
    [orderOf({ client_number: '1' }), 'other-customer'],
    [inquiryOf(), 'not-protocol'],
  ])('a status call answered by what is not ours, %j, is unknown and shows nothing of it', async (body, why) => {
    server.says(body, { signed: true });
    expect(await check()).toEqual({ kind: 'unknown', from: 'status', at: AT, code: '', message: '', why });
  });

  test.each([
    [orderOf({ status: 'Processing' }), 'unknown-status'],
    [orderOf({ status: '' }), 'incomplete'],
    [orderOf({ status: 'Failed' }), 'contradiction'],
  ])(
    'a status call answered by our order in a state that cannot be read, %j, is unknown and no absence',
    async (body, why) => {
      server.says(body, { signed: true });
      expect(await check()).toMatchObject({ kind: 'unknown', why, absent: false });
      server.says(body);
      expect(await check()).not.toHaveProperty('absent');
    },
  );

  test('a status call answered by "not found" is unknown and absent', async () => {
    server.says(errorsOf('P02', 'Transaction is not found'), { status: 400 });
    const absent = { kind: 'unknown', from: 'status', at: AT, code: 'P02', message: 'Transaction is not found' };
    expect(await check()).toEqual({ ...absent, why: 'not-found', absent: true });
    server.says(errorsOf('P02', 'Transaction is not found'), { status: 404, signed: true });
    expect(await check()).toEqual({ ...absent, why: 'not-found', absent: true });
  });

  test.each<[number, unknown, object, string]>([
    [400, errorsOf('P02'), { signed: STRANGERS.privateKey }, 'bad-signature'],
    [200, errorsOf('P02'), {}, 'contradiction'],
    [500, errorsOf('P02'), {}, 'http-500'],
    [403, errorsOf('P02'), {}, 'http-403'],
    [400, { errors: [{ code: 'P02' }, { code: 'S00' }] }, {}, 'error-answer'],
    [400, errorsOf('P04'), {}, 'error-answer'],
    [400, errorsOf('S00'), { signed: true }, 'error-answer'],
    [400, orderOf(), { signed: true }, 'contradiction'],
    [404, '<html>', {}, 'http-404'],
    [200, '<html>', {}, 'not-json'],
    [429, {}, {}, 'http-429'],
  ])('a status call answered by HTTP %i %j is unknown and no absence', async (status, body, more, why) => {
    server.says(body, { status, headers: { 'retry-after': '9' }, ...more });
    const evidence = await check();
    expect(evidence).toMatchObject({ kind: 'unknown', why, retryAfterMs: 9_000 });
    expect(evidence).not.toHaveProperty('absent');
  });

  test('a status call without an answer, or a token, is unknown', async () => {
    server.says({}, { hangUp: true });
    expect(await check()).toMatchObject({ kind: 'unknown', why: 'network' });
    server.token = { status: 401 };
    expect(await check()).toMatchObject({ kind: 'unknown', why: 'no-token' });
    await server.stop();
    const elsewhere = provider({ baseUrl: 'http://127.0.0.1:1/api' });
    expect(await elsewhere.check(order, signal)).toMatchObject({ kind: 'unknown', why: 'no-token' });
    await server.start();
  });

  test('a status call of which one byte was changed on its way is never evidence', async () => {
    const text = JSON.stringify(orderOf({ status: 'Pending' }));
    const signature = signatureOf(text, THEIRS.privateKey, 'pss');
    const tokopedia = provider({ baseUrl });
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), async (at, code) => {
        const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        fc.pre(changed !== text);
        server.says(changed, { headers: { signature } });
        expect((await tokopedia.check(order, signal)).kind).toBe('unknown');
      }),
      { numRuns: 60 },
    );
  });
});

test('an order whose token took too long is not sent', async () => {
  const tokopedia = provider({ baseUrl, now: () => NOW });
  const late = await tokopedia.pay({ ...order, notAfter: NOW }, signal);
  expect(late).toMatchObject({ kind: 'not-sent', why: 'aborted' });
  expect(server.seen).toEqual([]);
});

describe('a refused token', () => {
  const bearers = () => server.seen.map(({ headers }) => headers.authorization);

  test('a refused token is renewed for an inquiry, which is made once more', async () => {
    server.answers = [{ status: 401 }, { body: inquiryOf() }];
    expect(await inquire()).toMatchObject({ kind: 'bill' });
    expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('a refused token is renewed for the next status call: two at once would be too close to each other', async () => {
    const tokopedia = provider({ baseUrl });
    server.answers = [{ status: 401 }, { body: orderOf(), signed: true }];
    expect(await tokopedia.check(order, signal)).toMatchObject({ kind: 'unknown', why: 'http-401' });
    expect(await tokopedia.check(order, signal)).toMatchObject({ kind: 'success' });
    expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('a refused token is renewed once, and the second refusal is an answer', async () => {
    server.says({}, { status: 401 });
    expect(await inquire()).toMatchObject({ kind: 'unclear', why: 'http-401' });
    expect(server.seen).toHaveLength(2);
    expect(server.tokenCalls).toHaveLength(2);
  });

  test('a refused token that cannot be renewed leaves the refusal', async () => {
    const tokopedia = provider({ baseUrl });
    server.says(inquiryOf());
    await tokopedia.inquire(order, signal);
    server.token = { status: 500 };
    server.says({}, { status: 401 });
    expect(await tokopedia.inquire(order, signal)).toMatchObject({ kind: 'unclear', why: 'http-401' });
    expect(server.seen).toHaveLength(2);
  });

  test('a refused token is renewed once for calls at the same time', async () => {
    const tokopedia = provider({ baseUrl });
    let open!: () => void;
    server.gate = new Promise<void>((done) => (open = done));
    server.answers = [{ status: 401 }, { status: 401 }, { body: inquiryOf() }];
    const both = Promise.all([tokopedia.inquire(order, signal), tokopedia.inquire(order, signal)]);
    open();
    expect((await both).map(({ kind }) => kind)).toEqual(['bill', 'bill']);
    expect(server.tokenCalls).toHaveLength(2);
  });
});

test('our secrets are blotted out wherever the provider repeats them', async () => {
  const tokopedia = provider({ baseUrl });
  const words = `cl1ent-id ${SECRETS.clientSecret} token-1 cl1ent-idx`;
  const message = '*** *** *** cl1ent-idx';
  server.says(errorsOf('P09', words), { status: 400 });
  for (const reply of [await tokopedia.pay(order, signal), await tokopedia.check(order, signal)]) {
    expect(reply).toMatchObject({ code: 'P09', message });
  }
  expect(await tokopedia.inquire({ request }, signal)).toMatchObject({ kind: 'refused', message });
  server.says(orderOf({ status: 'Failed', error_code: 'S02', error_detail: words }), { signed: true });
  expect(await tokopedia.check(order, signal)).toMatchObject({ kind: 'failed', message });
});

describe('the account', () => {
  test('the account has a balance', async () => {
    const tokopedia = provider({ baseUrl });
    for (const [saldo, balance] of [
      [50_000_000, 50_000_000],
      [-7.9, -7],
      ['1500.75', 1_500],
      [0, 0],
    ]) {
      server.says({ data: { type: 'account', id: 2_203, attributes: { saldo } } });
      expect(await tokopedia.balance(signal)).toEqual({ balance });
    }
    expect(calls()[0]).toBe('GET /api/v2/account');
  });

  test.each([
    [200, { data: {} }, 'tokopedia: no balance in the answer'],
    [200, { data: { attributes: { saldo: 'much' } } }, 'tokopedia: no balance in the answer'],
    [403, '<html>', 'tokopedia: HTTP 403 without an answer that could be read'],
  ])('an account that answers HTTP %i %j is out of reach', async (status, body, message) => {
    server.says(body, { status });
    await expect(provider({ baseUrl }).balance(signal)).rejects.toMatchObject({ code: 'Unreachable', message });
  });

  test('the account has products, with the price of those that have a fixed one', async () => {
    const row = (id: string, attributes: object) => ({ type: 'product', id, attributes });
    server.says({
      data: [
        row('t25k', { is_inquiry: false, price: 25_100, product_name: 'Three 25,000', status: 1 }),
        row('kta', { is_inquiry: true, price: 4_797_124, product_name: 'KTA', status: 1 }),
        row('free', { is_inquiry: false, price: 0, product_name: '', status: 3 }),
      ],
    });
    expect(await provider({ baseUrl }).products(signal)).toEqual([
      { product: 't25k', name: 'Three 25,000', price: 25_100, active: true },
      { product: 'kta', name: 'KTA', active: true },
      { product: 'free', name: 'free', active: false },
    ]);
    server.says({ data: 'none' });
    const message = 'tokopedia: no product list in the answer';
    await expect(provider({ baseUrl }).products(signal)).rejects.toMatchObject({ code: 'Unreachable', message });
  });
});

test('the settings for the known products are read', () => {
  expect(() => provider({ settings: SETTINGS })).not.toThrow();
});

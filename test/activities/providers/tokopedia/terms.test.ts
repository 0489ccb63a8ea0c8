import { setTimeout as sleep } from 'node:timers/promises';
import { TuntasError } from '../../../../contract/errors.js';
import type { PaymentRequest } from '../../../../contract/request.js';
import { Catalogue, readCatalogue, type Listed } from '../../../../activities/providers/tokopedia/catalogue.js';
import { Counterpart, SETTINGS, provider } from './support.js';

const row = (id: string, price: number, more: Record<string, unknown> = {}) => ({
  ...{ type: 'product', id },
  attributes: { is_inquiry: false, price, product_name: `the ${id}`, status: 1, ...more },
});
const list = {
  data: [
    row('50k-simpati', 52_000),
    row('gofood-20k', 17_820),
    row('donasi-rumah-zakat-50', 50_000),
    row('free-nominal', 0),
    row('pln', 999, { is_inquiry: true }),
    row('kvision', 0, { is_inquiry: true }),
    row('topup-dana', 0, { is_inquiry: true }),
    row('dompet-digital-gopay-open-amount', 0),
    row('samsat-jatim', 0, { is_inquiry: true }),
    row('mobile-legends-18-diamonds', 5_500, { is_inquiry: true }),
    row('gone', 100, { status: 2 }),
    row('resting', 100, { status: 3 }),
    row('odd', 100, { status: 7 }),
  ],
};

let server: Counterpart;
let baseUrl: string;
beforeEach(async () => {
  server = new Counterpart();
  baseUrl = await server.start();
  server.says(list);
});
afterEach(() => server.stop());

const request = (product: string, more: Partial<PaymentRequest> = {}): PaymentRequest => ({
  ...{ provider: 'tokopedia', refId: 'ref-1', product, customerNo: '0812', ...more },
});
const jatim = { nik: '1', machine_number: '2', phone_number: '3' };
const repeat = { repeatAfterMs: 600_000 };

test.each<[string, PaymentRequest, object]>([
  ['an inquiry', request('pln'), { inquiry: true }],
  ['a fixed price', request('50k-simpati'), { inquiry: false, amount: 52_000 }],
  ['a fixed price and no number', request('gofood-20k', { customerNo: '' }), { inquiry: false, amount: 17_820 }],
  ['an amount of its own', request('free-nominal', { amount: 5_000 }), { inquiry: false }],
  ['an amount for its inquiry', request('topup-dana', { amount: 15_780 }), { inquiry: true }],
  ['an inquiry by the settings', request('dompet-digital-gopay-open-amount', { amount: 1 }), { inquiry: true }],
  ['a choice made already', request('kvision', { amount: 50_000 }), { inquiry: true }],
  ['a choice to be made', request('kvision'), { inquiry: true }],
  ['all its fields', request('samsat-jatim', { fields: { ...jatim, other: 'x' } }), { inquiry: true }],
])('terms are given for %s', async (_, asked, terms) => {
  expect(await provider({ baseUrl, settings: SETTINGS }).terms(asked)).toEqual({ ...terms, ...repeat });
});

test('an inquiry can be left out by the settings, and repeating an order too', async () => {
  const products = { 'dompet-digital-gopay-open-amount': { inquiry: false, amount: 'open' } };
  const tokopedia = provider({ baseUrl, settings: { products, repeatAfter: 'never' } });
  const asked = request('dompet-digital-gopay-open-amount', { amount: 300_000 });
  expect(await tokopedia.terms(asked)).toEqual({ inquiry: false });
});

test.each<[PaymentRequest, string]>([
  [request('none-such'), "product: is not in the provider's product list"],
  [request('constructor'), "product: is not in the provider's product list"],
  [request('gone'), "product: is inactive in the provider's product list"],
  [request('50k-simpati', { amount: 52_000 }), 'amount: the product has a fixed price'],
  [request('pln', { amount: 1 }), 'amount: is for the inquiry to say: the product takes none'],
  [request('free-nominal'), 'amount: is needed for this product: its nominal in rupiah'],
  [request('topup-dana'), 'amount: is needed for this product: its nominal in rupiah'],
  [request('pln', { customerNo: '' }), 'customerNo: is needed: the product has an inquiry'],
  [request('gofood-20k', { customerNo: ' ' }), 'customerNo: must not be blank'],
  [request('pln', { testing: true }), 'testing: means nothing here: the provider has no test switch'],
  [request('mobile-legends-18-diamonds'), 'fields.zone_id: is needed for this product'],
  [
    request('samsat-jatim', { fields: { nik: '1', phone_number: ' ' } }),
    'fields.machine_number: is needed for this product; fields.phone_number: is needed for this product',
  ],
])('a request such as %j is refused', async (asked, message) => {
  const terms = provider({ baseUrl, settings: SETTINGS }).terms(asked);
  await expect(terms).rejects.toMatchObject({ code: 'InvalidRequest', message });
});

test.each(['resting', 'odd'])('a product that is %s is waited for', async (product) => {
  await expect(provider({ baseUrl }).terms(request(product))).rejects.toMatchObject({ code: 'Unreachable' });
});

describe('the product list', () => {
  let now: number;
  beforeEach(() => (now = Date.parse('2024-05-01T03:04:05Z')));
  const tokopedia = (settings = {}) => provider({ baseUrl, settings, now: () => now });
  const fetches = () => server.seen.length;
  /** An old list is renewed behind the payments' backs. */
  const fetched = async (count: number) => {
    while (fetches() < count) await sleep(5);
    expect(fetches()).toBe(count);
  };

  test('the product list is fetched once for payments at the same time, and kept', async () => {
    const one = tokopedia();
    await Promise.all([one.terms(request('pln')), one.terms(request('gofood-20k')), one.terms(request('50k-simpati'))]);
    now += 59 * 60_000;
    await one.terms(request('pln'));
    expect(server.seen.map(({ call }) => call)).toEqual(['GET /api/v2/product-list']);
    now += 60_000;
    await one.terms(request('pln'));
    await fetched(2);
  });

  test('the product list is kept for as long as the settings say', async () => {
    const one = tokopedia({ catalogueFor: '5m' });
    await one.terms(request('pln'));
    now += 5 * 60_000;
    await one.terms(request('pln'));
    await fetched(2);
  });

  test('the product list is fetched again for a product that is not in it, or not active, but at most once a minute', async () => {
    const one = tokopedia();
    for (const product of ['none-such', 'gone', 'resting']) await one.terms(request(product)).catch(() => undefined);
    expect(fetches()).toBe(1);
    now += 60_000;
    server.says({ data: [...list.data, row('none-such', 5)] });
    expect(await one.terms(request('none-such'))).toMatchObject({ amount: 5 });
    await one.terms(request('gone')).catch(() => undefined);
    expect(fetches()).toBe(2);
  });

  test('the product list that has grown old serves while no new one can be had', async () => {
    const one = tokopedia();
    await one.terms(request('pln'));
    now += 3_600_000;
    server.says('<html>', { status: 503 });
    expect(await one.terms(request('pln'))).toMatchObject({ inquiry: true });
    await expect(one.terms(request('none-such'))).rejects.toMatchObject({ code: 'Unreachable' });
    expect(fetches()).toBe(2);
    now += 5_000;
    expect(await one.terms(request('pln'))).toMatchObject({ inquiry: true });
    await fetched(3);
  });

  test.each([
    [{}, 24 * 3_600_000],
    [{ catalogueMaxAge: '2h' }, 2 * 3_600_000],
  ])(
    'a product list that is too old by the settings %j counts as one that cannot be had',
    async (settings, maxAgeMs) => {
      const one = tokopedia(settings);
      await one.terms(request('pln'));
      now += maxAgeMs - 1;
      server.says('<html>', { status: 503 });
      expect(await one.terms(request('pln'))).toMatchObject({ inquiry: true });
      await fetched(2);
      // The fetch in the background may not have ended yet; then the next call still waits for that one.
      do {
        now += 5_000;
        await expect(one.terms(request('pln'))).rejects.toMatchObject({ code: 'Unreachable' });
      } while (fetches() < 3);
      expect(fetches()).toBe(3);
      now += 5_000;
      server.says(list);
      expect(await one.terms(request('pln'))).toMatchObject({ inquiry: true });
      expect(fetches()).toBe(4);
    },
  );

  test('the product list that cannot be had at all is waited for, and not asked for by everyone at once', async () => {
    const one = tokopedia();
    server.says({}, { status: 500 });
    const message = 'tokopedia: HTTP 500 without an answer that could be read';
    for (let i = 0; i < 3; i += 1) {
      await expect(one.terms(request('pln'))).rejects.toMatchObject({ code: 'Unreachable', message });
    }
    expect(fetches()).toBe(1);
    server.says(list);
    now += 5_000;
    expect(await one.terms(request('pln'))).toMatchObject({ inquiry: true });
  });

  test.each([[{ data: [] }], [{ data: {} }], ['<html>'], [{ errors: [{ code: 'S00' }] }]])(
    'the product list is none when it says %j',
    async (body) => {
      server.says(body);
      await expect(tokopedia().terms(request('pln'))).rejects.toMatchObject({ code: 'Unreachable' });
    },
  );

  test('the product list is waited for while there is no token', async () => {
    server.token = { status: 401 };
    const message = 'tokopedia: no token could be had';
    await expect(tokopedia().terms(request('pln'))).rejects.toMatchObject({ code: 'Unreachable', message });
    expect(fetches()).toBe(0);
  });

  test('a product list of many products is read', async () => {
    const data = Array.from({ length: 20_000 }, (_, i) => row(`product-${i}`, i));
    server.says({ data });
    expect(await tokopedia().terms(request('product-19999'))).toMatchObject({ amount: 19_999 });
  });

  test('the product list leaves out rows that cannot be read', () => {
    const odd = [null, 1, {}, { id: 'x' }, { id: '', attributes: {} }, row('y', 1, { is_inquiry: 'no' })];
    const data = [...odd, row('a', 1, { product_name: 5, price: 'Rp 5' }), row('b', 2, { product_name: null })];
    expect(readCatalogue(Buffer.from(JSON.stringify({ data })))).toEqual([
      { product: 'a', name: '5', inquiry: false, state: 'active' },
      { product: 'b', name: 'b', inquiry: false, price: 2, state: 'active' },
    ]);
  });

  test('the product list passes on an error that is no trouble with the provider', async () => {
    const fetch = () => Promise.reject(new TypeError('bug'));
    const catalogue = new Catalogue({ fetch, keepMs: 1_000, maxAgeMs: 10_000, now: () => now });
    await expect(catalogue.find('a')).rejects.toThrow(TypeError);
    const rows: Listed[] = [{ product: 'a', name: 'a', inquiry: true, state: 'active' }];
    const answers = [() => Promise.resolve(rows), () => Promise.reject(new TuntasError('Unreachable', 'x'))];
    const kept = new Catalogue({ fetch: () => answers.shift()!(), keepMs: 1_000, maxAgeMs: 10_000, now: () => now });
    await kept.find('a');
    now += 1_000;
    expect(await kept.find('a')).toEqual(rows[0]);
  });
});

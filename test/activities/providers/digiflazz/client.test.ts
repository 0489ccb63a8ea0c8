import { createHash } from 'node:crypto';
import { AccountRefused } from '../../../../activities/providers/account-refused.js';
import type { Order } from '../../../../activities/providers/provider.js';
import type { PaymentRequest } from '../../../../contract/request.js';
import { AT, Counterpart, SECRETS, dataOf, provider, sample } from './support.js';

const signal = new AbortController().signal;
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const SIGN = md5('usern4meap1-keyref-pasca7');

const request: PaymentRequest = {
  ...{ provider: 'digiswitch', refId: 'ref-pasca7', product: 'pln', customerNo: '530000000001' },
};
const order: Order = { request };

let server: Counterpart;
let baseUrl: string;
beforeEach(async () => {
  server = new Counterpart();
  baseUrl = await server.start();
});
afterEach(() => server.stop());

const answer = (more: Record<string, unknown>) =>
  (server.answer = JSON.stringify({ data: { ...dataOf(sample('inquiry', 'pln')), ...more } }));

describe('what is sent', () => {
  test('what is sent is the dialect of Digiswitch, to the letter', async () => {
    const digiswitch = provider({ baseUrl: `${baseUrl}/` });
    for (const act of ['inquire', 'pay', 'check'] as const) await digiswitch[act](order, signal);
    const body = { username: 'usern4me', code: 'pln', customer_no: '530000000001', ref_id: 'ref-pasca7', sign: SIGN };
    const path = '/v1/user/api/transaction';
    expect(server.seen).toEqual([
      { path, body: { command: 'inq-pasca', ...body } },
      { path, body: { command: 'pay-pasca', ...body } },
      { path, body: { command: 'status-pasca', ...body } },
    ]);
  });

  test('what is sent is the dialect of Digiflazz where that is configured', async () => {
    await provider({ baseUrl, settings: { dialect: 'digiflazz' } }).pay(order, signal);
    const body = { username: 'usern4me', buyer_sku_code: 'pln', customer_no: '530000000001', ref_id: 'ref-pasca7' };
    expect(server.seen).toEqual([{ path: '/v1/transaction', body: { commands: 'pay-pasca', ...body, sign: SIGN } }]);
  });

  test('what is sent follows the configured path and status command', async () => {
    const settings = { statusCommand: 'cek-status', paths: { transaction: '/other' } };
    await provider({ baseUrl, settings }).check(order, signal);
    expect(server.seen[0]).toMatchObject({ path: '/other', body: { command: 'cek-status' } });
  });

  test('what is sent carries the nominal, extra inputs and the test switch on every call', async () => {
    const full = { ...request, amount: 10_000, fields: { tahun: '2019' }, testing: true };
    const digiswitch = provider({ baseUrl });
    // The bill's amount has the fee in it: it is no nominal.
    for (const act of ['inquire', 'pay', 'check'] as const)
      await digiswitch[act]({ request: full, amount: 12_500 }, signal);
    expect(server.seen).toHaveLength(3);
    for (const { body } of server.seen) expect(body).toMatchObject({ amount: 10_000, tahun: '2019', testing: true });
  });

  test('what is sent never lets an extra input take the place of a key of the protocol', async () => {
    await provider({ baseUrl }).pay({ request: { ...request, fields: { command: 'topup', code: 'x' } } }, signal);
    expect(server.seen[0]?.body).toMatchObject({ command: 'pay-pasca', code: 'pln' });
  });
});

describe('terms', () => {
  test('terms name the inquiry and the aliases of the product, and nothing is sent', async () => {
    const aliasesOf = async (product: string, aliases = {}) =>
      (await provider({ baseUrl, settings: { aliases } }).terms({ ...request, product })).aliases;
    expect(await provider({ baseUrl }).terms(request)).toEqual({ inquiry: true, aliases: ['dspln'] });
    expect(await aliasesOf('constructor')).toEqual([]);
    expect(await aliasesOf('hp', { hp: ['dshp'] })).toEqual(['dshp']);
    expect(await aliasesOf('pln', { hp: ['dshp'] })).toEqual(['dspln']);
    expect(await aliasesOf('pln', { pln: [] })).toEqual([]);
    expect(server.seen).toEqual([]);
  });

  test.each([
    [{ customerNo: '' }, 'customerNo: must not be empty'],
    [{ product: 'emoney' }, 'amount: is needed for this product: its nominal in rupiah'],
    [{ fields: { sign: 'x' } }, "fields.sign: is one of the protocol's own keys"],
    [{ fields: { Commands: 'x' } }, "fields.Commands: is one of the protocol's own keys"],
    [{ fields: { 'a b': 'x' } }, 'fields.a b: must be of A-Z a-z 0-9 _'],
  ])('terms refuse %j', async (more, message) => {
    await expect(provider().terms({ ...request, ...more })).rejects.toMatchObject({ code: 'InvalidRequest', message });
  });
});

describe('an inquiry', () => {
  test('an inquiry that succeeds is a bill, whatever its product is called there', async () => {
    server.answer = sample('inquiry', 'pln');
    const bill = await provider({ baseUrl }).inquire(order, signal);
    expect(bill).toMatchObject({ kind: 'bill', at: AT, amount: 11_000, cost: 10_900, admin: 2_500 });
  });

  test('an inquiry that is refused says so, also as HTTP 400', async () => {
    answer({ status: 'Gagal', rc: '60', message: 'Tagihan belum tersedia' });
    server.status = 400;
    const refused = { kind: 'refused', at: AT, code: '60', message: 'Tagihan belum tersedia' };
    expect(await provider({ baseUrl }).inquire(order, signal)).toEqual(refused);
  });

  test('an inquiry without an answer to read is unclear', async () => {
    server.answer = '<html>';
    expect(await provider({ baseUrl }).inquire(order, signal)).toMatchObject({ kind: 'unclear', why: 'not-json' });
    server.hangUp = true;
    expect(await provider({ baseUrl }).inquire(order, signal)).toMatchObject({ kind: 'unclear', why: 'network' });
    await server.stop();
    expect(await provider({ baseUrl }).inquire(order, signal)).toMatchObject({ kind: 'unclear', why: 'connect' });
    await server.start();
  });
});

describe('pay', () => {
  test('a pay that succeeds is a success, with what the reply says', async () => {
    answer({ sn: 'S1' });
    const evidence = await provider({ baseUrl }).pay(order, signal);
    expect(evidence).toMatchObject({ kind: 'success', from: 'pay', at: AT, amount: 11_000, serialNumber: 'S1' });
  });

  test('a pay that never left is not sent; the same trouble on a status call is unknown', async () => {
    await server.stop();
    const why = { at: AT, code: '', message: 'no connection to the provider (ECONNREFUSED)', why: 'connect' };
    expect(await provider({ baseUrl }).pay(order, signal)).toEqual({ kind: 'not-sent', from: 'pay', ...why });
    expect(await provider({ baseUrl }).check(order, signal)).toEqual({ kind: 'unknown', from: 'status', ...why });
    await server.start();
  });

  test('a pay whose answer was lost is unknown, and was sent once', async () => {
    server.hangUp = true;
    expect(await provider({ baseUrl }).pay(order, signal)).toMatchObject({ kind: 'unknown', why: 'network' });
    expect(server.seen).toHaveLength(1);
  });

  test.each([302, 408, 425, 429, 500, 502, 503])(
    'a pay answered with HTTP %d is unknown, whatever it says',
    async (status) => {
      server.status = status;
      server.headers = { 'retry-after': '30' };
      for (const said of [{}, { status: 'Gagal', rc: '44' }]) {
        answer(said);
        const evidence = await provider({ baseUrl }).pay(order, signal);
        expect(evidence).toMatchObject({ kind: 'unknown', why: `http-${status}`, retryAfterMs: 30_000 });
      }
    },
  );

  test('a pay answered with HTTP 4xx is believed to be refused, never to be paid', async () => {
    server.status = 403;
    answer({ status: 'Gagal', rc: '45' });
    expect(await provider({ baseUrl }).pay(order, signal)).toMatchObject({ kind: 'refused', code: '45' });
    answer({});
    expect(await provider({ baseUrl }).pay(order, signal)).toMatchObject({ kind: 'unknown', why: 'contradiction' });
    server.answer = '<html>Forbidden</html>';
    expect(await provider({ baseUrl }).pay(order, signal)).toMatchObject({ kind: 'unknown', why: 'http-403' });
  });

  test.each(['41', '45'])(
    'a pay refused with rc %s that names our reference only ends nothing, and says that our call was refused',
    async (rc) => {
      answer({ status: 'Gagal', rc, message: 'ditolak', code: undefined, customer_no: undefined });
      expect(await provider({ baseUrl }).pay(order, signal)).toEqual({
        ...{ kind: 'unknown', from: 'pay', at: AT, code: rc, message: 'ditolak', why: 'refused-call' },
        callRefused: true,
      });
      answer({ status: 'Gagal', rc, code: undefined, customer_no: undefined, ref_id: 'another' });
      expect(await provider({ baseUrl }).pay(order, signal)).not.toHaveProperty('callRefused');
      answer({ status: 'Gagal', rc, code: undefined, customer_no: '999' });
      expect(await provider({ baseUrl }).pay(order, signal)).not.toHaveProperty('callRefused');
    },
  );

  test('a refused call is named as such wherever it is met', async () => {
    answer({ status: 'Gagal', rc: '45' });
    const digiswitch = provider({ baseUrl });
    expect(await digiswitch.pay(order, signal)).toMatchObject({ kind: 'refused', callRefused: true });
    const unproven = { kind: 'unknown', why: 'status-call', callRefused: true };
    expect(await digiswitch.check(order, signal)).toMatchObject(unproven);
    answer({ status: 'Gagal', rc: '44' });
    for (const act of ['pay', 'check'] as const) {
      expect(await digiswitch[act](order, signal)).not.toHaveProperty('callRefused');
    }
  });

  test('the evidence of a pay has the commission where a reply states one, and never our balance', async () => {
    answer({ base_commission: 1500, balance: 18_319_988 });
    const evidence = await provider({ baseUrl }).pay(order, signal);
    expect(evidence).toMatchObject({ kind: 'success', commission: 1_500 });
    expect(JSON.stringify(evidence)).not.toContain('18319988');
  });

  test("the evidence of a pay keeps our secrets out of the provider's messages", async () => {
    const message = `Signature ${SIGN.toUpperCase()} of usern4me with ap1-key\nis wrong ${'.'.repeat(300)}`;
    answer({ status: 'Gagal', rc: '41', message, desc: { note: 'ap1-key' } });
    const evidence = await provider({ baseUrl }).pay(order, signal);
    expect(evidence.message).toMatch(/^Signature \*\*\* of \*\*\* with \*\*\* is wrong \.+$/);
    expect(evidence.message).toHaveLength(200);
    const secrets = { ...SECRETS, apiKey: 'ap1-key-of-ours' };
    answer({ desc: { note: 'ap1-key-of-ours' } });
    expect((await provider({ baseUrl, secrets }).pay(order, signal)).receipt).toEqual([{ name: 'note', value: '***' }]);
  });
});

test('what a short credential or the username happens to be part of is left as it is', async () => {
  const secrets = { username: 'budi', apiKey: '00', webhookSecret: '20190' };
  answer({ message: 'Sukses untuk Budiman, budi, 00', desc: { nama: 'BUDI', periode: '201901', admin: '2500' } });
  const evidence = await provider({ baseUrl, secrets }).pay(order, signal);
  expect(evidence).toMatchObject({ code: '00', message: 'Sukses untuk Budiman, ***, 00' });
  expect(evidence.receipt?.map(({ value }) => value)).toEqual(['BUDI', '201901', '2500']);
});

describe('the account', () => {
  test('the account has a balance, its fraction cut off', async () => {
    server.answer = '{"data":{"deposit":500000.75}}';
    const settings = { dialect: 'digiflazz' };
    expect(await provider({ baseUrl, settings }).balance(signal)).toEqual({ balance: 500_000 });
    const body = { cmd: 'deposit', username: 'usern4me', sign: md5('usern4meap1-keydepo') };
    expect(server.seen).toEqual([{ path: '/v1/cek-saldo', body }]);
  });

  test('the account has a price list; rows without a product are left out', async () => {
    const rows = [
      {
        product_name: 'PLN',
        buyer_sku_code: 'pln',
        admin: 2500,
        buyer_product_status: true,
        seller_product_status: true,
      },
      {
        product_name: 'PDAM',
        buyer_sku_code: 'pdam',
        price: 100,
        buyer_product_status: true,
        seller_product_status: false,
      },
      { product_name: 'none' },
    ];
    server.answer = JSON.stringify({ data: rows });
    expect(await provider({ baseUrl, settings: { dialect: 'digiflazz' } }).products(signal)).toEqual([
      { product: 'pln', name: 'PLN', admin: 2_500, active: true },
      { product: 'pdam', name: 'PDAM', price: 100, active: false },
    ]);
    const body = { cmd: 'pasca', username: 'usern4me', sign: md5('usern4meap1-keypricelist') };
    expect(server.seen).toEqual([{ path: '/v1/price-list', body }]);
  });

  test('the account of Digiswitch has the price list of its own documentation: a row whose status is false is not active', async () => {
    const row = { category: 'Pascabayar', brand: 'PLN', type: 'Umum', unlimited_stock: true, stock: 0, multi: true };
    server.answer = JSON.stringify({
      data: [
        { ...row, name: 'PLN Pascabayar', code: 'pln', price: 5005, status: true },
        { ...row, name: 'PDAM', code: 'pdam', price: 49030, status: false },
      ],
    });
    expect(await provider({ baseUrl }).products(signal)).toEqual([
      { product: 'pln', name: 'PLN Pascabayar', price: 5_005, active: true },
      { product: 'pdam', name: 'PDAM', price: 49_030, active: false },
    ]);
    const body = { command: 'pasca', username: 'usern4me', sign: md5('usern4meap1-keypricelist') };
    expect(server.seen).toEqual([{ path: '/v1/user/api/price-list', body }]);
  });

  test('the account of Digiswitch has a balance by a call that is a guess, so its path is a setting', async () => {
    server.answer = '{"data":{"deposit":500000.75}}';
    expect(await provider({ baseUrl, settings: { paths: { balance: '/saldo' } } }).balance(signal)).toEqual({
      balance: 500_000,
    });
    const body = { command: 'deposit', username: 'usern4me', sign: md5('usern4meap1-keydepo') };
    expect(server.seen).toEqual([{ path: '/saldo', body }]);
  });

  test.each([
    ['41', 'credentials'],
    ['45', 'address'],
    ['83', 'too-often'],
    ['82', 'other'],
    [undefined, 'other'],
  ])('a refused call about the account with rc %s is about: %s, whatever the HTTP status', async (rc, refusedFor) => {
    server.answer = JSON.stringify({ data: { rc, message: 'ditolak' } });
    for (const status of [200, 400, 403]) {
      server.status = status;
      for (const act of ['balance', 'products'] as const) {
        const error = await provider({ baseUrl })
          [act](signal)
          .catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(AccountRefused);
        expect(error).toMatchObject({ code: 'Unreachable', message: 'digiswitch: ditolak', refusedFor });
      }
    }
    server.status = 500;
    expect(
      await provider({ baseUrl })
        .balance(signal)
        .catch((thrown: unknown) => thrown),
    ).not.toBeInstanceOf(AccountRefused);
  });

  test('credentials are tried with a documented call: the balance, and the price list of Digiswitch', () => {
    const callOf = (settings: Record<string, unknown>) => provider({ baseUrl, settings }).accountCall;
    expect(callOf({ dialect: 'digiflazz' })).toBe('balance');
    expect(callOf({ dialect: 'digiswitch' })).toBe('products');
    expect(callOf({ dialect: 'digiswitch', paths: { balance: '/saldo' } })).toBe('balance');
  });

  test('an account out of reach is an error that names the provider and no secret', async () => {
    server.answer = '{"data":{"rc":"41","message":"ap1-key is wrong"}}';
    const unreachable = { code: 'Unreachable', message: 'digiswitch: *** is wrong' };
    await expect(provider({ baseUrl }).balance(signal)).rejects.toMatchObject(unreachable);
    await expect(provider({ baseUrl }).products(signal)).rejects.toMatchObject(unreachable);
    // Cut in the middle of a secret, its half would be left.
    server.answer = JSON.stringify({ data: { message: `${'x'.repeat(196)} ap1-key` } });
    for (const act of ['balance', 'products'] as const) {
      const error = await provider({ baseUrl })
        [act](signal)
        .then(String, (thrown: unknown) => (thrown as Error).message);
      expect(error).toMatch(/^digiswitch: x{196} \*+$/);
    }
    server.status = 500;
    await expect(provider({ baseUrl }).balance(signal)).rejects.toMatchObject({ code: 'Unreachable' });
  });
});

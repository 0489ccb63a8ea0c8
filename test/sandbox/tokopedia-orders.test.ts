import fc from 'fast-check';
import type { Sandbox } from '../../sandbox/index.js';
import { PRODUCTS } from '../../sandbox/providers/tokopedia/products.js';
import { SandboxUnderTest, clockAt, HOUR, type Json } from './helpers.js';
import { asked, Client, isSigned, signature, signed } from './tokopedia-client.js';

const CODES = [...PRODUCTS.keys()];
const SIMPATI = asked('50k-simpati');
const PLN = 'pln-postpaid-new';

const under = new SandboxUnderTest();
const clock = clockAt('2024-05-06T03:00:00Z');
let sandbox: Sandbox;
let client: Client;
let refs = 0;
const newRef = () => `o${(refs += 1)}`;
const chargesOf = (ref: string) => sandbox.journal.charges('tokopedia', ref);

beforeAll(async () => {
  sandbox = await under.start({ now: clock.now });
});
beforeEach(async () => {
  client = await new Client(sandbox.url).login();
});
afterEach(() => sandbox.rules.clear());
afterAll(() => under.close());

describe('inquiries', () => {
  const withInquiry = CODES.filter((code) => PRODUCTS.get(code)?.inquiry !== undefined);

  test('base_price and admin_fee add up to sales_price, which is always the same for a number', async () => {
    const one = fc.tuple(fc.constantFrom(...withInquiry), fc.stringMatching(/^0?[1-9]{3,14}$/));
    await fc.assert(
      fc.asyncProperty(one, async ([product, number]) => {
        const { attributes, id } = await client.inquire(asked(product, number));
        expect(id).toBe(number);
        expect(Number(attributes['base_price']) + Number(attributes['admin_fee'])).toBe(attributes['sales_price']);
        expect((await client.inquire(asked(product, number))).attributes).toEqual(attributes);
      }),
      { numRuns: 40 },
    );
  });

  test('rows follow the number, the inputs and the amounts', async () => {
    const fields = [{ name: 'period', value: '2019' }];
    const { attributes } = await client.inquire({ ...asked('pbb-dki-jakarta', '00123'), fields });
    const rows = attributes['inquiry_result'] as { name: string; value: string }[];
    const row = (name: string) => rows.find((each) => each.name === name)?.value;
    expect([row('Nomor Objek Pajak'), row('Tahun Pajak')]).toEqual(['00123', '2019']);
    const total = Number(row('Jumlah Pembayaran')?.replace(/\D/g, ''));
    expect(total).toBe(attributes['sales_price']);
    const parts = ['Jumlah Pokok', 'Jumlah Sanksi', 'Jumlah Bunga', 'Jumlah Denda', 'Biaya Admin'];
    expect(parts.reduce((sum, part) => sum + Number(row(part)?.replace(/\D/g, '')), 0)).toBe(total);
  });

  test('a token is the same in serial number, voucher and row, and differs between numbers', async () => {
    const tokens: string[] = [];
    for (const number of ['11', '22']) {
      const ref = newRef();
      await client.buy(ref, 'pln-prepaid-token-50k-sat-new', number);
      clock.forward(2_000);
      const { attributes } = await client.details(ref);
      const rows = attributes['fulfillment_result'] as { name: string; value: string }[];
      const token = rows.find(({ name }) => name === 'Token')?.value.replaceAll(' ', '-');
      expect([attributes['serial_number'], attributes['voucher_code']]).toEqual([token, token]);
      tokens.push(token!);
    }
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  test('a number ending 0009 has no bill and cannot be ordered', async () => {
    const ref = newRef();
    expect(await client.inquire(asked(PLN, '70009'))).toMatchObject({ status: 400, code: 'U00' });
    expect(await client.order(ref, { ...asked(PLN, '70009'), amount: 936_246 })).toMatchObject({ code: 'P00' });
    expect(chargesOf(ref).charges).toBe(0);
  });

  test.each([
    ['an unknown product', { product_code: 'nothing', client_number: '1' }, 'P04'],
    ['a product without inquiry', SIMPATI, 'P00'],
    ['a missing input', { product_code: 'mobile-legends-18-diamonds', client_number: '1' }, 'P00'],
    ['a number that is no text', { product_code: PLN, client_number: 1 }, 'P00'],
    ['no amount for a product of open amount', { product_code: 'topup-dana', client_number: '1' }, 'P00'],
  ])('an inquiry with %s is refused', async (_what, attributes, code) => {
    expect(await client.inquire(attributes)).toMatchObject({ status: 400, code });
  });

  test('rules can decide and change inquiries, by number and by count', async () => {
    sandbox.rules.add([
      { match: { asks: 'inquiry', customerNo: '31', nth: 2 }, answer: { outcome: 'gagal', rc: 'S00' } },
      { match: { asks: 'inquiry', customerNo: '31', nth: 3 }, answer: { overrides: { admin_fee: 0 } } },
    ]);
    expect(await client.inquire(asked(PLN, '31'))).toMatchObject({ status: 200 });
    expect(await client.inquire(asked(PLN, '31'))).toMatchObject({ status: 500, code: 'S00' });
    expect(await client.inquire(asked(PLN, '31'))).toMatchObject({ attributes: { admin_fee: 0 } });
  });
});

describe('amounts', () => {
  const order = async (attributes: Json) => {
    const ref = newRef();
    return { ...(await client.order(ref, attributes)), charges: chargesOf(ref).charges };
  };
  const refused = { status: 400, code: 'P00', charges: 0 };

  test('the amount of a bill must be the sales price of an inquiry', async () => {
    const number = '555000111';
    expect(await order({ ...asked(PLN, number), amount: 1 })).toMatchObject(refused);
    const { sales_price } = (await client.inquire(asked(PLN, number))).attributes;
    expect(await order({ ...asked(PLN, number), amount: Number(sales_price) + 1 })).toMatchObject(refused);
    expect(await order(asked(PLN, number))).toMatchObject(refused);
    expect(await order({ ...asked(PLN, number), amount: sales_price })).toMatchObject({ status: 200, charges: 1 });
  });

  test('the amount of a fixed price must be that price or left out', async () => {
    expect(await order({ ...SIMPATI, amount: 52_000 })).toMatchObject({ charges: 1 });
    expect(await order({ ...SIMPATI, amount: 51_999 })).toMatchObject(refused);
    await client.inquire(asked('mobile-legends-18-diamonds', '77'));
    const charged = { charges: 1, attributes: { sales_price: 5_500 } };
    expect(await order(asked('mobile-legends-18-diamonds', '77'))).toMatchObject(charged);
  });

  test('an e-wallet takes any amount, and one of them needs no inquiry', async () => {
    const gopay = 'dompet-digital-gopay-open-amount';
    expect(await order({ ...asked(gopay, '0811'), amount: 12_345 })).toMatchObject({
      charges: 1,
      attributes: { sales_price: 12_345 },
    });
    expect(await order({ ...asked('topup-dana', '0811'), amount: 12_345 })).toMatchObject(refused);
    await client.inquire({ ...asked('topup-dana', '0811'), amount: 12_345 });
    expect(await order({ ...asked('topup-dana', '0811'), amount: 12_345 })).toMatchObject({ charges: 1 });
  });

  test.each([
    ['kvision', [49_999, 1_500_001], [50_000, 1_500_000]],
    ['insurance-allianz-premilanjutan', [499_999], [500_000, 25_000_000]],
  ])('%s takes any amount within its limits', async (product, beyond, within) => {
    await client.inquire(asked(product, '88'));
    for (const amount of beyond) expect(await order({ ...asked(product, '88'), amount })).toMatchObject(refused);
    for (const amount of within) {
      const stated = { charges: 1, attributes: { sales_price: amount } };
      expect(await order({ ...asked(product, '88'), amount })).toMatchObject(stated);
    }
  });

  test('the deposit is charged at checkout, except for an order that is to fail', async () => {
    const saldo = async () => (await client.call('GET', '/v2/account')).attributes['saldo'] as number;
    const before = await saldo();
    await client.order(newRef(), SIMPATI);
    await client.order(newRef(), { ...SIMPATI, client_number: '0810006' });
    expect(await saldo()).toBe(before - 52_000);
  });
});

describe('an order', () => {
  test('an order id cannot be used again, whatever the rules order', async () => {
    sandbox.rules.add({ match: { asks: 'pay' }, answer: 'gagal', repeat: 'charge' });
    const ref = newRef();
    expect(await client.order(ref, SIMPATI)).toMatchObject({ status: 200 });
    for (const attributes of [SIMPATI, asked('gofood-20k')])
      expect(await client.order(ref, attributes)).toMatchObject({ status: 400, code: 'P03' });
    expect(chargesOf(ref).pays).toHaveLength(1);
  });

  test('an order that comes many times at once is charged once', async () => {
    const ref = newRef();
    const replies = await Promise.all(Array.from({ length: 8 }, () => client.order(ref, SIMPATI)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ code }) => code === 'P03')).toHaveLength(7);
    expect(chargesOf(ref).charges).toBe(1);
  });

  test('the details of an unknown order are a signed P02', async () => {
    const reply = await client.details('never-made');
    expect(reply).toMatchObject({ status: 400, code: 'P02' });
    expect(isSigned(reply)).toBe(true);
  });

  test.each<[string, 'pss' | 'pkcs1', number | undefined]>([
    ['PSS with the longest salt', 'pss', undefined],
    ['PSS with a salt as long as the digest', 'pss', 32],
    ['PSS without salt', 'pss', 0],
    ['PKCS#1 v1.5', 'pkcs1', undefined],
  ])('an order may be signed with %s', async (_what, padding, salt) => {
    const sign = (body: string) => ({ signature: signed(body, padding, salt) });
    expect(await client.order(newRef(), SIMPATI, sign)).toMatchObject({ status: 200 });
  });

  test.each<[string, (body: string) => Record<string, string>]>([
    ['missing', () => ({})],
    ['over another body', (body) => signature(`${body} `)],
    ['not base64', () => ({ signature: '!' })],
  ])('an order whose signature is %s is refused and makes no transaction', async (_what, sign) => {
    const ref = newRef();
    expect(await client.order(ref, SIMPATI, sign)).toMatchObject({ status: 400, code: 'P00' });
    expect(sandbox.journal.entries({ provider: 'tokopedia', ref }).at(-1)).toMatchObject({ kind: 'refused' });
    expect(await client.order(ref, SIMPATI)).toMatchObject({ status: 200 });
  });

  test('an order that cannot be read is refused under its reference', async () => {
    const ref = newRef();
    expect(await client.order(ref, { ...SIMPATI, amount: '52000' })).toMatchObject({ status: 400, code: 'P00' });
    expect(chargesOf(ref).contacts.map(({ command }) => command)).toEqual(['order']);
  });

  test('an order ends as a rule orders: at once, by checks, with a given code and message, or never', async () => {
    const follow = async (answer: object, checks: number) => {
      const ref = newRef();
      sandbox.rules.clear();
      sandbox.rules.add({ match: { asks: 'pay' }, answer });
      expect((await client.order(ref, SIMPATI)).attributes['status']).toBe('Pending');
      const seen: Json[] = [];
      for (let check = 0; check < checks; check += 1) seen.push((await client.details(ref)).attributes);
      return seen;
    };
    expect(await follow({ outcome: 'sukses' }, 1)).toMatchObject([{ status: 'Success' }]);
    const failed = { status: 'Failed', error_code: 'S02', error_detail: 'Sold out' };
    expect(await follow({ outcome: 'gagal', rc: 'S02', message: 'Sold out' }, 1)).toMatchObject([failed]);
    const byChecks = await follow({ outcome: 'pending→sukses', after: { checks: 1 } }, 3);
    expect(byChecks.map(({ status }) => status)).toEqual(['Pending', 'Success', 'Success']);
    expect(byChecks[1]?.['fulfilled_at']).toBe(byChecks[2]?.['fulfilled_at']);
    clock.forward(HOUR / 2);
    expect(await follow({ outcome: 'pending' }, 1)).toMatchObject([{ status: 'Pending', error_code: '' }]);
  });

  test('an order refused with a code about the call makes no transaction', async () => {
    sandbox.rules.add({
      match: { asks: 'pay' },
      times: 1,
      answer: { outcome: 'gagal', rc: 'P09', message: 'Deposit' },
    });
    const ref = newRef();
    expect(await client.order(ref, SIMPATI)).toMatchObject({ status: 400, code: 'P09' });
    expect((await client.details(ref)).code).toBe('P02');
  });

  test('an order keeps its state when a rule changes one reply about it', async () => {
    const ref = newRef();
    await client.order(ref, SIMPATI);
    clock.forward(2_000);
    sandbox.rules.add([
      { match: { asks: 'status' }, times: 1, answer: 'gagal' },
      { match: { asks: 'status' }, times: 1, answer: { outcome: 'gagal', rc: 'U01' } },
    ]);
    expect((await client.details(ref)).attributes).toMatchObject({ status: 'Failed', error_code: 'S00' });
    expect(await client.details(ref)).toMatchObject({ status: 400, code: 'U01' });
    expect((await client.details(ref)).attributes).toMatchObject({ status: 'Success', error_code: '' });
  });

  test('a rule can make the price of an order drift', async () => {
    sandbox.rules.add({ match: { asks: 'pay' }, answer: { drift: 500 } });
    const ref = newRef();
    expect((await client.order(ref, SIMPATI)).attributes['sales_price']).toBe(52_500);
    expect(chargesOf(ref).pays[0]?.price).toBe(52_500);
  });
});

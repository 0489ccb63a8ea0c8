import { digiflazz } from '../../activities/providers/digiflazz/index.js';
import { thisMachine } from '../../activities/world.js';
import { providerConfigSchema } from '../../contract/config.js';
import type { Sandbox } from '../../sandbox/index.js';
import { TEST_NUMBERS } from '../../sandbox/index.js';
import { sign } from '../../sandbox/providers/digiflazz/dialects.js';
import { SANDBOX_SECRETS } from '../../sandbox/secrets.js';
import { SandboxUnderTest, Client, clockAt, DAY, HOUR, type Provider } from './helpers.js';

const IDENTITY: Record<string, string> = { samsat: ',0212502110170100' };
const NOMINAL = { amount: 97_500 };

const under = new SandboxUnderTest();
const clock = clockAt('2024-05-06T03:00:00Z');
let sandbox: Sandbox;
let refs = 0;
const newRef = () => `r${(refs += 1)}`;

beforeAll(async () => {
  sandbox = await under.start({ now: clock.now });
});
afterAll(() => under.close());

describe.each<Provider>(['digiswitch', 'digiflazz'])('the %s dialect', (provider) => {
  const client = () => new Client(sandbox.url, provider);
  const accountCommand = provider === 'digiflazz' ? 'cmd' : 'command';
  const more = (product: string) => (product === 'emoney' ? NOMINAL : {});
  const chargesOf = (ref: string) => sandbox.journal.charges(provider, ref).charges;

  describe.each(Object.keys(TEST_NUMBERS))('%s', (product) => {
    const numbers = TEST_NUMBERS[product]!;
    const whole = (number: string) => `${number}${IDENTITY[product] ?? ''}`;

    test('the numbers that succeed are paid at once and stay paid', async () => {
      for (const number of numbers.sukses.map(whole)) {
        const ref = newRef();
        const bill = await client().inquire(ref, product, number, more(product));
        expect(bill).toMatchObject({ ref_id: ref, customer_no: number, status: 'Sukses', rc: '00' });
        expect(chargesOf(ref)).toBe(0);
        const paid = await client().pay(ref, product, number);
        expect(paid).toMatchObject({ ref_id: ref, customer_no: number, status: 'Sukses', rc: '00' });
        expect(paid['selling_price']).toBe(bill['selling_price']);
        expect(await client().status(ref, product, number)).toMatchObject({ status: 'Sukses', sn: paid['sn'] });
        expect(chargesOf(ref)).toBe(1);
      }
    });

    test('the number whose inquiry fails cannot be paid', async () => {
      const [ref, number] = [newRef(), whole(numbers.inquiryFails)];
      const bill = await client().inquire(ref, product, number, more(product));
      expect(bill).toMatchObject({ status: 'Gagal', rc: '54' });
      expect(bill).not.toHaveProperty('price');
      expect(await client().pay(ref, product, number)).toMatchObject({ status: 'Gagal', rc: '42' });
      expect(chargesOf(ref)).toBe(0);
    });

    test('the number whose pay fails has a transaction and no charge', async () => {
      const [ref, number] = [newRef(), whole(numbers.payFails)];
      expect(await client().inquire(ref, product, number, more(product))).toMatchObject({ status: 'Sukses' });
      expect(await client().pay(ref, product, number)).toMatchObject({ status: 'Gagal', rc: '02' });
      expect(await client().status(ref, product, number)).toMatchObject({ status: 'Gagal', rc: '02' });
      expect(chargesOf(ref)).toBe(0);
    });

    test('the pending numbers end after the configured time', async () => {
      const pending = [...numbers.pendingSukses, numbers.pendingGagal].map(whole);
      for (const number of pending) {
        const ref = newRef();
        const fails = number === whole(numbers.pendingGagal);
        await client().inquire(ref, product, number, more(product));
        const paid = await client().pay(ref, product, number);
        expect(paid).toMatchObject({ status: 'Pending', rc: '03' });
        expect(await client().status(ref, product, number)).toMatchObject({ status: 'Pending', rc: '03' });
        clock.forward(2_000);
        const end = fails ? { status: 'Gagal', rc: '02' } : { status: 'Sukses', rc: '00' };
        expect(await client().status(ref, product, number)).toMatchObject(end);
        expect(chargesOf(ref)).toBe(fails ? 0 : 1);
      }
    });
  });

  test('the second numbers of pln and pgas have two bills and twice the admin', async () => {
    for (const product of ['pln', 'pgas']) {
      const bill = await client().inquire(newRef(), product, TEST_NUMBERS[product]!.sukses[1]);
      expect(bill).toMatchObject({ admin: 5_000, desc: { lembar_tagihan: 2 } });
      expect((bill['desc'] as { detail: unknown[] }).detail).toHaveLength(2);
    }
  });

  test('any other number succeeds with a bill that stays the same', async () => {
    const bill = await client().inquire(newRef(), 'tv', '0099');
    expect(bill).toMatchObject({ status: 'Sukses', customer_no: '0099' });
    const again = await client().inquire(newRef(), 'tv', '0099');
    expect(again).toMatchObject({ selling_price: bill['selling_price'], desc: bill['desc'] });
    const other = await client().inquire(newRef(), 'tv', '0098');
    expect(other['selling_price']).not.toBe(bill['selling_price']);
  });

  test('e-money needs an amount', async () => {
    expect(await client().inquire(newRef(), 'emoney', '1')).toMatchObject({ status: 'Gagal', rc: '40' });
    const bill = await client().inquire(newRef(), 'emoney', '1', { amount: 50_000 });
    expect(bill).toMatchObject({ status: 'Sukses', selling_price: 52_500 });
  });

  test('a wrong signature is rc 41 and charges nothing', async () => {
    const ref = newRef();
    await client().inquire(ref);
    const body = { ...client().body('pay-pasca', ref, 'pln', '1'), sign: 'x' };
    const { data } = (await (await client().post(body)).json()) as { data: unknown };
    expect(data).toMatchObject({ status: 'Gagal', rc: '41', ref_id: ref });
    expect(chargesOf(ref)).toBe(0);
  });

  test('an unknown product is rc 43; a customer number that is no text is rc 40', async () => {
    expect(await client().inquire(newRef(), 'nothing')).toMatchObject({ rc: '43' });
    expect(await client().inquire(newRef(), 'pln', 5 as never)).toMatchObject({ rc: '40' });
  });

  test('a pay needs an inquiry with its reference, product and number', async () => {
    const ref = newRef();
    expect(await client().pay(ref)).toMatchObject({ status: 'Gagal', rc: '42' });
    await client().inquire(ref);
    expect(await client().pay(ref, 'pln', '2')).toMatchObject({ status: 'Gagal', rc: '42' });
    expect(await client().pay(ref, 'tv')).toMatchObject({ status: 'Gagal', rc: '42' });
    expect(chargesOf(ref)).toBe(0);
  });

  test('a pay needs an inquiry of the same day in Jakarta', async () => {
    const night = clockAt('2024-05-06T16:30:00Z');
    const other = await under.start({ now: night.now });
    const late = new Client(other.url, provider);
    await late.inquire('a');
    await late.inquire('b');
    night.forward(HOUR / 4);
    expect(await late.pay('a')).toMatchObject({ status: 'Sukses' });
    night.forward(HOUR / 2);
    expect(await late.pay('b')).toMatchObject({ status: 'Gagal', rc: '42' });
    await under.stop(other);
  });

  test('a repeated pay is a second charge', async () => {
    const ref = newRef();
    await client().inquire(ref);
    await client().pay(ref);
    await client().pay(ref);
    expect(chargesOf(ref)).toBe(2);
  });

  test('the status of an unknown reference, or of one older than 90 days, is "Data belum ada"', async () => {
    expect(await client().status(newRef())).toMatchObject({ status: 'Gagal', rc: '50', message: 'Data belum ada' });
    const ref = newRef();
    await client().inquire(ref);
    await client().pay(ref);
    clock.forward(91 * DAY);
    expect(await client().status(ref)).toMatchObject({ rc: '50', message: 'Data belum ada' });
    expect(chargesOf(ref)).toBe(1);
  });

  test('the balance falls by the price of what was paid, and has a fraction', async () => {
    const balance = async () => {
      const { username, apiKey } = SANDBOX_SECRETS.digiflazz;
      const body = { [accountCommand]: 'deposit', username, sign: sign(username, apiKey, 'depo') };
      const { data } = (await (await client().post(body, '/cek-saldo')).json()) as { data: { deposit: number } };
      return data.deposit;
    };
    const [before, ref] = [await balance(), newRef()];
    const { price } = await client().inquire(ref);
    await client().pay(ref);
    expect(await balance()).toBe(before - Number(price));
    expect(before % 1).toBe(0.5);
  });

  test('the price list names every product, for its own signature only', async () => {
    const { username, apiKey } = SANDBOX_SECRETS.digiflazz;
    const ask = async (subject: string) => {
      const body = { [accountCommand]: 'pasca', username, sign: sign(username, apiKey, subject) };
      return ((await (await client().post(body, '/price-list')).json()) as { data: unknown }).data;
    };
    const code = provider === 'digiflazz' ? 'buyer_sku_code' : 'code';
    const codes = ((await ask('pricelist')) as Record<string, string>[]).map((each) => each[code]);
    expect(codes).toEqual(expect.arrayContaining(Object.keys(TEST_NUMBERS)));
    expect(await ask('depo')).toMatchObject({ rc: '41' });
  });

  test('the price list is what the adapter reads, every product active', async () => {
    const config = providerConfigSchema.parse({
      ...{ adapter: 'digiflazz', baseUrl: sandbox.url, credentials: {}, poll: [{ every: '1s', for: '1s' }] },
      settings: { dialect: provider },
    });
    const secrets = { ...SANDBOX_SECRETS.digiflazz };
    const adapter = digiflazz.create({ name: provider, config, secrets, world: thisMachine, now: Date.now });
    const products = await adapter.products!(new AbortController().signal);
    expect(products).toContainEqual(expect.objectContaining({ product: 'pln', name: 'PLN Pascabayar', active: true }));
    expect(products.every(({ active }) => active)).toBe(true);
    expect((await adapter.balance!(new AbortController().signal)).balance).toBeGreaterThan(0);
  });
});

test('Digiswitch answers the published example, with the alias of the product code', async () => {
  const client = new Client(sandbox.url);
  const bill = await client.inquire('ref-pasca7', 'pln', '530000000001');
  expect(bill).toEqual({
    ref_id: 'ref-pasca7',
    customer_no: '530000000001',
    name: 'Nama Pelanggan Pertama',
    code: 'dspln',
    admin: 2500,
    message: 'Transaksi Sukses',
    status: 'Sukses',
    sn: '',
    rc: '00',
    balance: expect.any(Number),
    price: 10900,
    selling_price: 11000,
    desc: {
      tarif: 'R1',
      daya: 1300,
      lembar_tagihan: 1,
      detail: [{ periode: '201901', nilai_tagihan: '8000', admin: '2500', denda: '500' }],
    },
  });
  const paid = await client.pay('ref-pasca7', 'pln', '530000000001');
  expect(paid).toMatchObject({ code: 'pln', desc: { detail: [{ meter_awal: '00080000', meter_akhir: '00090000' }] } });
});

test('Digiflazz answers the same bill with its own field names', async () => {
  const bill = await new Client(sandbox.url, 'digiflazz').inquire('ref-pasca8', 'pln', '530000000001');
  expect(bill).toMatchObject({ buyer_sku_code: 'pln', customer_name: 'Nama Pelanggan Pertama' });
  expect(bill).toHaveProperty('buyer_last_saldo');
  expect(Object.keys(bill)).not.toEqual(expect.arrayContaining(['code']));
});

test('a body in the other dialect is refused with rc 40', async () => {
  const body = new Client(sandbox.url, 'digiflazz').body('pay-pasca', 'x', 'pln', '1');
  const response = await new Client(sandbox.url, 'digiswitch').post(body);
  expect(await response.json()).toMatchObject({ data: { status: 'Gagal', rc: '40' } });
});

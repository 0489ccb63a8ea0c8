import fc from 'fast-check';
import type { Asked } from '../../../../activities/providers/digiflazz/identity.js';
import { readEvidence, readInquiry, readVerdict } from '../../../../activities/providers/digiflazz/read.js';
import { DIALECTS, parseBody, type Data } from '../../../../activities/providers/digiflazz/wire.js';
import { AT, PRODUCTS, dataOf, sample } from './support.js';

const reading = { at: AT, redact: (text: string) => text, redactValue: (text: string) => text };

function read(body: string): Data {
  const data = parseBody(DIALECTS.digiswitch, body);
  if (typeof data === 'string') throw new Error(data);
  return data;
}

const reply = (more: Record<string, unknown> = {}) =>
  read(
    JSON.stringify({
      data: { ref_id: 'r1', customer_no: '0812', code: 'hp', status: 'Sukses', rc: '00', message: 'ok', ...more },
    }),
  );
const asked: Asked = { refId: 'r1', product: 'hp', customerNo: '0812', aliases: [] };

describe.each(PRODUCTS)('the sample of %s', (product) => {
  const askedOf = (text: string): Asked => {
    const { ref_id, customer_no, code } = dataOf(text) as Record<string, string>;
    return { refId: ref_id!, customerNo: customer_no!, product: product === 'pln' ? 'pln' : code!, aliases: ['dspln'] };
  };

  test('a published sample is a bill in reply to an inquiry', () => {
    const text = sample('inquiry', product);
    const data = dataOf(text);
    const bill = readInquiry(read(text), askedOf(text), reading);
    expect(bill).toMatchObject({
      ...{ kind: 'bill', at: AT, code: '00', message: 'Transaksi Sukses', amount: data['selling_price'] },
      ...{ cost: data['price'], admin: data['admin'], customerName: data['name'] },
    });
    expect(bill).not.toHaveProperty('serialNumber');
    expectReceipt(bill.kind === 'bill' ? bill.receipt : [], data['desc']);
  });

  test.each(['pay', 'status'] as const)('a published sample is a payment in reply to %s', (from) => {
    const text = sample('pay', product);
    const data = dataOf(text);
    const evidence = readEvidence(read(text), askedOf(text), from, reading);
    expect(evidence).toMatchObject({ kind: 'success', from, code: '00', amount: data['selling_price'] });
    expect(evidence).toMatchObject({ cost: data['price'], admin: data['admin'], customerName: data['name'] });
    expect(evidence.serialNumber).toBe(data['sn'] || undefined);
    expectReceipt(evidence.receipt ?? [], data['desc']);
  });
});

/** Every scalar of `desc`, and nothing else, in its order. */
function expectReceipt(receipt: { name: string; value: string }[], desc: unknown): void {
  const scalars: [string, string][] = [];
  JSON.parse(JSON.stringify(desc), function (this: unknown, key, value: unknown) {
    if (typeof value === 'string' || typeof value === 'number') scalars.push([key, String(value)]);
    return value;
  });
  expect(receipt.map(({ name, value }) => [name, value]).sort()).toEqual(scalars.filter(([, text]) => text).sort());
}

test('the rows of two months are kept apart, in order', () => {
  const text = sample('inquiry', 'internet');
  const evidence = readVerdict(read(text), 'pay', reading);
  expect(evidence.receipt).toEqual([
    { name: 'lembar_tagihan', value: '2' },
    { name: 'periode', value: 'MEI 2019', group: 'MEI 2019' },
    { name: 'nilai_tagihan', value: '8000', group: 'MEI 2019' },
    { name: 'admin', value: '2500', group: 'MEI 2019' },
    { name: 'periode', value: 'JUN 2019', group: 'JUN 2019' },
    { name: 'nilai_tagihan', value: '11500', group: 'JUN 2019' },
    { name: 'admin', value: '2500', group: 'JUN 2019' },
  ]);
});

describe('whom a reply is about', () => {
  test.each([
    [{ ref_id: 'r2' }, 'other-reference'],
    [{ ref_id: undefined }, 'incomplete'],
    [{ customer_no: undefined }, 'incomplete'],
    [{ customer_no: '' }, 'incomplete'],
    [{ customer_no: '08120' }, 'other-customer'],
    [{ code: undefined }, 'incomplete'],
    [{ code: undefined, buyer_sku_code: 'hp' }, 'incomplete'],
    [{ code: 'pln' }, 'other-product'],
    [{ status: undefined }, 'incomplete'],
    [{ rc: undefined }, 'incomplete'],
    [{ rc: '46' }, 'unknown-code'],
    [{ rc: '' }, 'incomplete'],
    [{ status: 'sukses' }, 'contradiction'],
    [{ rc: '02' }, 'contradiction'],
    [{ status: 'Gagal' }, 'contradiction'],
    [{ status: 'Pending' }, 'contradiction'],
  ])('a reply with %j is unknown: %s', (more, why) => {
    for (const from of ['pay', 'status'] as const) {
      expect(readEvidence(reply(more), asked, from, reading)).toMatchObject({ kind: 'unknown', from, why });
    }
    expect(readInquiry(reply({ selling_price: 100, ...more }), asked, reading)).toMatchObject({ kind: 'unclear', why });
  });

  test('a number that lost its leading zeros is the same number', () => {
    expect(readEvidence(reply({ customer_no: 812 }), asked, 'pay', reading).kind).toBe('success');
  });

  test('rows of a detail list do not say whom a reply is about', () => {
    const data = reply({ ref_id: undefined, desc: { detail: [{ ref_id: 'r1', customer_no: '0812', code: 'hp' }] } });
    expect(readEvidence(data, asked, 'pay', reading).kind).toBe('unknown');
  });
});

describe('amounts', () => {
  test('amounts are read from numbers, floats or text', () => {
    const data = reply({ selling_price: '8000', price: 10_900.0, admin: '2500.00' });
    expect(readInquiry(data, asked, reading)).toMatchObject({ amount: 8_000, cost: 10_900, admin: 2_500 });
  });

  test.each([undefined, null, '', 'abc', '100.000', '1.000', 10.5, -1, 0, 9_007_199_254_740_992, [1], true])(
    'selling_price %p makes no bill, and a payment without amount',
    (selling_price) => {
      const data = reply({ selling_price, price: 5 });
      expect(readInquiry(data, asked, reading)).toMatchObject({ kind: 'unclear', why: 'no-amount' });
      const evidence = readEvidence(data, asked, 'status', reading);
      expect(evidence).toMatchObject({ kind: 'success', cost: 5 });
      expect(evidence).not.toHaveProperty('amount');
    },
  );
});

test('our deposit being too low is told apart from every other refusal', () => {
  const refused = (rc: string) => readEvidence(reply({ status: 'Gagal', rc }), asked, 'pay', reading);
  expect(refused('44')).toMatchObject({ kind: 'refused', depositTooLow: true });
  expect(refused('40')).not.toHaveProperty('depositTooLow');
});

test('a reply about another payment leaves none of its words', () => {
  for (const other of [{ ref_id: 'r2' }, { code: 'pln' }, { customer_no: '99' }]) {
    const data = reply({ status: 'Gagal', rc: '02', message: 'Budi 0899', ...other });
    for (const from of ['pay', 'status'] as const) {
      expect(readEvidence(data, asked, from, reading)).toMatchObject({ kind: 'unknown', code: '', message: '' });
    }
    expect(readInquiry(data, asked, reading)).toMatchObject({ kind: 'unclear', code: '', message: '' });
  }
});

test.each([
  ...['Data belum ada', 'Data tidak ditemukan', 'Transaksi tidak ditemukan', 'TRX tidak ada', 'Ref ID belum ada'],
  ...['Transaksi dengan ref_id r.1 tidak ditemukan', 'Tidak ada transaksi', 'Transaction not found'],
  ...['Transaksi dengan nomor referensi r1\ntidak  ditemukan', 'Gagal: data transaksi tidak ditemukan'],
])('%j in the reply to a status call is unknown, whatever code comes with it', (message) => {
  for (const rc of ['01', '02', '43', '50', '54', '60', '74', '97', undefined]) {
    const evidence = readEvidence(reply({ status: 'Gagal', rc, message }), asked, 'status', reading);
    expect(evidence).toMatchObject({ kind: 'unknown', why: 'not-found' });
  }
});

test.each([
  ...['Nomor tidak ditemukan', 'Nomor pelanggan tidak ditemukan', 'Transaksi Gagal', 'Tagihan belum ada'],
  ...['Transaksi gagal, nomor pelanggan tidak ditemukan', 'Transaksi gagal. Nomor tidak ada'],
])('%j in the reply to a status call is a failure like any other', (message) => {
  const data = reply({ status: 'Gagal', rc: '54', message });
  expect(readEvidence(data, asked, 'status', reading).kind).toBe('failed');
});

test('years as names keep the order in which the provider wrote them', () => {
  const body = '{"data":{"ref_id":"r1","customer_no":"0812","code":"hp","status":"Sukses","rc":"00","desc":';
  const data = read(`${body}{"b":1,"2019":"x","10":{"7":"y"},"2":"z","a":2}}}`);
  expect(readVerdict(data, 'pay', reading).receipt).toEqual([
    { name: 'b', value: '1' },
    { name: '2019', value: 'x' },
    { name: '10.7', value: 'y' },
    { name: '2', value: 'z' },
    { name: 'a', value: '2' },
  ]);
});

test('"Data belum ada" is never a failure, whatever code comes with it', () => {
  for (const rc of ['01', '02', '50', '60', '74']) {
    const data = reply({ status: 'Gagal', rc, message: 'Data belum ada' });
    expect(readEvidence(data, asked, 'status', reading).kind).toBe('unknown');
  }
});

test('arbitrary JSON never throws, and is no verdict unless reference, customer and product match', () => {
  const word = fc.constantFrom(
    'r1',
    'r2',
    '0812',
    '812',
    'hp',
    'pln',
    'Sukses',
    'Gagal',
    'Pending',
    '00',
    '02',
    '44',
    '',
  );
  const value = fc.oneof({ weight: 4, arbitrary: word }, fc.jsonValue() as fc.Arbitrary<unknown>);
  const keys = ['ref_id', 'customer_no', 'code', 'status', 'rc', 'message', 'selling_price', 'desc', 'sn', 'name'];
  const data = fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
  const likely = fc.record({ ref_id: fc.constant('r1'), customer_no: word, code: word, status: word, rc: word });
  const bodies = fc.oneof(fc.jsonValue() as fc.Arbitrary<unknown>, fc.record({ data }), fc.record({ data: likely }));
  fc.assert(
    fc.property(bodies, (body) => {
      const parsed = parseBody(DIALECTS.digiswitch, JSON.stringify(body));
      if (typeof parsed === 'string') return;
      const { ref_id, customer_no, code } = (body as { data: Record<string, unknown> }).data;
      const ours = String(ref_id).trim() === 'r1' && /^0*812$/.test(String(customer_no).trim()) && code === 'hp';
      for (const from of ['pay', 'status'] as const) {
        const { kind } = readEvidence(parsed, asked, from, reading);
        if (!ours) expect(kind).toBe('unknown');
      }
      if (!ours) expect(readInquiry(parsed, asked, reading).kind).toBe('unclear');
    }),
    { numRuns: 1_000 },
  );
});

test('bytes that are no reply are told by what they are', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseBody(DIALECTS.digiflazz, Buffer.from(bytes))));
  expect(parseBody(DIALECTS.digiflazz, '<html>')).toBe('not-json');
  expect(parseBody(DIALECTS.digiflazz, '{}')).toBe('no-data');
  for (const body of ['1', 'null', '[]', '{"data":[]}', '{"data":"x"}', '{"data":null}']) {
    expect(parseBody(DIALECTS.digiflazz, body)).toBe('not-protocol');
  }
});

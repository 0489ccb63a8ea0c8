import fc from 'fast-check';
import { meaningOf } from '../../../../activities/providers/ayoconnect/codes.js';
import { readEvidence, readInquiry, type Reading } from '../../../../activities/providers/ayoconnect/read.js';
import { settingsSchema } from '../../../../activities/providers/ayoconnect/settings.js';
import { parseBody, type Said } from '../../../../activities/providers/ayoconnect/wire.js';
import { AT, changed, linesOf, request, sample, type Json } from './support.js';

const reading = (settings: Json = {}, more: Partial<Reading> = {}): Reading => {
  const redact = (text: string) => text;
  return { at: AT, settings: settingsSchema.parse(settings), redact, redactValue: redact, ...more };
};
const { product, customerNo, refId } = request;
const asked = { refId, product, customerNo, aliases: ['PLNPOST'] };

const said = (reply: unknown): Said => {
  const parsed = parseBody(JSON.stringify(reply));
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
};
const evidence = (reply: unknown, from: 'pay' | 'status' = 'status', settings: Json = {}) =>
  readEvidence(said(reply), asked, from, reading(settings));
const inquiry = (reply: unknown, settings: Json = {}, more: Partial<Reading> = {}) =>
  readInquiry(said(reply), { product, customerNo, aliases: ['PLNPOST'] }, reading(settings, more));

const failed = (data: Json = {}, more: Json = {}) =>
  changed('status', { responseCode: 103, success: false, message: { ID: 'Transaksi Gagal' }, ...more }, data);

const BOUGHT = { publicTokens: [] };

const RECEIPT = [
  'productName | PLN Postpaid',
  'category | Listrik',
  'processingFee | 0',
  'Nama Pelanggan | INDAH PUTRI',
  'Tanggal & Waktu Pembayaran | 03 Aug 2022 | 22:22',
  'Nomor Pelanggan | 516070377775',
  'Jumlah Tagihan | Jumlah Tagihan | 22220',
  'Jumlah Tagihan | billId | 1',
  'Jumlah Tagihan | Rp Tag PLN | 19220',
  'Jumlah Tagihan | Denda | 3000',
  'Jumlah Tagihan | Jatuh Tempo | 20032016',
  'Jumlah Tagihan | Insentif | D0000000000',
  'Jumlah Tagihan | Pemakaian | 5400 kWh',
  'Jumlah Tagihan | Stand Meter | 470300-475700',
  'Jumlah Tagihan | Bulan | Feb16',
  'Jumlah Tagihan | isMandatory | true',
  'Biaya Administrasi | Biaya Administrasi | 3000',
  'Biaya Administrasi | billId | 0',
  'Biaya Administrasi | isMandatory | true',
  'Total LBR Tagihan | 1 Bulan',
  'Total Tarif/Daya | R1/000000450',
  'BL/TH | Feb16',
  'Total Pemakaian | 5400 kWh',
  'Stand Meter | 470300-475700',
];

describe('the published example', () => {
  test('the published inquiry is a bill with everything that is to be shown', () => {
    const reply = inquiry(sample('check'));
    expect(reply).toMatchObject({
      ...{ kind: 'bill', at: AT, code: '300', message: 'Inkuiri berhasil', amount: 25_220, admin: 3_000 },
      ...{ customerName: 'INDAH PUTRI', handle: { inquiryId: 2_692_552 } },
    });
    expect(linesOf(reply as never)).toEqual(RECEIPT);
  });

  test('the published payment is pending, whatever `success` says', () => {
    const pending = { kind: 'pending', from: 'pay', code: '299', providerRef: '180232' };
    expect(evidence(sample('payment'), 'pay')).toMatchObject(pending);
    expect(evidence(changed('payment', { success: false }), 'pay')).toMatchObject(pending);
  });

  test('the published status is a success, and its token the reference of PLN', () => {
    const reply = evidence(sample('status'));
    expect(reply).toMatchObject({
      ...{ kind: 'success', from: 'status', code: '0', message: 'Transaksi Anda Telah Berhasil' },
      ...{ amount: 25_220, admin: 3_000, customerName: 'INDAH PUTRI', providerRef: '180232' },
      serialNumber: '0213170Z02B75C0DCEF586D46B67C528',
    });
    expect(reply).not.toHaveProperty('voucher');
    expect(linesOf(reply)).toContain('Nomor Referensi | 0213170Z02B75C0DCEF586D46B67C528');
  });

  test('the published messages are read in either language', () => {
    expect(evidence(sample('status'), 'status', { language: 'EN' }).message).toBe('Your transaction was successful');
    expect(evidence(changed('status', { message: 'sukses' })).message).toBe('sukses');
    expect(evidence(changed('status', { message: { EN: 'paid' } })).message).toBe('paid');
  });
});

describe('a code in the reply to payment or status', () => {
  test.each(['pay', 'status'] as const)(
    'a code in reply to payment or status amounts to what its range says, over all integers: %s',
    (from) => {
      const kinds = { paid: 'success', failed: 'failed', processing: 'pending', bill: 'unknown', undefined: 'unknown' };
      const aboutReference = new Set([102, 108, 183, 188]);
      fc.assert(
        fc.property(fc.oneof(fc.integer({ min: -50, max: 450 }), fc.maxSafeInteger()), fc.boolean(), (code, asText) => {
          const meaning = meaningOf(String(code));
          const success = meaning === 'failed' ? false : true;
          const reply = changed('status', { responseCode: asText ? String(code) : code, success });
          const expected = aboutReference.has(code) ? 'unknown' : kinds[meaning];
          expect(evidence(reply, from).kind).toBe(expected);
        }),
        { numRuns: 500 },
      );
    },
  );

  test.each([
    ['the success of an inquiry', { responseCode: 300 }, 'inquiry-code'],
    ['no code', { responseCode: undefined }, 'incomplete'],
    ['another spelling of 0', { responseCode: '00' }, 'unknown-code'],
    ['success denied', { success: false }, 'contradiction'],
    ['success that is no answer', { success: null }, 'contradiction'],
    ['a failure called success', { responseCode: 103 }, 'contradiction'],
  ])('a code in reply to payment or status that is doubtful is unknown: %s', (_, more, why) => {
    for (const from of ['pay', 'status'] as const) {
      expect(evidence(changed('status', more), from)).toMatchObject({ kind: 'unknown', why });
    }
  });

  test.each([102, 108, 183])(
    'a code in reply to payment or status that speaks of the reference is unknown: %d',
    (responseCode) => {
      for (const from of ['pay', 'status'] as const) {
        expect(evidence(failed({}, { responseCode }), from)).not.toHaveProperty('absent');
        expect(evidence(failed({}, { responseCode }), from).kind).toBe('unknown');
      }
    },
  );
});

describe('a failure', () => {
  test('a failure counts with our reference in it, and never says that nothing was made', () => {
    for (const from of ['pay', 'status'] as const) {
      expect(evidence(failed(), from)).toMatchObject({ kind: 'failed', code: '103', message: 'Transaksi Gagal' });
    }
  });

  test.each([{ refNumber: undefined }, { refNumber: '' }, { refNumber: null }])(
    'a failure without our reference is unknown: %j',
    (data) => {
      expect(evidence(failed(data), 'pay')).toMatchObject({ kind: 'unknown', why: 'incomplete' });
      expect(evidence(failed(data))).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    },
  );

  test('a failure needs no more of its data than our reference, and a blank member is nobody else', () => {
    for (const data of [{}, { productCode: '', accountNumber: '', transactionId: 0 }, { accountNumber: 'N/A' }]) {
      const bare = { ...failed(), data: { refNumber: refId, ...data } };
      for (const from of ['pay', 'status'] as const) expect(evidence(bare, from)).toMatchObject({ kind: 'failed' });
      expect(evidence({ ...bare, responseCode: 299 }).kind).toBe('pending');
      expect(evidence({ ...bare, responseCode: 0, success: true })).toMatchObject({ why: 'incomplete' });
    }
    for (const accountNumber of ['1', { no: customerNo }, [customerNo], true]) {
      const other = { ...failed(), data: { refNumber: refId, accountNumber } };
      expect(evidence(other)).toMatchObject({ kind: 'unknown', why: 'other-customer' });
    }
  });

  test('a failure with empty data is unknown', () => {
    for (const data of [{}, null, []]) {
      expect(evidence({ ...failed(), data }, 'pay')).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  test.each([
    { responseCode: 188 },
    { message: { ID: 'Transaksi tidak ditemukan' } },
    { message: { EN: 'Reference number not found' } },
    { message: { ID: 'gagal', EN: 'transaction is not available' } },
  ])('a failure of a status call that knows no such transaction is unknown and absent: %j', (more) => {
    const absent = { kind: 'unknown', why: 'not-found', absent: true };
    expect(evidence(failed({}, more))).toMatchObject(absent);
    const nobody = { refNumber: '', accountNumber: '', productCode: '', transactionId: 0 };
    expect(evidence(failed(nobody, more))).toMatchObject(absent);
    expect(evidence(failed({ refNumber: 'other' }, more))).not.toHaveProperty('absent');
  });

  test.each([
    'Transaksi Gagal, nomor tidak ditemukan',
    'Produk tidak tersedia',
    'Transaksi gagal: nomor tidak ada',
    'Transaksi dibatalkan karena produk tidak tersedia',
    'Transaction was cancelled because the product is not available',
  ])('a failure about a number or a product that is missing stays a failure: %s', (ID) => {
    expect(evidence(failed({}, { message: { ID } })).kind).toBe('failed');
  });
});

describe('a reply about something else', () => {
  const others: [Json, string][] = [
    [{ refNumber: 'rg6ytrdvrvr5' }, 'other-reference'],
    [{ refNumber: 'RG6YTRDVRVR4' }, 'other-reference'],
    [{ productCode: 'TLSTPOS2' }, 'other-product'],
    [{ accountNumber: '516070377776' }, 'other-customer'],
  ];

  test.each(others)('a reply about something else is unknown and none of its words are kept: %j', (data, why) => {
    for (const reply of [changed('status', {}, data), failed(data), changed('payment', {}, data)]) {
      expect(evidence(reply)).toEqual({ kind: 'unknown', from: 'status', at: AT, code: '', message: '', why });
    }
  });

  test('a reply with an alias, leading zeros or numbers for text is about what was asked', () => {
    for (const data of [
      { productCode: 'PLNPOST' },
      { accountNumber: '0516070377775' },
      { accountNumber: 516070377775 },
    ]) {
      expect(evidence(changed('status', {}, data)).kind).toBe('success');
    }
  });

  test('a reply about another account is believed for the listed products only, with our reference and product in it', () => {
    const phone = { accountNumber: '0811111111111' };
    const listed = { otherAccount: ['TLST*'] };
    for (const reply of [changed('status', {}, phone), changed('payment', {}, phone), failed(phone)]) {
      expect(evidence(reply)).toMatchObject({ kind: 'unknown', why: 'other-customer' });
      expect(evidence(reply, 'status', { otherAccount: ['PGPLGL*'] })).toMatchObject({ why: 'other-customer' });
    }
    expect(evidence(changed('status', {}, phone), 'status', listed)).toMatchObject({ kind: 'success' });
    expect(evidence(failed(phone), 'pay', listed)).toMatchObject({ kind: 'failed' });
    expect(evidence(changed('status', {}, { ...phone, refNumber: 'other' }), 'status', listed)).toMatchObject({
      why: 'other-reference',
    });
    expect(evidence(changed('status', {}, { ...phone, productCode: 'other' }), 'status', listed)).toMatchObject({
      why: 'other-product',
    });
    for (const refNumber of [undefined, '']) {
      expect(evidence(changed('status', {}, { ...phone, refNumber }), 'status', listed).kind).toBe('unknown');
    }
    // An inquiry has no reference to be known by.
    expect(inquiry(changed('check', {}, phone), listed)).toMatchObject({ kind: 'unclear', why: 'other-customer' });
  });

  test('a reply that does not name reference, product and customer is no success', () => {
    for (const name of ['refNumber', 'productCode', 'accountNumber']) {
      expect(evidence(changed('status', {}, { [name]: undefined }))).toMatchObject({ why: 'incomplete' });
    }
  });
});

describe('an inquiry', () => {
  test('a reply to an inquiry is a bill with 300 only; a failed one names nobody and is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 450 }), (responseCode) => {
        const kinds = { paid: 'unclear', failed: 'refused', processing: 'unclear', bill: 'bill', undefined: 'unclear' };
        const meaning = meaningOf(String(responseCode));
        const more = { responseCode, success: meaning !== 'failed' };
        expect(inquiry(changed('check', more)).kind).toBe(kinds[meaning]);
        if (meaning === 'failed') expect(inquiry({ ...more, message: { ID: 'x' }, data: {} }).kind).toBe('refused');
        else expect(inquiry({ ...more, data: {} }).kind).toBe('unclear');
      }),
    );
  });

  test.each([
    [{}, { accountNumber: '516070377776' }, 'other-customer'],
    [{}, { productCode: 'other' }, 'other-product'],
    [{ responseCode: 304, success: false }, { accountNumber: '1' }, 'other-customer'],
    [{}, { accountNumber: undefined }, 'incomplete'],
    [{}, { inquiryId: undefined }, 'incomplete'],
    [{}, { amount: undefined }, 'no-amount'],
    [{}, { amount: '25.220' }, 'no-amount'],
    [{}, { amount: -1 }, 'no-amount'],
    [{}, { amount: 0 }, 'no-amount'],
    [{ success: false }, {}, 'contradiction'],
    [{ responseCode: 304 }, {}, 'contradiction'],
  ])('a reply to an inquiry that is no answer is unclear: %j %j', (more, data, why) => {
    expect(inquiry(changed('check', more, data))).toMatchObject({ kind: 'unclear', why });
  });

  test('a bill of amount 0 is of the amount that the customer chose', () => {
    const reply = inquiry(changed('check', {}, { amount: 0 }), {}, { nominal: 20_000 });
    expect(reply).toMatchObject({ kind: 'bill', amount: 20_000, admin: 3_000 });
  });

  test('the id of an inquiry is kept as it came: text, or a number where that is exact', () => {
    const handleOf = (inquiryId: unknown) => inquiry(changed('check', {}, { inquiryId }));
    expect(handleOf(12)).toMatchObject({ handle: { inquiryId: 12 } });
    for (const id of ['12', '0012', 'a-1', '123456789012345678901'])
      expect(handleOf(id)).toMatchObject({ handle: { inquiryId: id } });
  });
});

describe('arrears', () => {
  const rows = (count: string, months: string) => ({
    productDetails: [
      { key: 'Total LBR Tagihan', value: count },
      { key: 'BL/TH', value: months },
    ],
  });
  const row = { billInfo: [], isMandatory: true, key: 'Jumlah Tagihan', value: 1 };
  const listed = (n: number) => ({ billDetails: Array.from({ length: n }, (_, i) => ({ ...row, billId: String(i) })) });
  const owed = 'Jan16, Feb16, Mar16, Apr16';

  test.each([
    ['the number of bills', rows('4 Bulan', 'Feb16')],
    ['the list of months', rows('', owed)],
    ['the bills listed, the admin fee aside', { ...rows('1', 'x'), ...listed(5) }],
    ['whichever says most', rows('1 Bulan', owed)],
  ])('arrears above what can be paid at once are refused by %s', (_, data) => {
    expect(inquiry(changed('check', {}, data))).toEqual({
      ...{ kind: 'refused', at: AT, code: '' },
      message: '4 bills are owed and at most 3 can be paid at once',
    });
  });

  test.each([rows('3 Bulan', 'Jan16, Feb16, Mar16'), rows('', ''), listed(4), {}])(
    'arrears up to what can be paid at once are a bill: %j',
    (data) => {
      expect(inquiry(changed('check', {}, data)).kind).toBe('bill');
    },
  );

  test('arrears count only where the product has a limit', () => {
    expect(inquiry(changed('check', {}, rows('9 Bulan', '')), { maxArrears: {} }).kind).toBe('bill');
    expect(inquiry(changed('check', {}, rows('2 Bulan', '')), { maxArrears: { TLSTPOS: 1 } }).kind).toBe('refused');
  });
});

describe('a token', () => {
  const token = '7001-2345-6789-0123-4567';

  test('a token is what the customer bought, and a secret, for every product that is not listed as public', () => {
    for (const code of ['PLSTPL20', 'PGPLGL20', 'NEWVOUCHER', 'TLSTPOS2', 'constructor']) {
      const reply = said(changed('status', {}, { token, productCode: code }));
      const bought = readEvidence(reply, { ...asked, product: code }, 'status', reading());
      expect(bought).toMatchObject({ kind: 'success', voucher: token });
      expect(bought).not.toHaveProperty('serialNumber');
    }
  });

  test('a token is the reference of what was paid where the product is listed as public', () => {
    const reply = changed('status', {}, { token });
    for (const settings of [{}, { publicTokens: ['TLST*'] }, { publicTokens: ['X', 'TLSTPOS'] }]) {
      expect(evidence(reply, 'status', settings)).toMatchObject({ serialNumber: token });
      expect(evidence(reply, 'status', settings)).not.toHaveProperty('voucher');
    }
    expect(evidence(reply, 'status', { publicTokens: ['TLST'] })).toMatchObject({ voucher: token });
  });

  test('a token that the customer bought is in no message, whatever the reply amounts to', () => {
    const message = { ID: 'Sukses', EN: 'Success, token 7001 2345 6789 0123 4567' };
    const reply = (more: Json) => evidence(changed('status', { message, ...more }, { token }), 'status', BOUGHT);
    for (const more of [{}, { success: false }, { responseCode: 299 }, { responseCode: 999 }]) {
      expect(reply(more).message).toBe('');
    }
    expect(reply({ message: 'Sukses' })).toMatchObject({ message: 'Sukses', voucher: token });
  });

  test.each(['', 'N/A', '-', null, undefined])('a token that is none is left out: %j', (token) => {
    const reply = evidence(changed('status', {}, { token }));
    expect(reply.kind).toBe('success');
    expect(reply).not.toHaveProperty('serialNumber');
    expect(reply).not.toHaveProperty('voucher');
  });
});

test('bills of the same name are kept apart, and rows of another shape pass through', () => {
  const bills = ['1', '2'].map((billId) => ({
    billId,
    key: 'Tagihan',
    value: 5,
    billInfo: [{ key: 'Bulan', value: billId }],
  }));
  const data = {
    ...{
      validity: '30 hari',
      customerDetails: null,
      productDetails: [7, 'x', { key: '', value: 'x' }, { key: 'a', value: {} }],
    },
    ...{ billDetails: bills, extraFields: [{ note: 'n', flag: true, none: '' }] },
  };
  expect(linesOf(evidence(changed('status', {}, data)))).toEqual([
    ...['productName | PLN Postpaid', 'category | Listrik', 'processingFee | 0', 'validity | 30 hari'],
    ...['Tagihan | Tagihan | 5', 'Tagihan | billId | 1', 'Tagihan | Bulan | 1'],
    ...['Tagihan (2) | Tagihan | 5', 'Tagihan (2) | billId | 2', 'Tagihan (2) | Bulan | 2', 'note | n', 'flag | true'],
  ]);
});

describe('a mutated reply', () => {
  const weird = fc.oneof(fc.constant(undefined), fc.jsonValue(), fc.string(), fc.integer({ min: -400, max: 400 }));

  test('a mutated reply is a success only while all that makes one is untouched', () => {
    const vital = ['refNumber', 'productCode', 'accountNumber'];
    const field = fc.constantFrom(
      ...vital,
      'token',
      'amount',
      'billDetails',
      'customerDetails',
      'extraFields',
      'message',
    );
    fc.assert(
      fc.property(field, weird, (name, value) => {
        const reply = changed('status', name === 'message' ? { message: value } : {}, { [name]: value });
        const kind = evidence(reply).kind;
        const same = typeof value === 'string' && value.trim() === (sample('status')['data'] as Json)[name];
        expect(kind).toBe(vital.includes(name) && !same ? 'unknown' : 'success');
      }),
      { numRuns: 500 },
    );
  });

  test('a mutated reply with another code or another `success` never keeps its verdict', () => {
    fc.assert(
      fc.property(weird, (value) => {
        const byCode = evidence(changed('status', { responseCode: value })).kind;
        const code = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
        expect(byCode === 'success').toBe(meaningOf(code) === 'paid');
        expect(byCode).not.toBe('failed');
        const bySuccess = evidence(changed('status', { success: value })).kind;
        expect(bySuccess === 'success').toBe(value === undefined || value === true || value === 'true');
      }),
      { numRuns: 500 },
    );
  });
});

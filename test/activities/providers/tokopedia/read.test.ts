import fc from 'fast-check';
import type { PaymentRequest } from '../../../../contract/request.js';
import { expiryOf } from '../../../../activities/providers/tokopedia/expiry.js';
import { limitsOf, writtenRupiah } from '../../../../activities/providers/tokopedia/limits.js';
import { mismatch } from '../../../../activities/providers/tokopedia/identity.js';
import { readInquiry, readVerdict } from '../../../../activities/providers/tokopedia/read.js';
import { receiptOf } from '../../../../activities/providers/tokopedia/receipt.js';
import type { ProductRule } from '../../../../activities/providers/tokopedia/products.js';
import { parseBody, type Data } from '../../../../activities/providers/tokopedia/wire.js';
import { AT, NOW, inquiryOf, orderOf } from './support.js';

const reading = {
  at: AT,
  redact: (text: string) => text.replaceAll('s3cret', '***'),
  redactValue: (text: string) => text.replaceAll('s3cret', '***'),
};

function read(body: unknown): Data {
  const parsed = parseBody(typeof body === 'string' ? body : JSON.stringify(body));
  if (typeof parsed === 'string' || !('data' in parsed)) throw new Error(JSON.stringify(parsed));
  return parsed.data;
}

const asked = { refId: 'ref-1', product: 'pln', customerNo: '0812' };
const request: PaymentRequest = { provider: 'tokopedia', ...asked };

describe('a body', () => {
  test.each([
    ['', 'not-json'],
    ['<html>', 'not-json'],
    ['[]', 'not-protocol'],
    ['{}', 'not-protocol'],
    ['{"data":null}', 'not-protocol'],
    ['{"data":{"id":"1"}}', 'not-protocol'],
    ['{"data":[]}', 'not-protocol'],
    ['{"errors":{}}', 'not-protocol'],
    ['{"errors":["no"]}', 'not-protocol'],
    [JSON.stringify({ ...orderOf(), errors: [{ code: 'P02' }] }), 'contradiction'],
  ])('the body %s is %s', (body, why) => {
    expect(parseBody(body)).toBe(why);
  });

  test('a body of errors has the code that all of them share', () => {
    const errors = (...list: object[]) => parseBody(JSON.stringify({ errors: list }));
    expect(errors({ code: 'P04', detail: 'd', title: 't' })).toEqual({ refusal: { code: 'P04', detail: 'd' } });
    expect(errors({ code: 'P04', title: 't' }, { code: 'P04' })).toEqual({ refusal: { code: 'P04', detail: 't' } });
    expect(errors({ code: 'P04' }, { code: 'S00' })).toMatchObject({ refusal: { code: undefined } });
    expect(errors({})).toEqual({ refusal: { code: undefined, detail: undefined } });
  });

  test('a body may have an empty list of errors beside its data', () => {
    expect(read({ ...orderOf(), errors: [] }).id).toBe('ref-1');
    expect(read({ ...orderOf(), errors: null }).id).toBe('ref-1');
  });
});

describe('whom an order is about', () => {
  test.each<[object, string | undefined]>([
    [orderOf(), undefined],
    [orderOf({ client_number: '812' }), undefined],
    [orderOf({ fields: [{ name: 'nama', value: 'nilai' }], client_name: 'Somebody else' }), undefined],
    [orderOf({}, 'ref-2'), 'other-reference'],
    [orderOf({}, 'Ref-1'), 'other-reference'],
    [orderOf({ product_code: 'pln-2' }), 'other-product'],
    [orderOf({ client_number: '0813' }), 'other-customer'],
    [orderOf({ client_number: '' }), 'other-customer'],
    [orderOf({ client_number: null }), 'incomplete'],
    [orderOf({ product_code: '' }), 'incomplete'],
    [inquiryOf(), 'not-protocol'],
  ])('the reason why %j is not the order asked about is %s', (body, why) => {
    expect(mismatch(read(body), asked)).toBe(why);
  });

  test('an order may be for a product that takes no number', () => {
    expect(mismatch(read(orderOf({ client_number: '' })), { ...asked, customerNo: '' })).toBeUndefined();
  });
});

describe('the verdict of an order', () => {
  const verdict = (more: Record<string, unknown>) => readVerdict(read(orderOf(more)), 'status', reading);

  test('the verdict of an order is a success with what was bought, and never its cost', () => {
    const rows = [{ name: 'Token', value: '1111 2222' }];
    const more = {
      client_name: 'A B',
      serial_number: '1111-2222',
      voucher_code: '1111-2222',
      fulfillment_result: rows,
    };
    expect(verdict(more)).toEqual({
      ...{ kind: 'success', from: 'status', at: AT, code: '', message: 'Success', amount: 12_500, admin: 2_500 },
      ...{ customerName: 'A B', serialNumber: '1111-2222', voucher: '1111-2222', receipt: rows, fee: 1_000 },
    });
  });

  test('the verdict of an order says when it was paid, where that is a time', () => {
    const paidAt = (fulfilled_at: unknown) => verdict({ fulfilled_at }).paidAt;
    expect(paidAt('2022-12-01T03:26:39Z')).toBe('2022-12-01T03:26:39.000Z');
    expect(paidAt('2022-12-01T10:26:39.5+07:00')).toBe('2022-12-01T03:26:39.500Z');
    // The zero time of the language that official clients are written in is no time.
    for (const none of [null, '', 0, '0001-01-01T00:00:00Z', '2022-12-01', '2022-13-41T03:26:39Z', 'soon', {}]) {
      expect(verdict({ fulfilled_at: none })).not.toHaveProperty('paidAt');
    }
    expect(verdict({ status: 'Pending', fulfilled_at: '2022-12-01T03:26:39Z' })).not.toHaveProperty('paidAt');
  });

  test('the verdict of an order has the fee for us that it states, and 0 is a statement', () => {
    expect(verdict({ partner_fee: 1_500 })).toMatchObject({ fee: 1_500 });
    expect(verdict({ partner_fee: 0 })).toMatchObject({ fee: 0 });
    for (const partner_fee of [undefined, null, '1.500', -1]) {
      expect(verdict({ partner_fee })).not.toHaveProperty('fee');
    }
    expect(verdict({ partner_fee: 1_500 })).not.toHaveProperty('cost');
  });

  test('the verdict of an order is a failure with its code and message', () => {
    expect(verdict({ status: 'Failed', error_code: 'S02', error_detail: 'not available s3cret' })).toEqual({
      ...{ kind: 'failed', from: 'status', at: AT, code: 'S02', message: 'not available ***' },
    });
  });

  test.each<[Record<string, unknown>, string, string | undefined]>([
    [{ status: 'Pending' }, 'pending', undefined],
    [{ status: 'Pending', error_code: 'S00' }, 'pending', undefined],
    [{ status: 'Success', error_code: 'S02' }, 'unknown', 'contradiction'],
    [{ status: 'Failed' }, 'unknown', 'contradiction'],
    [{ status: 'Failed', error_code: ' ' }, 'unknown', 'contradiction'],
    [{ status: 'Failed', error_code: null, error_detail: 'failed' }, 'unknown', 'contradiction'],
    [{ status: 'success' }, 'unknown', 'unknown-status'],
    [{ status: 'Refunded' }, 'unknown', 'unknown-status'],
    [{ status: '' }, 'unknown', 'incomplete'],
    [{ status: true }, 'unknown', 'incomplete'],
  ])('an order with %j is %s', (more, kind, why) => {
    const evidence = verdict(more);
    expect([evidence.kind, evidence.why]).toEqual([kind, why]);
  });

  test('a status that is not one of the three is no verdict, whatever else the order says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (status, error_code) => {
        fc.pre(typeof status !== 'string' || !['Success', 'Failed', 'Pending'].includes(status.trim()));
        expect(verdict({ status, error_code }).kind).toBe('unknown');
      }),
    );
  });

  test('a verdict never shows what was bought in its message', () => {
    for (const error_detail of ['your token 1111 2222', 'TOKEN:1111-2222!', 'x11112222x']) {
      expect(verdict({ voucher_code: '1111-2222', error_detail })).toMatchObject({ voucher: '1111-2222', message: '' });
    }
    expect(verdict({ voucher_code: '***', error_detail: 'a *** b' }).message).toBe('');
    expect(verdict({ voucher_code: '1111-2222', error_detail: 'done' }).message).toBe('done');
    const more = { voucher_code: '1111-2222', error_detail: `${'a'.repeat(195)} 1111 2222`, error_code: 'S02' };
    for (const status of ['Success', 'Pending', 'Failed', 'Refunded', '']) {
      expect(verdict({ ...more, status })).toMatchObject({ code: 'S02', message: '' });
    }
  });

  test('a verdict has no voucher where that only repeats the number of the customer', () => {
    for (const voucher_code of ['0812', '812', '', ' ', null])
      expect(verdict({ voucher_code })).not.toHaveProperty('voucher');
    expect(verdict({ voucher_code: '0813' }).voucher).toBe('0813');
  });
});

describe('money', () => {
  test('an amount in its own attribute is whole rupiah, exact and never negative', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (price) => {
        const body = JSON.stringify(orderOf({ sales_price: 7 })).replace('"sales_price":7', `"sales_price":${price}`);
        expect(readVerdict(read(body), 'status', reading).amount).toBe(price || undefined);
      }),
    );
    for (const sales_price of [
      'Rp 12.500',
      '12.500',
      -1,
      1.5,
      1e21,
      null,
      [],
      {},
      '',
      '0x10',
      9_007_199_254_740_993n,
    ]) {
      const body = JSON.stringify(orderOf({ sales_price: 'HERE' })).replace(
        '"HERE"',
        typeof sales_price === 'bigint' ? String(sales_price) : JSON.stringify(sales_price),
      );
      expect(readVerdict(read(body), 'status', reading)).not.toHaveProperty('amount');
    }
  });

  test('an amount written for people has dots between thousands and nothing else', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999_999), (amount) => {
        const dotted = String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
        for (const text of [dotted, `Rp ${dotted}`, `Rp${dotted}`, ` Rp. ${amount} `])
          expect(writtenRupiah(text)).toBe(amount);
      }),
    );
    for (const text of [
      '',
      'Rp',
      '1.50',
      '1,000',
      '1.000.00',
      'USD 5',
      '50.000 - 60.000',
      '-5',
      '1.000,00',
      '9'.repeat(16),
    ]) {
      expect(writtenRupiah(text)).toBeUndefined();
    }
  });
});

describe('an inquiry', () => {
  const inquire = (
    more: Record<string, unknown>,
    rule: Partial<ProductRule> = {},
    asks: Partial<PaymentRequest> = {},
  ) =>
    readInquiry(
      read(inquiryOf(more)),
      { ...request, ...asks },
      { rule: { fields: [], ...rule }, now: NOW, timeZone: 'Asia/Jakarta' },
      reading,
    );

  test('an inquiry is a bill of the sales price', () => {
    expect(inquire({})).toEqual({
      ...{ kind: 'bill', at: AT, code: '', message: '', amount: 12_500, admin: 2_500, customerName: 'A***' },
      ...{ receipt: [], handle: { amount: 'stated' } },
    });
    expect(inquire({}, { orderAmount: false })).toMatchObject({ handle: { amount: 'none' } });
  });

  test.each<[Record<string, unknown>, string]>([
    [{ sales_price: 0, base_price: 0, admin_fee: 0 }, 'no-amount'],
    [{ sales_price: 'Rp 12.500' }, 'no-amount'],
    [{ base_price: null }, 'incomplete'],
    [{ product_code: 'other' }, 'other-product'],
    [{ client_number: '0813' }, 'other-customer'],
    [{ client_number: null }, 'incomplete'],
  ])('an inquiry that says %j is unclear: %s', (more, why) => {
    expect(inquire(more)).toMatchObject({ kind: 'unclear', why });
  });

  test('an inquiry without an admin fee is a bill: an absent one counts 0', () => {
    for (const admin_fee of [undefined, null]) {
      const bill = inquire({ base_price: 12_500, admin_fee });
      expect(bill).toMatchObject({ kind: 'bill', amount: 12_500, receipt: [] });
      expect(bill).not.toHaveProperty('admin');
    }
  });

  test.each<[Record<string, unknown>, string]>([
    [{ base_price: 13_000 }, '-3000'],
    [{ admin_fee: 0 }, '2500'],
    [{ admin_fee: -1 }, '2500'],
    [{ admin_fee: null }, '2500'],
  ])(
    'an inquiry whose parts do not add up is a bill of the sales price that shows the difference: %j',
    (more, value) => {
      const rows = [{ name: 'Nama', value: 'A' }];
      expect(inquire({ ...more, inquiry_result: rows })).toMatchObject({
        ...{ kind: 'bill', amount: 12_500, handle: { amount: 'stated' } },
        receipt: [{ name: 'Selisih', value }, ...rows],
      });
    },
  );

  test('an inquiry for an amount is no bill where more would be paid than the amount and its fee', () => {
    const open = { amount: 'open' } as const;
    expect(inquire({ sales_price: 12_501 }, open, { amount: 10_000 })).toMatchObject({ why: 'other-amount' });
    expect(inquire({ sales_price: 12_000 }, open, { amount: 10_000 })).toMatchObject({ kind: 'bill', amount: 12_000 });
    expect(inquire({ sales_price: 12_501 }, open, { amount: 12_501 })).toMatchObject({ kind: 'bill', amount: 12_501 });
  });

  test('an inquiry answered by an order is unclear', () => {
    const context = { rule: { fields: [] }, now: NOW, timeZone: 'Asia/Jakarta' };
    expect(readInquiry(read(orderOf()), request, context, reading)).toMatchObject({
      kind: 'unclear',
      why: 'not-protocol',
    });
  });

  test('an inquiry for an amount is a bill of that amount, with or without the fee in it', () => {
    expect(inquire({}, { amount: 'open' }, { amount: 10_000 })).toMatchObject({ kind: 'bill', amount: 12_500 });
    expect(inquire({}, { amount: 'open' }, { amount: 12_500 })).toMatchObject({ kind: 'bill', amount: 12_500 });
    expect(inquire({}, { amount: 'open' }, { amount: 20_000 })).toMatchObject({ kind: 'unclear', why: 'other-amount' });
  });

  describe('that leaves a choice', () => {
    const choice = { amount: 'choice' } as const;
    const rows = (...list: [string, string][]) => ({ inquiry_result: list.map(([name, value]) => ({ name, value })) });

    test('a bill that leaves a choice has the limits of its attributes, else those of its rows', () => {
      const limits = { min_payment: 5_000, max_payment: 20_000 };
      expect(inquire(limits, choice)).toMatchObject({ amount: 12_500, minAmount: 5_000, maxAmount: 20_000 });
      const both = {
        min_payment: 0,
        max_payment: 20_000,
        ...rows(['Minimum Beli', 'Rp 6.000'], ['Maksimum Beli', 'Rp 9.000']),
      };
      expect(inquire(both, choice)).toMatchObject({ minAmount: 6_000, maxAmount: 20_000 });
      expect(inquire(rows(['Minimal Pembayaran', '100000']), choice)).toMatchObject({ minAmount: 100_000 });
      expect(inquire(rows(['Minimal Pembayaran', '100000']), choice)).not.toHaveProperty('maxAmount');
    });

    test('a bill that leaves a choice has its limits in either spelling, and the narrower ones of both', () => {
      const official = { min_amount: 5_000, max_amount: 20_000 };
      expect(inquire(official, choice)).toMatchObject({ minAmount: 5_000, maxAmount: 20_000 });
      const both = { ...official, min_payment: 6_000, max_payment: 30_000 };
      expect(inquire(both, choice)).toMatchObject({ minAmount: 6_000, maxAmount: 20_000 });
      const none = { min_amount: 0, max_amount: 0, min_payment: 6_000 };
      expect(inquire(none, choice)).toMatchObject({ minAmount: 6_000 });
      expect(inquire(none, choice)).not.toHaveProperty('maxAmount');
    });

    test('a bill leaves no choice without the settings saying so', () => {
      const bill = inquire({ min_payment: 5_000, max_payment: 20_000, ...rows(['Minimum Beli', 'Rp 6.000']) });
      expect(bill).not.toHaveProperty('minAmount');
      expect(bill).not.toHaveProperty('maxAmount');
    });

    test('a bill that leaves a choice takes the amount asked for within them only', () => {
      const limits = { min_payment: 5_000, max_payment: 20_000 };
      expect(inquire(limits, choice, { amount: 5_000 })).toMatchObject({ kind: 'bill', amount: 12_500 });
      const outside = { kind: 'refused', message: "the amount asked for lies outside of the bill's limits" };
      expect(inquire(limits, choice, { amount: 4_999 })).toMatchObject(outside);
      expect(inquire(limits, choice, { amount: 20_001 })).toMatchObject(outside);
    });

    test('a bill that leaves a choice is unclear where another amount than the one asked for would be paid', () => {
      expect(inquire({}, choice, { amount: 5_000 })).toMatchObject({ kind: 'unclear', why: 'no-limits' });
      expect(inquire({}, choice, { amount: 12_500 })).toMatchObject({ kind: 'bill', amount: 12_500 });
      expect(inquire({}, choice)).toMatchObject({ kind: 'bill', amount: 12_500 });
      const swapped = { min_payment: 20_000, max_payment: 5_000 };
      expect(inquire(swapped, choice)).toMatchObject({ kind: 'unclear', why: 'contradiction' });
    });

    test('a choice is not made up from rows that could mean something else', () => {
      const limits = (...list: [string, unknown][]) =>
        limitsOf(read(inquiryOf({ inquiry_result: list.map(([name, value]) => ({ name, value })) })));
      expect(limits(['Minimum Beli', 'Rp 1.000'], ['Minimum Beli', 'Rp 2.000'])).toEqual({});
      expect(limits(['Saldo Minimum', 'Rp 1.000'], ['Maksimum', 'banyak'], ['Minimumnya', 'Rp 5'])).toEqual({});
      expect(limits(['Maksimum Beli', ['Rp 1.000']])).toEqual({});
    });
  });

  test('a bill expires as the settings say', () => {
    // NOW is 10:04:05 in Jakarta.
    expect(inquire({}, { expires: { after: '2h' } })).toMatchObject({ expiresAt: '2024-05-01T05:04:05.000Z' });
    expect(inquire({}, { expires: { at: '23:00' } })).toMatchObject({ expiresAt: '2024-05-01T16:00:00.000Z' });
    expect(inquire({}, { expires: { at: '00:00' } })).toMatchObject({ expiresAt: '2024-05-01T17:00:00.000Z' });
    expect(inquire({})).not.toHaveProperty('expiresAt');
  });
});

test('a bill found after the daily hour can be paid until the next day at that hour, and the earlier limit counts', () => {
  const rule = { fields: [], expires: { at: '23:00' } };
  const late = Date.parse('2024-05-01T16:00:00Z');
  expect(expiryOf(rule, late - 1, 'Asia/Jakarta')).toBe(late);
  expect(expiryOf(rule, late, 'Asia/Jakarta')).toBe(late + 86_400_000);
  const both = { fields: [], expires: { at: '23:00', after: '30m' } };
  expect(expiryOf(both, late - 3_600_000, 'Asia/Jakarta')).toBe(late - 1_800_000);
  expect(expiryOf(both, late - 60_000, 'Asia/Jakarta')).toBe(late);
});

describe('a receipt', () => {
  test('a receipt is the rows in their order, without those that are empty', () => {
    const rows = [
      { name: 'Pemakaian', value: '10' },
      { name: 'Jenis Layanan', value: '' },
      { name: 'Pemakaian', value: ' 20\u0000 ' },
      { name: 'Lunas', value: true },
      { name: 'Kosong', value: null },
    ];
    expect(receiptOf(rows)).toEqual([
      { name: 'Pemakaian', value: '10' },
      { name: 'Pemakaian', value: '20' },
      { name: 'Lunas', value: 'true' },
    ]);
    for (const none of [null, undefined, 'x', {}, [], [null], [[]], [{}]]) expect(receiptOf(none)).toEqual([]);
  });

  test('a receipt keeps nested rows together under the name of theirs', () => {
    const rows = [
      { name: 'Total', value: '3' },
      {
        name: 'MEI',
        value: [
          { name: 'Tagihan', value: '1' },
          { name: 'Denda', value: '' },
        ],
      },
      { name: 'JUN', value: { Tagihan: '2' } },
    ];
    expect(receiptOf(rows)).toEqual([
      { name: 'Total', value: '3' },
      { name: 'Tagihan', value: '1', group: 'MEI' },
      { name: 'Tagihan', value: '2', group: 'JUN' },
    ]);
  });

  test('a receipt is bounded, whatever is nested how deep', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 12 }), (value) => receiptOf([value]).length <= 500));
    expect(receiptOf(Array.from({ length: 600 }, () => ({ name: 'a', value: 'b' })))).toHaveLength(500);
    const long = receiptOf(Array.from({ length: 600 }, () => ({ name: 'a', value: 'b'.repeat(600) })));
    expect(Buffer.byteLength(JSON.stringify(long))).toBeLessThanOrEqual(65_536);
    expect(long.at(-1)).toMatchObject({ name: 'rows left out' });
  });

  test('a receipt has none of our secrets in it', () => {
    const evidence = readVerdict(
      read(orderOf({ fulfillment_result: [{ name: 'a', value: 'x s3cret' }] })),
      'status',
      reading,
    );
    expect(evidence.receipt).toEqual([{ name: 'a', value: 'x ***' }]);
  });
});

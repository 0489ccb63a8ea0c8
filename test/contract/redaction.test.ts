import fc from 'fast-check';
import { masked, showsVoucher, withoutVoucher } from '../../contract/redaction.js';

/** An outcome that shows a voucher in every field. */
const showing = (voucher: string) => ({
  voucher,
  serialNumber: voucher,
  message: `Token ${voucher}`,
  receipt: [
    { name: 'Token', value: voucher },
    { name: 'Nama', value: 'BUDI' },
  ],
});

describe('a masked customer number', () => {
  test.each([
    ['530000000001', '…0001'],
    ['12345', '…2345'],
    ['1234', '…'],
    ['', '…'],
    ['8801234567,3201', '…4567'],
    ['1234,8801234567', '…'],
  ])('of %j is %s', (customerNo, shown) => {
    expect(masked(customerNo)).toBe(shown);
  });

  test('never shows more than four characters of the number', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 128 }), (customerNo) => {
        expect(masked(customerNo)).toMatch(/^…[^]{0,4}$/);
        expect(customerNo).toContain(masked(customerNo).slice(1));
      }),
    );
  });
});

test('a voucher is hidden in every field, also when its parts are separated by blanks instead of hyphens', () => {
  const shown = withoutVoucher({
    ...showing('1378-7553-5576-5816-1258'),
    receipt: [
      { name: 'Token', value: '1378 7553 5576 5816 1258' },
      { name: 'Nama', value: 'BUDI' },
    ],
  });
  expect(JSON.stringify(shown)).not.toMatch(/1378|5816/);
  expect(shown.receipt).toContainEqual({ name: 'Nama', value: 'BUDI' });
});

test('the token alone is hidden too when the voucher also holds a name and a tariff', () => {
  const voucher = '1378-7553-5576-5816-1258/BUDI/R1/1300VA/32,1';
  const receipt = [
    { name: 'Token', value: '1378 7553 5576 5816 1258' },
    { name: 'Nama', value: 'BUDI' },
  ];
  const shown = withoutVoucher({ ...showing(voucher), serialNumber: '13787553557658161258', receipt });
  expect(JSON.stringify(shown)).not.toMatch(/1378|5816/);
  expect(shown.receipt).toContainEqual({ name: 'Nama', value: 'BUDI' });
});

test('a voucher is recognised in a text that was cut in the middle of it', () => {
  const voucher = Array.from({ length: 60 }, (_, index) => `KODE${index}-${(index * 7_919) % 9_973}`).join(' ');
  const cut = (text: string) => text.slice(0, 500);
  expect(voucher.length).toBeGreaterThan(500);
  const shown = withoutVoucher({
    ...{ voucher, serialNumber: cut(`SN ${voucher}`), message: `Voucher: ${voucher}`.slice(0, 200) },
    receipt: [
      { name: 'Kode', value: cut(`Kode voucher: ${voucher}`) },
      { name: 'Kode', value: `${'x'.repeat(480)} ${voucher}`.slice(0, 496) },
      { name: 'Nama', value: 'BUDI SANTOSO' },
    ],
  });
  expect([shown.serialNumber, shown.message]).toEqual(['•••', '•••']);
  expect(shown.receipt.map(({ value }) => value)).toEqual(['•••', '•••', 'BUDI SANTOSO']);
});

test('a text that ends with fewer than twelve characters of the voucher stays', () => {
  const shown = withoutVoucher({ ...showing('1378-7553-5576-5816'), message: 'Token 1378 7553 557' });
  expect(shown.message).toBe('Token 1378 7553 557');
  expect(withoutVoucher({ ...shown, voucher: '1378-7553-5576-5816', message: 'Token 1378 7553 5576' }).message).toBe(
    '•••',
  );
});

test('a serial number that is not the voucher stays', () => {
  expect(withoutVoucher({ ...showing('ABCD-1234'), serialNumber: 'SN-77' }).serialNumber).toBe('SN-77');
});

test('an outcome without a voucher is returned as it is', () => {
  const outcome = { message: 'Sukses', receipt: [{ name: 'Nama', value: 'BUDI' }] };
  expect(withoutVoucher(outcome)).toBe(outcome);
});

test('no voucher of four characters or more is left in any field, whatever characters it has', () => {
  const voucher = fc.string({ minLength: 4, maxLength: 40 }).filter((text) => text !== '•••' && !'•••'.includes(text));
  fc.assert(
    fc.property(voucher, (text) => {
      const { receipt, ...rest } = withoutVoucher(showing(text));
      expect([rest.voucher, rest.serialNumber, rest.message, receipt[0]?.value]).toEqual(Array(4).fill('•••'));
    }),
  );
});

test('a text shows a voucher however the parts of the voucher are separated, and no text shows an empty voucher', () => {
  expect(showsVoucher('Token 1378 7553 5576', '1378-7553-5576')).toBe(true);
  expect(showsVoucher('Token 1378 7553 5577', '1378-7553-5576')).toBe(false);
  expect(showsVoucher('Token', '')).toBe(false);
  expect(showsVoucher('Token', '---')).toBe(false);
});

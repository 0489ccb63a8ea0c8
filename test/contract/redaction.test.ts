import fc from 'fast-check';
import { withoutVoucher } from '../../contract/redaction.js';

const said = (voucher: string) => ({
  voucher,
  serialNumber: voucher,
  message: `Token ${voucher}`,
  receipt: [
    { name: 'Token', value: voucher },
    { name: 'Nama', value: 'BUDI' },
  ],
});

test('a token is blotted out wherever it stands, also with blanks for its hyphens', () => {
  const shown = withoutVoucher({
    ...said('1378-7553-5576-5816-1258'),
    receipt: [
      { name: 'Token', value: '1378 7553 5576 5816 1258' },
      { name: 'Nama', value: 'BUDI' },
    ],
  });
  expect(JSON.stringify(shown)).not.toMatch(/1378|5816/);
  expect(shown.receipt).toContainEqual({ name: 'Nama', value: 'BUDI' });
});

test('a token that is told without what stands around it is the same secret', () => {
  const voucher = '1378-7553-5576-5816-1258/BUDI/R1/1300VA/32,1';
  const receipt = [
    { name: 'Token', value: '1378 7553 5576 5816 1258' },
    { name: 'Nama', value: 'BUDI' },
  ];
  const shown = withoutVoucher({ ...said(voucher), serialNumber: '13787553557658161258', receipt });
  expect(JSON.stringify(shown)).not.toMatch(/1378|5816/);
  expect(shown.receipt).toContainEqual({ name: 'Nama', value: 'BUDI' });
});

test('a serial number that is not what was bought stays', () => {
  expect(withoutVoucher({ ...said('ABCD-1234'), serialNumber: 'SN-77' }).serialNumber).toBe('SN-77');
});

test('what has no voucher is shown as it is', () => {
  const told = { message: 'Sukses', receipt: [{ name: 'Nama', value: 'BUDI' }] };
  expect(withoutVoucher(told)).toBe(told);
});

test('no voucher of more than a sign survives, whatever it is made of', () => {
  const voucher = fc.string({ minLength: 4, maxLength: 40 }).filter((text) => text !== '•••' && !'•••'.includes(text));
  fc.assert(
    fc.property(voucher, (text) => {
      const { receipt, ...rest } = withoutVoucher(said(text));
      expect([rest.voucher, rest.serialNumber, rest.message, receipt[0]?.value]).toEqual(Array(4).fill('•••'));
    }),
  );
});

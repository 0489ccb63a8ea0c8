import { readHeader } from '../../../cli/batch/columns.js';
import { readLine } from '../../../cli/batch/lines.js';

const GOOD = { provider: 'digiswitch', refId: 'inv-1', product: 'pln', customerNo: '530000000001' };

/** What is told of a line that has this one cell instead. */
function reasonOf(name: string, cell: string): string | undefined {
  const cells = { ...GOOD, [name]: cell };
  const header = readHeader({ line: 1, cells: Object.keys(cells) });
  if ('faults' in header) throw new Error('the header is good');
  const read = readLine(header.columns, { line: 2, cells: Object.values(cells) }, undefined);
  return 'faults' in read ? read.faults.map(({ path, reason }) => `${path}: ${reason}`).join('; ') : undefined;
}

describe('a reference that a spreadsheet has made, or would change, is refused:', () => {
  test.each([
    '01-Jan',
    '1-Mei',
    '22-Agt-26',
    'Nov-26',
    'Des-26',
    'november-2026',
    'Jan-1-2026',
    '2026-Nov-22',
    'dec1',
    '22nov2026',
    'SEPT2',
    'july-0001',
    '01-02-2026',
    '1/2/2026',
    '1.2.2026',
    '2026-11-22',
    '26-11-22',
    '1-1',
    '1-13',
    '11-2026',
    '2026-1',
  ])('the date %s', (refId) => {
    expect(reasonOf('refId', refId)).toMatch(/^refId: is a date: /);
  });

  test.each([
    ['1E5', 'is a number with an exponent'],
    ['1e+5', 'is a number with an exponent'],
    ['5.3E11', 'is a number with an exponent'],
    ['1,5E+11', 'is a number with an exponent'],
    ['1.5', 'is a number with decimals'],
    ['1.50', 'is a number with decimals'],
    ['1,5', 'is a number with decimals'],
    ['1.', 'is a number with decimals'],
    ['1.000.000', 'is a number with separators of thousands'],
    ['00123', 'is a number with leading zeros'],
    ['1234567890123450', 'is a number whose digits beyond the 15th are zeros'],
    ['12345678901234500', 'is a number whose digits beyond the 15th are zeros'],
    ['23.45.59', 'is a time'],
    ['TRUE', 'is a truth value'],
    ['false', 'is a truth value'],
  ])('the value %s', (refId, reason) => {
    expect(reasonOf('refId', refId)).toMatch(new RegExp(`^refId: ${reason}: `));
  });
});

test.each([
  'inv-2026-0001',
  'r-1',
  'bill-july-0001',
  'agus-12',
  'desa-0012',
  'mart.7',
  '123',
  '0',
  '123456789012345',
  '1234567890123456',
  '20261122-0001',
  '2026-0001',
  '12-34-5678',
  '1.2.3.4',
  '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  'A1E5',
  '1E5x',
])('the reference %s is good', (refId) => {
  expect(reasonOf('refId', refId)).toBeUndefined();
});

describe("a customer's number that is mangled is refused:", () => {
  test.each([
    ['5.3E11', 'is a number with an exponent'],
    ['5.30000000001E11', 'is a number with an exponent'],
    ['5,3E11', 'is a number with an exponent'],
    ['5E+11', 'is a number with an exponent'],
    ['530.000.000.001', 'is a number with separators of thousands'],
    ['530,000,000,001', 'is a number with separators of thousands'],
    ['530 000 000 001', 'is a number with separators of thousands'],
    ['530\u00a0000\u00a0000\u00a0001', 'is a number with separators of thousands'],
    ['530.000.000.001,00', 'is a number with separators of thousands'],
    ['530,000,000,001.00', 'is a number with separators of thousands'],
    ['530,000', 'is a number with separators of thousands'],
    ['(530000)', 'is a negative number'],
    ['-530000', 'is a negative number'],
    ['−530000', 'is a negative number'],
    ['TRUE', 'is a truth value'],
    ['False', 'is a truth value'],
    ['５３００００', 'has digits other than 0 to 9'],
    ['5300٠٠', 'has digits other than 0 to 9'],
    ['1-Mei-26', 'is a date'],
    ['22-Nov-2026', 'is a date'],
  ])('%s', (customerNo, reason) => {
    expect(reasonOf('customerNo', customerNo)).toMatch(new RegExp(`^customerNo: ${reason}`));
  });
});

test.each([
  '530000000001,08123',
  '530000000001,628123',
  '530000000001,628',
  '9658548523568701,0212502110170100',
  '5300,01',
  '12E34',
  '12MAR34',
  '081234554320',
  '+628123456789',
  '5300 0000 0001',
  'B 1234 XYZ',
])("the customer's number %s is good", (customerNo) => {
  expect(reasonOf('customerNo', customerNo)).toBeUndefined();
});

describe('an extra input', () => {
  test.each([
    ['5.3E11', 'is a number with an exponent'],
    ['5,3E+11', 'is a number with an exponent'],
    ['01-Jan', 'is a date'],
    ['1-Mei-26', 'is a date'],
    ['Nov-26', 'is a date'],
  ])('that a spreadsheet has changed to %s is refused', (cell, reason) => {
    expect(reasonOf('field.zone', cell)).toMatch(new RegExp(`^field\\.zone: ${reason}`));
  });

  test.each(['2026-11-22', '22-11-2026', '01', '1.5', '-6.2088', 'May', 'true', 'Agus 12', '530.000.000.001'])(
    '%s is good',
    (cell) => {
      expect(reasonOf('field.zone', cell)).toBeUndefined();
    },
  );
});

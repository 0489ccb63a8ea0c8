import fc from 'fast-check';
import { receiptOf as ayoconnect } from '../../../activities/providers/ayoconnect/receipt.js';
import { receiptOf as digiflazz } from '../../../activities/providers/digiflazz/receipt.js';
import { receiptOf as tokopedia } from '../../../activities/providers/tokopedia/receipt.js';
import { RECEIPT, ROWS_LEFT_OUT, withinLimits } from '../../../activities/providers/receipt.js';

const bytesOf = (receipt: unknown) => Buffer.byteLength(JSON.stringify(receipt));
const rows = (count: number, value: string) => Array.from({ length: count }, (_, n) => ({ name: `row ${n}`, value }));

test('a receipt within the limits stays as it is', () => {
  for (const receipt of [[], rows(500, 'x'), rows(100, 'é'.repeat(300))])
    expect(withinLimits(receipt)).toEqual(receipt);
});

test('a receipt of more rows ends with one that says so', () => {
  const cut = withinLimits(rows(501, 'x'));
  expect(cut).toEqual([...rows(499, 'x'), ROWS_LEFT_OUT]);
});

test('a receipt of more than 64 KB as JSON is cut between two rows, as late as possible', () => {
  const all = rows(300, '"é"'.repeat(100));
  const cut = withinLimits(all);
  expect(cut.at(-1)).toEqual({ name: 'rows left out', value: expect.stringContaining('65536 bytes') });
  expect(cut.slice(0, -1)).toEqual(all.slice(0, cut.length - 1));
  expect(bytesOf(cut)).toBeLessThanOrEqual(65_536);
  expect(bytesOf([...all.slice(0, cut.length), ROWS_LEFT_OUT])).toBeGreaterThan(65_536);
});

test('no receipt is larger than the limits', () => {
  const row = fc.record({ name: fc.string(), value: fc.string({ maxLength: 500, unit: 'binary' }) });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), fc.integer({ min: 1, max: 40 }), (some, times) => {
      const receipt = withinLimits(Array.from({ length: times }, () => some).flat());
      expect(bytesOf(receipt)).toBeLessThanOrEqual(RECEIPT.maxBytes);
      expect(receipt.length).toBeLessThanOrEqual(RECEIPT.maxLines);
    }),
  );
});

const same = (text: string) => text;
const object = (count: number, value: string) =>
  Object.fromEntries(rows(count, value).map(({ name }) => [name, value]));

test.each([
  ['ayoconnect', (count: number, value: string) => ayoconnect(sayingExtra(object(count, value)), same)],
  ['digiflazz', (count: number, value: string) => digiflazz(object(count, value))],
  ['tokopedia', (count: number, value: string) => tokopedia(rows(count, value))],
])('the receipts of %s are cut in the same way', (_, receiptOf) => {
  expect(receiptOf(500, 'x')).toHaveLength(500);
  expect(receiptOf(500, 'x')).not.toContainEqual(ROWS_LEFT_OUT);
  expect(receiptOf(2_000, 'x')).toHaveLength(500);
  for (const long of [receiptOf(2_000, 'x'), receiptOf(400, 'v'.repeat(1_000))]) {
    expect(long.at(-1)).toEqual(ROWS_LEFT_OUT);
    expect(bytesOf(long)).toBeLessThanOrEqual(RECEIPT.maxBytes);
  }
});

function sayingExtra(extraFields: unknown): Parameters<typeof ayoconnect>[0] {
  return { data: { extraFields: [extraFields] } } as Parameters<typeof ayoconnect>[0];
}

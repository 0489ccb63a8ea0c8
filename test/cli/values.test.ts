import fc from 'fast-check';
import { amountOf, countOf, keyFrom, waitOf } from '../../cli/values.js';
import { rupiah } from '../../contract/rupiah.js';

test('every whole amount of rupiah is read as exactly itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (amount) => {
      expect(amountOf(String(amount))).toEqual({ value: amount });
    }),
  );
});

test('text that is not the digits of a whole amount is never read as one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.stringMatching(/^[0-9.,e+ -]{1,12}$/)), (text) => {
      const read = amountOf(text);
      if ('value' in read) expect(String(read.value)).toBe(text);
    }),
  );
});

test.each(['', '0', '-1', '+1', '1e3', '11.000', '11,000', '11 000', '011000', '0x10', 'Rp11000', '１１', ' 11000'])(
  '%j is refused as an amount',
  (text) => {
    expect(amountOf(text)).toEqual({ reason: expect.stringContaining('whole rupiah in digits only') });
  },
);

test('an amount that a JSON reader could not keep exact is too large', () => {
  expect(amountOf('9007199254740992')).toEqual({ reason: 'is too large' });
  expect(amountOf('9'.repeat(400))).toEqual({ reason: 'is too large' });
});

test('rupiah are written with a dot before every three digits and lose none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (amount) => {
      expect(rupiah(amount)).toMatch(/^Rp\d{1,3}(\.\d{3})*$/);
      expect(rupiah(amount).replaceAll(/\D/g, '')).toBe(String(amount));
    }),
  );
  expect(rupiah(-11_000)).toBe('-Rp11.000');
});

test('a time limit is a duration that a timer can hold', () => {
  expect(waitOf(undefined)).toBeUndefined();
  expect(waitOf('0s')).toBe(0);
  expect(waitOf('15m')).toBe(900_000);
  expect(() => waitOf('soon')).toThrow('wait: must be a duration');
  expect(() => waitOf('25d')).toThrow('wait: must not be longer than "24d"');
});

test('a count is a number from 1 to 100000', () => {
  expect(countOf('100000')).toEqual({ value: 100_000 });
  for (const text of ['0', '-1', '100001', '1e3', 'all']) expect(countOf(text)).toHaveProperty('reason');
});

test('a payment is named by its provider and its reference, both checked', () => {
  expect(keyFrom({ provider: 'digiswitch', ref: 'r-1' })).toEqual({ provider: 'digiswitch', refId: 'r-1' });
  expect(() => keyFrom({ provider: 'digiswitch' })).toThrow('refId: is missing (--ref)');
  expect(() => keyFrom({ provider: 'digiswitch', ref: '-r' })).toThrow('refId: must be 1 to 64');
});

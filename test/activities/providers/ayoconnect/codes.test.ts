import fc from 'fast-check';
import { meaningOf } from '../../../../activities/providers/ayoconnect/codes.js';

const codes = (min: number, max: number) => fc.integer({ min, max });
const all = (codesOf: fc.Arbitrary<number>, meaning: string) =>
  fc.assert(fc.property(codesOf, (code) => expect(meaningOf(String(code))).toBe(meaning)));

test('0 to 99 is paid, 200 to 299 processing, 300 alone a bill', () => {
  all(codes(0, 99), 'paid');
  all(codes(200, 299), 'processing');
  expect(meaningOf('300')).toBe('bill');
});

test('100 to 199 and 301 to 399 are failed', () => {
  all(codes(100, 199), 'failed');
  all(codes(301, 399), 'failed');
});

test('every other whole number is undefined', () => {
  all(fc.oneof(codes(400, Number.MAX_SAFE_INTEGER), codes(Number.MIN_SAFE_INTEGER, -1)), 'undefined');
});

test.each(['', '00', '000', '0.0', '-0', '+0', '1e2', ' 0', '0 ', '0x0', '٠', 'success', '03'])(
  'what is no whole number in its plain spelling is undefined: %j',
  (code) => {
    expect(meaningOf(code)).toBe('undefined');
  },
);

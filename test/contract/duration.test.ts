import fc from 'fast-check';
import { durationSchema, milliseconds } from '../../contract/duration.js';

const isDuration = (text: string) => durationSchema.safeParse(text).success;

test.each([
  ['0s', 0],
  ['250ms', 250],
  ['1s', 1_000],
  ['15m', 900_000],
  ['12h', 43_200_000],
  ['85d', 7_344_000_000],
])('%s is %d milliseconds', (text, ms) => {
  expect(isDuration(text)).toBe(true);
  expect(milliseconds(text)).toBe(ms);
});

test.each(['', '1', 's', '1 s', ' 1s', '1s ', '-1s', '+1s', '1.5s', '1e3s', '1S', '1w', '1s1s', '１s', '0x1s', '1s\n'])(
  '%j is not a duration: the schema refuses it and reading it throws',
  (text) => {
    expect(isDuration(text)).toBe(false);
    expect(() => milliseconds(text)).toThrow(RangeError);
  },
);

test('the longest duration is 3650 days, in every unit', () => {
  for (const text of ['3650d', '87600h', '5256000m', '315360000s']) expect(isDuration(text)).toBe(true);
  for (const text of ['3651d', '87601h', '5256001m', '315360001s', '999999999d']) expect(isDuration(text)).toBe(false);
});

test('every number and unit that the schema accepts is read as a safe whole number of milliseconds', () => {
  fc.assert(
    fc.property(fc.nat(999_999_999), fc.constantFrom('ms', 's', 'm', 'h', 'd'), (number, unit) => {
      const text = `${number}${unit}`;
      expect(isDuration(text)).toBe(milliseconds(text) <= 3_650 * 86_400_000);
      if (isDuration(text)) expect(Number.isSafeInteger(milliseconds(text))).toBe(true);
    }),
  );
});

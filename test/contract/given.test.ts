import fc from 'fast-check';
import { given } from '../../contract/given.js';

test('keys without a value are left out, and every other value stays, also the empty ones', () => {
  expect(given({ a: undefined, b: 0, c: '', d: false, e: null })).toEqual({ b: 0, c: '', d: false, e: null });
  expect(Object.keys(given({ a: undefined, b: 1 }))).toEqual(['b']);
});

test('JSON sees the same object before and after', () => {
  const values = fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined }));
  fc.assert(
    fc.property(values, (before) => {
      const copy = given(before);
      expect(Object.values(copy)).not.toContain(undefined);
      expect(JSON.stringify(copy)).toBe(JSON.stringify(before));
    }),
  );
});

test('the original object is not changed', () => {
  const original = { a: undefined, b: 1 };
  given(original);
  expect(Object.keys(original)).toEqual(['a', 'b']);
});

import fc from 'fast-check';
import { PRINTABLE, visible, visibleJson } from '../../contract/printable.js';

test('text for people shows an escape in place of each character that a terminal acts on', () => {
  expect(visible('a\u001b[2J\u009b\u202e\u2028\u{e0001}b')).toBe('a\\x1b[2J\\x9b\\u{202e}\\u{2028}\\u{e0001}b');
  expect(visible('one\ttwo\nthree é 電 😀')).toBe('one\ttwo\nthree é 電 😀');
});

test('whatever is made visible is printable, apart from line feeds and tabs', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text).replace(/[\n\t]/g, '')).toMatch(PRINTABLE);
    }),
  );
});

test('JSON for a terminal says what it said, in characters that are printable', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = visibleJson(value);
      expect(text).toMatch(PRINTABLE);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(visibleJson('\u009b\u{e0001}')).toBe('"\\u009b\\udb40\\udc01"');
});

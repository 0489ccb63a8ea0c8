import fc from 'fast-check';
import { clean, nameOf, parseExact, redactor, rupiah, troubleText } from '../../../activities/providers/reading.js';

describe('exact JSON', () => {
  test('exact JSON keeps the text of every number and touches no string', () => {
    const body = '{"a":12345678901234567890,"b":-1.50,"c":1e21,"d":"say \\"7\\" 8","e":[0,true,null],"1":"\\\\"}';
    expect(unmarked(parseExact(body))).toEqual({
      ...{ a: '12345678901234567890', b: '-1.50', c: '1e21', d: 'say "7" 8' },
      ...{ e: ['0', true, null], '1': '\\' },
    });
  });

  test('exact JSON reads what JSON.parse reads, numbers aside, and nothing else', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const texts = (_: string, value: unknown) => (typeof value === 'number' ? 'n' : value);
        expect(unmarked(shape(parseExact(text)))).toEqual(shape(JSON.parse(text, texts)));
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => parseExact(text) === undefined || JSON.parse(text) !== undefined));
  });

  test('exact JSON keeps names of digits where they stand, also when spelled as escapes', () => {
    const value = parseExact('{"b":1,"2019":"2","1":{"x":0,"07":1,"\\u0030":2},"":3}') as Record<string, object>;
    expect(Object.keys(value).map(nameOf)).toEqual(['b', '2019', '1', '']);
    expect(Object.keys(Object.values(value)[2] as object).map(nameOf)).toEqual(['x', '07', '0']);
  });

  test.each(['', '<html>', '{"a":1', '{"a":01}', '{} {}', 'undefined'])('%j is no JSON that can be read', (text) => {
    expect(parseExact(Buffer.from(text))).toBeUndefined();
  });

  test('a byte order mark is no obstacle, and __proto__ no danger', () => {
    expect(parseExact(Buffer.from('\ufeff{"a":1}'))).toEqual({ a: '1' });
    const value = parseExact('{"__proto__":{"status":"Sukses"}}') as Record<string, unknown>;
    expect(value['status']).toBeUndefined();
  });
});

/** A value with the names that the provider wrote. */
function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [nameOf(key), unmarked(inner)]));
}

/** A value with every text and number put as one mark: its structure only. */
function shape(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? 'x' : inner));
}

describe('rupiah', () => {
  test.each([
    ['8000', 8_000],
    ['10900.0', 10_900],
    ['8000.00', 8_000],
    ['0', 0],
    ['007', 7],
    [10_900, 10_900],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('%j is %d rupiah', (value, amount) => expect(rupiah(value)).toBe(amount));

  test.each([
    ...[
      '10900.5',
      '10900.0000000000000001',
      '-1',
      '1e3',
      '9007199254740992',
      '',
      ' 1',
      '1,000',
      '1.000.000',
      '100.000',
      '1.000',
      '0.000',
      'Rp1',
    ],
    ...[1.5, -1, Number.NaN, 2 ** 53, null, undefined, true, [1], { valueOf: () => 1 }],
  ])('%p is no amount', (value) => expect(rupiah(value)).toBeUndefined());

  test('an amount is exact as number or text, through JSON and back', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (amount) => {
        expect(rupiah(parseExact(JSON.stringify(amount)))).toBe(amount);
        expect(rupiah(String(amount))).toBe(amount);
        expect(rupiah(`${amount}.00`)).toBe(amount);
      }),
    );
  });

  test('an amount is undefined or a safe whole number, whatever is read', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const amount = rupiah(value);
        expect(amount === undefined || (Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
      }),
    );
  });
});

describe("a provider's words", () => {
  test("a provider's text loses a name only where it stands alone, and nothing that is too short to be recognised", () => {
    const redact = redactor(['sekret', 'abc'], { words: ['budi', 'ib'], atLeast: 4 });
    expect(redact('xsekretx budi Budiman (BUDI) ib abc')).toBe('x***x *** Budiman (***) ib abc');
  });

  test("a provider's text loses control characters and is cut, never inside a character", () => {
    expect(clean(' a\u0000b\r\nc\u0085 ')).toBe('a b c');
    expect(clean('😀'.repeat(300))).toBe('😀'.repeat(200));
  });

  test("a provider's text never holds a secret, in upper or lower case", () => {
    const redact = redactor(['u$er', undefined, '', 'k.ey', 'u$er-long']);
    expect(redact('u$er-long, U$ER, k.ey, kxey')).toBe('***, ***, ***, kxey');
    expect(redactor([])('as it is')).toBe('as it is');
  });
});

test('transport trouble is described in our own words', () => {
  const text = troubleText({ kind: 'not-sent', why: 'connect', detail: 'ECONNREFUSED' });
  expect(text).toBe('no connection to the provider (ECONNREFUSED)');
});

import fc from 'fast-check';
import { receiptOf } from '../../../../activities/providers/digiflazz/receipt.js';
import { parseExact } from '../../../../activities/providers/reading.js';

test('empty values are left out and numbers shown as they were written', () => {
  const desc = parseExact('{"a":"","b":null,"c":"  ","d":1e21,"e":12345678901234567890,"f":false,"g":0,"h":{},"i":[]}');
  expect(receiptOf(desc)).toEqual([
    { name: 'd', value: '1e21' },
    { name: 'e', value: '12345678901234567890' },
    { name: 'f', value: 'false' },
    { name: 'g', value: '0' },
  ]);
});

test('objects within objects are flattened, and lists within rows keep their rows apart', () => {
  const desc = { tagihan: { admin: 1, detail: [{ x: 'a', bagian: [{ y: 1 }, { y: 2 }] }] }, kode: ['p', 'q'] };
  expect(receiptOf(desc)).toEqual([
    { name: 'tagihan.admin', value: '1' },
    { name: 'x', value: 'a', group: 'tagihan.detail 1' },
    { name: 'y', value: '1', group: 'tagihan.detail 1 / bagian 1' },
    { name: 'y', value: '2', group: 'tagihan.detail 1 / bagian 2' },
    { name: 'kode', value: 'p' },
    { name: 'kode', value: 'q' },
  ]);
});

test('two rows of one period are still two groups', () => {
  const rows = [{ periode: '01', a: 1 }, { periode: '01', a: 2 }, { a: 3 }];
  const groups = receiptOf({ detail: rows, denda: [{ periode: '01' }] }).map((line) => line.group);
  expect(groups).toEqual(['01', '01', '01 (2)', '01 (2)', 'detail 3', '01 (3)']);
});

test('names that belong to JavaScript are names like any other', () => {
  const desc = parseExact('{"__proto__":"x","constructor":{"prototype":1},"detail":[{"__proto__":2}]}');
  expect(receiptOf(desc).map(({ name, value }) => [name, value])).toEqual([
    ['__proto__', 'x'],
    ['constructor.prototype', '1'],
    ['__proto__', '2'],
  ]);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('anything at all becomes a receipt of bounded size with names and values', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (desc) => {
      for (const line of receiptOf(desc)) {
        expect(line.name).not.toBe('');
        expect(line.value.trim()).not.toBe('');
        expect(line.value.length).toBeLessThanOrEqual(1_000);
      }
    }),
  );
  expect(receiptOf(Array(10_000).fill({ a: 1 }))).toHaveLength(500);
  expect(receiptOf(JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)))).toEqual([]);
});

test('thousands of rows that say nothing, or all have one label, are counted once each', () => {
  const rows = Array.from({ length: 20_000 }, () => ({ periode: '01', a: '' }));
  expect(receiptOf(rows)).toHaveLength(500);
  expect(receiptOf(Array.from({ length: 200_000 }, () => ({})))).toEqual([]);
  let read = 0;
  const counting = new Proxy(rows, {
    get: (target, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) read += 1;
      return Reflect.get(target, key) as unknown;
    },
  });
  receiptOf(counting);
  expect(read).toBeLessThanOrEqual(502);
});

test('a label that looks like a numbered one is still a group of its own', () => {
  const rows = ['01', '01 (2)', '01', '01'].map((periode) => ({ periode }));
  expect(receiptOf(rows).map((line) => line.group)).toEqual(['01', '01 (2)', '01 (3)', '01 (4)']);
});

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { customerHash, customerKeyOf } from '../../contract/customer.js';

test('the hash is what any language computes: the first 16 bytes of HMAC-SHA-256, in hexadecimal', () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(bytes, fc.string({ unit: 'grapheme', maxLength: 128 }), (key, customerNo) => {
      const expected = createHmac('sha256', key).update(customerNo, 'utf8').digest('hex').slice(0, 32);
      expect(customerHash(key, customerNo)).toBe(expected);
    }),
  );
});

test('a key is 32 bytes in base64, and nothing else', () => {
  expect(customerKeyOf(Buffer.alloc(32, 1).toString('base64'))).toEqual(new Uint8Array(32).fill(1));
  for (const text of ['', 'secret', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')]) {
    expect(customerKeyOf(text)).toBeUndefined();
  }
});

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { parseBody, tokenOf } from '../../../../activities/providers/ayoconnect/wire.js';

/** Reads a JWT by the letter of its standard, with nothing of the adapter's. */
function decode(token: string, secret: string): { header: unknown; payload: unknown } {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const standard = (part: string) => part.replace(/-/g, '+').replace(/_/g, '/');
  const hmac = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64');
  expect(standard(signature)).toBe(hmac.replace(/=+$/, ''));
  const json = (part: string) => JSON.parse(Buffer.from(standard(part), 'base64').toString('utf8')) as unknown;
  return { header: json(header), payload: json(payload) };
}

describe('a token', () => {
  test('a token is the request itself, signed, in base64url without padding', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.maxSafeInteger())), fc.string(), (body, key) => {
        const payload = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
        const token = tokenOf(payload, key);
        expect(token).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/);
        expect(decode(token, key)).toEqual({ header: { alg: 'HS256', typ: 'JWT' }, payload });
      }),
    );
  });

  test('a token is what others make of the same claims and secret', () => {
    // The example of jwt.io.
    const token = tokenOf({ sub: '1234567890', name: 'John Doe', iat: 1516239022 }, 'your-256-bit-secret');
    expect(token.split('.')[2]).toBe('SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c');
  });
});

describe('a body', () => {
  test('a body is read with numbers or text alike, and N/A as nothing', () => {
    const data = { refNumber: 12345, transactionId: '7', accountNumber: '0012', token: 'N/A', customerName: '-' };
    expect(parseBody(JSON.stringify({ responseCode: '0', data }))).toMatchObject({
      responseCode: '0',
      data: {
        refNumber: '12345',
        transactionId: '7',
        accountNumber: '0012',
        token: undefined,
        customerName: undefined,
      },
    });
  });

  test.each(['{"data":{}}', '{"data":null}', '{"data":[]}', '{}'])('a body may hold nothing: %s', (body) => {
    expect(parseBody(body)).toEqual({ message: {}, data: {} });
  });

  test('a body that is no reply is called what it is', () => {
    expect(parseBody('<html>')).toBe('not-json');
    for (const body of ['[]', '7', 'null', '"x"', '{"data":"x"}', '{"data":[1]}']) {
      expect(parseBody(body)).toBe('not-protocol');
    }
  });
});

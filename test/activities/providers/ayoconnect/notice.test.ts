import fc from 'fast-check';
import { changed, provider, sample } from './support.js';

const read = (body: string, headers: Record<string, string> = {}) =>
  provider().notice({ headers, body: Buffer.from(body) });

test('a callback is a reason to check and never a claim, whatever it says', () => {
  const failed = changed('status', { responseCode: 103, success: false });
  for (const reply of [sample('status'), sample('payment'), failed, { data: { refNumber: 'rg6ytrdvrvr4' } }]) {
    const hint = { kind: 'hint', refId: 'rg6ytrdvrvr4' };
    expect(read(JSON.stringify(reply))).toEqual(hint);
    expect(read(JSON.stringify(reply), { 'x-signature': 'x' })).toEqual(hint);
  }
});

test.each(['../r1', 'INV/2024/01', 'x'.repeat(65), '-a'])(
  "a reference that cannot be ours is somebody else's: %j",
  (ref) => {
    expect(read(JSON.stringify(changed('status', {}, { refNumber: ref })))).toEqual({ kind: 'foreign' });
  },
);

test.each(['', '<html>', '{}', '[]', '{"data":null}', '{"data":{"refNumber":""}}', '{"data":{"refNumber":{}}}'])(
  'a body that names no reference is unreadable: %s',
  (body) => {
    expect(read(body)).toEqual({ kind: 'refused', why: 'unreadable' });
  },
);

test('nothing that is delivered makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(['refused', 'hint', 'foreign']).toContain(read(body).kind);
    }),
  );
});

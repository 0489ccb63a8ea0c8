import { parseKey, parseResolution } from '../../client/keys.js';

test('a key is checked before it becomes a workflow id', () => {
  expect(parseKey({ provider: 'digiswitch', refId: 'inv-1' })).toEqual({ provider: 'digiswitch', refId: 'inv-1' });
  expect(() => parseKey({ provider: 'Digiswitch', refId: 'inv:1' })).toThrow(
    expect.objectContaining({
      code: 'InvalidRequest',
      faults: [expect.objectContaining({ path: 'provider' }), expect.objectContaining({ path: 'refId' })],
    }),
  );
});

test('a request can be its own key, and only provider and reference are kept of it', () => {
  const request = { provider: 'digiswitch', refId: 'inv-1', product: 'pln', customerNo: '530000000001' };
  expect(parseKey(request)).toEqual({ provider: 'digiswitch', refId: 'inv-1' });
});

test('a verdict is trimmed, and every fault of it is named with its path', () => {
  const verdict = { status: 'Gagal', by: ' Sari ', note: 'letter of 3 May' };
  expect(parseResolution(verdict)).toEqual({ ...verdict, by: 'Sari' });
  expect(() => parseResolution({ status: 'Pending', by: ' ', amount: 1 })).toThrow(
    expect.objectContaining({
      code: 'InvalidRequest',
      faults: ['status', 'by', 'note', 'amount'].map((path): unknown => expect.objectContaining({ path })),
    }),
  );
});

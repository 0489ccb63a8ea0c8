import fc from 'fast-check';
import { resolutionSchema } from '../../contract/messages.js';
import { readResolution } from '../../contract/resolution.js';

const verdict = { status: 'Gagal', by: 'ops', note: "seen in the provider's dashboard" };

test('a verdict with a name and a note is read, without the blanks around them', () => {
  expect(readResolution(verdict)).toEqual({ resolution: verdict });
  expect(readResolution({ status: 'Sukses', by: ' ops ', note: '\tstatement\n' })).toEqual({
    resolution: { status: 'Sukses', by: 'ops', note: 'statement' },
  });
});

test.each([
  ['a status that is no verdict', { ...verdict, status: 'Pending' }, ['status']],
  ['a status in other letters', { ...verdict, status: 'sukses' }, ['status']],
  ['no name', { ...verdict, by: undefined }, ['by']],
  ['a name of blanks', { ...verdict, by: '  ' }, ['by']],
  ['a name that is too long', { ...verdict, by: 'x'.repeat(129) }, ['by']],
  ['a name that is not text', { ...verdict, by: 7 }, ['by']],
  ['no note', { ...verdict, note: '' }, ['note']],
  ['a note that is too long', { ...verdict, note: 'x'.repeat(2_001) }, ['note']],
  ['an unknown key', { ...verdict, amount: 1 }, ['amount']],
  ['nothing at all', undefined, ['status', 'by', 'note']],
  ['text in place of an object', 'Gagal', ['status', 'by', 'note']],
])('%s is refused with the path of every fault', (_, value, paths) => {
  const read = readResolution(value);
  expect('faults' in read && read.faults.map(({ path }) => path)).toEqual(paths);
});

test('the published schema and the check of the workflow accept and refuse the same values', () => {
  const field = fc.oneof(
    fc.string(),
    fc.constantFrom('', ' ', 'Sukses', 'Gagal', 'x'.repeat(128), 'x'.repeat(129), 'x'.repeat(2_000), 'x'.repeat(2_001)),
    fc.constantFrom(undefined, null, 1),
  );
  const value = fc.record(
    { status: field, by: field, note: field, other: fc.constant(1) },
    { requiredKeys: ['status', 'by', 'note'] },
  );
  fc.assert(
    fc.property(fc.oneof(value, fc.jsonValue()), (any) => {
      expect('resolution' in readResolution(any)).toBe(resolutionSchema.safeParse(any).success);
    }),
    { numRuns: 1_000 },
  );
});

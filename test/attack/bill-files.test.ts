import fc from 'fast-check';
import { Random } from '../chaos/random.js';
import { fileOfBytes, fileOfCells, fileOfReference, judgeFile } from './bill-files.js';

const VICTIM = { provider: 'digiswitch', refId: 'bill-1', product: 'pln', customerNo: '530010000001' };
const HEADER = 'line,provider,refId,status,reason,amount,code,message';
const judged = (result: string, printed = '', error?: unknown) => judgeFile({ result, printed, error }, VICTIM);

describe('the judge of hostile files', () => {
  test('finds nothing in a refusal and in a result of the sender alone', () => {
    expect(judged('', 'line 3: customerNo: must be text\n')).toEqual([]);
    expect(judged(`${HEADER}\n2,"digiswitch","file-7","Sukses",,11000,"00","ok"\n`)).toEqual([]);
    expect(judged(`${HEADER}\n2,"digiswitch","bill-1",,,,"RequestMismatch","another request"\n`)).toEqual([]);
  });

  test.each([
    ["somebody else's outcome", `${HEADER}\n2,"digiswitch","bill-1","Sukses",,11000,"00","ok"\n`, ''],
    ['a formula', `${HEADER}\n2,"=1+1","x",,,,,"skipped"\n`, ''],
    ['a control character in the result', `${HEADER}\n2,"\u001b[2J","x",,,,,"skipped"\n`, ''],
    ['a control character on the terminal', '', 'line 2: \u001b]0;owned\u0007'],
    ['a text that turns its direction', '', 'line 2: \u202ereversed'],
    ['a cell that became a line', `${HEADER}\n3,"digiswitch","line-of-a-cell",,,,,"x"\n`, ''],
  ])('finds %s', (_what, result, printed) => {
    expect(judged(result, printed)).toHaveLength(1);
  });

  test('finds an error that is none of ours', () => {
    expect(judged('', '', new TypeError('undefined'))).toEqual(['a file of bills ended with TypeError: undefined']);
  });
});

test('a seed draws the same hostile files again', () => {
  const all = (seed: number) =>
    [fileOfBytes, fileOfCells, fileOfReference].map((file) =>
      String(file({ random: new Random(seed, 'file'), victim: VICTIM })),
    );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => expect(all(seed)).toEqual(all(seed))),
    { numRuns: 20 },
  );
});

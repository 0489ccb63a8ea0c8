import { decide, DECIDED_WITHIN_MS } from './operator.js';

describe('the operator of a chaos run', () => {
  test.each([
    ['Sukses', 'Sukses'],
    ['Gagal', 'Gagal'],
  ] as const)('decides %s at once where the biller has it as %s', (truth, decision) => {
    expect(decide(truth, 0)).toBe(decision);
  });

  test.each([
    ['Pending', 'Sukses'],
    ['none', 'Gagal'],
  ] as const)('waits where the biller has %s, which may change, and then decides %s', (truth, decision) => {
    expect(decide(truth, DECIDED_WITHIN_MS - 1)).toBeUndefined();
    expect(decide(truth, DECIDED_WITHIN_MS)).toBe(decision);
  });
});

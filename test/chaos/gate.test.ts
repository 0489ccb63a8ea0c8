import { Gate } from './gate.js';

describe('the gate of a client', () => {
  test('lets no more through than there is room for, and all in their order', async () => {
    const gate = new Gate(2);
    const seen: number[] = [];
    const leave: (() => void)[] = [];
    const work = (name: number) => () => {
      seen.push(name);
      return new Promise<void>((resolve) => leave.push(resolve));
    };
    const passed = [0, 1, 2, 3].map((name) => gate.pass(work(name)));
    expect(seen).toEqual([0, 1]);
    leave[0]?.();
    await passed[0];
    await Promise.resolve();
    expect(seen).toEqual([0, 1, 2]);
    leave[1]?.();
    leave[2]?.();
    await passed[2];
    await Promise.resolve();
    expect(seen).toEqual([0, 1, 2, 3]);
    leave[3]?.();
    await Promise.all(passed);
  });

  test('gives a place back also when the work fails', async () => {
    const gate = new Gate(1);
    await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await gate.pass(() => Promise.resolve());
  });
});

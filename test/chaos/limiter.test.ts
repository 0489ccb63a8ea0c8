import { Limiter } from './limiter.js';

describe('the limiter of a client', () => {
  test('runs no more work at once than there is room for, and all of it in its order', async () => {
    const limiter = new Limiter(2);
    const seen: number[] = [];
    const leave: (() => void)[] = [];
    const work = (name: number) => () => {
      seen.push(name);
      return new Promise<void>((resolve) => leave.push(resolve));
    };
    const passed = [0, 1, 2, 3].map((name) => limiter.pass(work(name)));
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

  test('frees its place also when the work fails', async () => {
    const limiter = new Limiter(1);
    await expect(limiter.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await limiter.pass(() => Promise.resolve());
  });
});

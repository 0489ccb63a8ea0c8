import { z } from 'zod';
import { ProviderUnderTest } from './provider-under-test.js';
import { breaches } from './breaches.js';
import { Broken, keep } from './promise.js';
import { promises } from './promises/index.js';
import { digiswitch } from './subjects/digiflazz.js';

const noticed = new Set<string>();
let kit: ProviderUnderTest;
beforeAll(async () => {
  kit = await ProviderUnderTest.open(digiswitch);
});
afterEach(() => kit.wrap((provider) => provider));
afterAll(() => kit.close());

describe('a provider that', () => {
  test.each(breaches)('a provider that $name is noticed', async ({ wrap, noticedBy }) => {
    for (const part of noticedBy) {
      const chosen = promises.filter(({ name }) => name.includes(part));
      expect([part, chosen.length > 0]).toEqual([part, true]);
      for (const promise of chosen) {
        kit.wrap(wrap);
        expect([promise.name, await broken(promise)]).toEqual([promise.name, true]);
        noticed.add(promise.name);
      }
    }
  });
});

test('a subject that leaves out a class of replies, or a provider with loose settings, is noticed', async () => {
  const { adapter, cases } = digiswitch;
  const poor = { ...digiswitch, cases: { ...cases, pay: cases.pay.filter(({ is }) => is !== 'pending') } };
  const loose = { ...digiswitch, adapter: { ...adapter, settings: z.looseObject({}) } };
  for (const [subject, part] of [
    [poor, 'covers every class'],
    [loose, 'refuses settings'],
  ] as const) {
    const other = await ProviderUnderTest.open(digiswitch);
    const promise = promises.find(({ name }) => name.includes(part))!;
    await expect(keep(promise, Object.assign(other, { subject }))).rejects.toThrow(Broken);
    noticed.add(promise.name);
    await other.close();
  }
});

test('there is no promise whose breach goes unnoticed', () => {
  expect(promises.map(({ name }) => name).filter((name) => !noticed.has(name))).toEqual([]);
});

async function broken(promise: (typeof promises)[number]): Promise<boolean> {
  try {
    await keep(promise, kit);
    return false;
  } catch (error) {
    if (error instanceof Broken) return true;
    throw error;
  }
}

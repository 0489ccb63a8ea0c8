import { adapters } from '../../activities/providers/index.js';
import { ProviderUnderTest } from './provider-under-test.js';
import { keep } from './promise.js';
import { promises } from './promises/index.js';
import { subjects } from './subjects/index.js';

describe.each(subjects)('$name', (subject) => {
  let kit: ProviderUnderTest;
  beforeAll(async () => {
    kit = await ProviderUnderTest.open(subject);
  });
  afterAll(() => kit.close());

  test.each(promises)('$name', (promise) => keep(promise, kit));
});

test('every adapter is checked', () => {
  const checked = new Set(subjects.map(({ adapter }) => adapter));
  expect(Object.entries(adapters).filter(([, adapter]) => !checked.has(adapter))).toEqual([]);
});

test('no promise is made twice', () => {
  const names = promises.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

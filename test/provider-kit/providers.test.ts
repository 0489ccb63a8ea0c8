import { adapters } from '../../activities/providers/index.js';
import { Bench } from './bench.js';
import { keep } from './promise.js';
import { promises } from './promises/index.js';
import { subjects } from './subjects/index.js';

describe.each(subjects)('$name', (subject) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(subject);
  });
  afterAll(() => bench.close());

  test.each(promises)('$name', (promise) => keep(promise, bench));
});

test('every adapter is checked', () => {
  const checked = new Set(subjects.map(({ adapter }) => adapter));
  expect(Object.entries(adapters).filter(([, adapter]) => !checked.has(adapter))).toEqual([]);
});

test('no promise is made twice', () => {
  const names = promises.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

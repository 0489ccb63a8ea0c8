import { testBundle } from '../support/environment.js';
import { projectFolder } from '../../worker/bundle.js';
import { CASES } from './cases/index.js';
import { runCases } from './run-cases.js';

/** All cases run at once; each is then judged by itself. */
const results = new Map<string, string[]>();
const only = new RegExp(process.env['TUNTAS_MATRIX'] ?? '');
const cases = CASES.filter(({ title }) => only.test(title));

beforeAll(async () => {
  const begun = performance.now();
  for (const { one, trouble } of await runCases(cases, { folder: projectFolder, bundle: testBundle() })) {
    results.set(one.title, trouble);
  }
  const seconds = Math.round((performance.now() - begun) / 1_000);
  process.stderr.write(`Fault matrix: ${results.size} cases in ${seconds} s\n`);
}, 900_000);

test.each(cases.map(({ title }) => title))('%s', (title) => {
  expect(results.get(title)).toEqual([]);
});

test('no two cases share a title', () => {
  expect(new Set(CASES.map(({ title }) => title)).size).toBe(CASES.length);
});

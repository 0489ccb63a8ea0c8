import { testBundle } from '../support/environment.js';
import { projectFolder } from '../../worker/bundle.js';
import { RESOLVED_CASES } from './cases/index.js';
import { runCases } from './run-cases.js';
import { isInShortForm } from './short-form.js';
import { summaryOf } from './summary.js';

/** All cases run at once; each is then judged by itself. */
const results = new Map<string, string[]>();
const only = process.env['TUNTAS_MATRIX'];
/** Without a choice, the part that `npm test` has time for. */
const cases = RESOLVED_CASES.filter((one) =>
  only === undefined ? isInShortForm(one) : new RegExp(only).test(one.title),
);

beforeAll(async () => {
  const begun = performance.now();
  const runs = await runCases(cases, { folder: projectFolder, bundle: testBundle() });
  for (const { one, broken } of runs) results.set(one.title, broken);
  const seconds = Math.round((performance.now() - begun) / 1_000);
  process.stderr.write(`Fault matrix: ${summaryOf(runs)} in ${seconds} s\n`);
}, 900_000);

test.each(cases.map(({ title }) => title))('%s', (title) => {
  expect(results.get(title)).toEqual([]);
});

test('no two cases share a title', () => {
  expect(new Set(RESOLVED_CASES.map(({ title }) => title)).size).toBe(RESOLVED_CASES.length);
});

import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../worker/bundle.js';
import { eachTestsFolder } from '../support/folder.js';
import { run } from '../support/run.js';

const folder = eachTestsFolder();

/** Runs `.ci/run` with an npm whose exit codes and counts are given. */
async function ci({ install = 0, test = 0, counts }: { install?: number; test?: number; counts?: object }) {
  const npm = join(folder(), 'npm');
  const write = counts ? `echo '${JSON.stringify(counts)}' > "$TUNTAS_TEST_COUNTS"` : ':';
  await writeFile(npm, `#!/bin/sh\nif [ "$1" = ci ]; then exit ${install}; fi\n${write}\nexit ${test}\n`);
  await chmod(npm, 0o755);
  const env = { ...process.env, PATH: `${folder()}:${process.env['PATH']}` };
  const { code, stdout } = await run('bash', [join(projectFolder, '.ci', 'run')], { env });
  return { code, last: stdout.trimEnd().split('\n').at(-1), stdout };
}

const counted = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped });

test('the last line is the count, and all passed ends with 0', async () => {
  expect(await ci({ counts: counted(12, 0) })).toMatchObject({ code: 0, last: '12 passed, 0 failed' });
});

test.each([
  ['a failed test', { test: 1, counts: counted(11, 1) }, '11 passed, 1 failed'],
  ['a test that was left out', { counts: counted(11, 0, 2) }, '11 passed, 2 failed'],
  ['no test at all', { counts: counted(0, 0) }, '0 passed, 1 failed'],
  ['a failed installation', { install: 1, counts: counted(5, 0) }, '0 passed, 1 failed'],
  ['checks that fail before the tests', { test: 1 }, '0 passed, 1 failed'],
  ['jest failing as a whole', { test: 1, counts: counted(12, 0) }, '12 passed, 1 failed'],
])('%s fails the run', async (_what, given, last) => {
  const ended = await ci(given);
  expect(ended).toMatchObject({ last });
  expect(ended.code).not.toBe(0);
});

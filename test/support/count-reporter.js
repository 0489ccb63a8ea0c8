import { writeFileSync } from 'node:fs';

/** Writes jest's counts as JSON to the file that `TUNTAS_TEST_COUNTS` names, for `.ci/run`. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.TUNTAS_TEST_COUNTS;
    if (!file) return;
    const counts = {
      passed: results.numPassedTests,
      // A suite that cannot even be loaded has no failed test in it, and still is a failure.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(file, JSON.stringify(counts));
  }
}

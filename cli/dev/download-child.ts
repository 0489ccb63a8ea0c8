import { TestWorkflowEnvironment } from '@temporalio/testing';

// Started by download.ts: has the SDK download a server, which it can only do by starting it too.
const [kind, downloadDir] = process.argv.slice(2);
const options = { server: { executable: { type: 'cached-download' as const, downloadDir: downloadDir ?? '.' } } };
try {
  const environment =
    kind === 'time-skipping'
      ? await TestWorkflowEnvironment.createTimeSkipping(options)
      : await TestWorkflowEnvironment.createLocal(options);
  await environment.teardown();
  process.exit(0);
} catch (error) {
  const words = error instanceof Error ? error.message : String(error);
  // The SDK nests the same sentence several times; its end says what went wrong.
  process.stderr.write(words.split(': ').slice(-2).join(': '));
  process.exit(1);
}

import { TestWorkflowEnvironment } from '@temporalio/testing';

// Started by download.ts. The SDK downloads a server only when it starts one.
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
  // The SDK repeats the same sentence several times; only its end names the cause.
  process.stderr.write(words.split(': ').slice(-2).join(': '));
  process.exit(1);
}

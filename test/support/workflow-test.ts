import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startTestEnvironment } from './environment.js';
import { startTestWorkers, type TestWorkers, type TestWorkersOptions } from './test-workers.js';

export interface WorkflowTest {
  /** The time-skipping server of the file; available inside hooks and tests only. */
  readonly env: TestWorkflowEnvironment;
  /** Starts workers on that server. Workers that a test leaves running are stopped after it. */
  start(options?: Omit<TestWorkersOptions, 'env'>): Promise<TestWorkers>;
}

/** Registers the hooks of a file of workflow tests: one time-skipping server per file, and no workers between tests. */
export function workflowTest(): WorkflowTest {
  let environment: TestWorkflowEnvironment | undefined;
  const started: TestWorkers[] = [];
  const current = () => {
    if (!environment) throw new Error('the time-skipping server runs inside hooks and tests only');
    return environment;
  };

  beforeAll(async () => {
    environment = await startTestEnvironment();
  });
  afterEach(async () => {
    for (const workers of started.splice(0)) await workers.stop();
  });
  afterAll(async () => {
    await environment?.teardown();
  });

  return {
    get env() {
      return current();
    },
    async start(options = {}) {
      const workers = await startTestWorkers({ env: current(), ...options });
      started.push(workers);
      return workers;
    },
  };
}

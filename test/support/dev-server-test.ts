import { TestWorkflowEnvironment } from '@temporalio/testing';
import { startDevServer, type DevServer } from './environment.js';
import { startTestWorkers, type TestWorkers, type TestWorkersOptions } from './test-workers.js';

interface Started {
  server: DevServer;
  env: TestWorkflowEnvironment;
  workers: TestWorkers;
}

/**
 * Registers the hooks of a file of tests on a development server of its own, whose time passes as everywhere: the server,
 * and workers with a scripted provider. What it returns is available inside hooks and tests only.
 */
export function devServerTest(options: Omit<TestWorkersOptions, 'env'>): Readonly<Started> {
  const started = {} as Started;
  beforeAll(async () => {
    started.server = await startDevServer();
    started.env = await TestWorkflowEnvironment.createFromExistingServer({ address: started.server.address });
    started.workers = await startTestWorkers({ env: started.env, ...options });
  });
  afterAll(async () => {
    await started.workers.stop();
    await started.env.teardown();
    await started.server.stop();
  });
  return started;
}

import { startTestEnvironment } from '../support/environment.js';
import { type Recording, workflowIdOf } from './histories.js';
import { openScenarioRunner } from './run-scenario.js';
import { scenarios } from './scenarios.js';

/** Runs every scenario on a server of its own and returns the histories. @param version names them */
export async function freshHistories(version: string, options: { maxCachedWorkflows?: number }): Promise<Recording[]> {
  const env = await startTestEnvironment();
  const runner = await openScenarioRunner(env, options);
  const recordings: Recording[] = [];
  try {
    for (const [name, scenario] of Object.entries(scenarios)) {
      const refId = `${name}.${version}`;
      const history = await runner.runScenario(scenario, refId);
      recordings.push({ version, name, workflowId: workflowIdOf(scenario, refId), history });
    }
  } finally {
    await runner.close();
    await env.teardown();
  }
  return recordings;
}

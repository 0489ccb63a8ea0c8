import { Worker } from '@temporalio/worker';
import { createPaymentActivities, type Deps } from '../../activities/index.js';
import { thisMachine } from '../../activities/world.js';
import { ledgerQueue, paymentsQueue } from '../../contract/names.js';
import { testBundle } from './environment.js';
import { scriptedProvider } from './scripted-provider.js';
import { testConfig, type TestWorkersOptions } from './test-workers.js';

/** Workers of the payments' own queue and the ledger's: nobody takes an activity that contacts the provider. */
export async function startWorkersWithoutProvider({
  env,
  script = {},
  config = testConfig(),
  ledger = {},
}: TestWorkersOptions): Promise<{ stop: () => Promise<void> }> {
  const now = () => env.currentTimeMs();
  const providers = { digiswitch: scriptedProvider('digiswitch', script, now).provider };
  const deps: Deps = { ...thisMachine, config, providers, client: env.client, now };
  const shared = { connection: env.nativeConnection, shutdownGraceTime: 0 };
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: paymentsQueue,
      workflowBundle: { codePath: testBundle() },
      activities: createPaymentActivities(deps),
    }),
    Worker.create({ ...shared, taskQueue: ledgerQueue, activities: ledger }),
  ]);
  const runs = workers.map((worker) => worker.run());
  return {
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(runs);
    },
  };
}

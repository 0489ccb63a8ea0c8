import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { createLedgerActivities, createPaymentActivities, createProviderActivities } from '../../activities/index.js';
import type { LedgerActivities } from '../../activities/index.js';
import { Payments } from '../../client/payments.js';
import { configSchema, type Config } from '../../contract/config.js';
import type { PaymentRequest } from '../../contract/request.js';
import { testBundle } from './environment.js';
import { scriptedProvider, type Script } from './scripted-provider.js';

// What a worker says of itself is no part of a test's result.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
});

export type ScriptedLedger = Partial<{ [K in keyof LedgerActivities]: LedgerActivities[K] }>;

/** A configuration with one provider, `digiswitch`; what a test does not name is as in production. */
export function testConfig(provider: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Config {
  return configSchema.parse({
    deadline: '30d',
    ...more,
    providers: {
      digiswitch: {
        adapter: 'digiflazz',
        baseUrl: 'http://127.0.0.1:9',
        credentials: {},
        minGap: '60s',
        firstCheck: '60s',
        poll: [
          { every: '1m', for: '10m' },
          { every: '1h', for: '7d' },
        ],
        reviewAfter: '30d',
        sameDay: false,
        allowTesting: true,
        ...provider,
      },
    },
  });
}

export interface TestWorkersOptions {
  env: TestWorkflowEnvironment;
  script?: Script;
  config?: Config;
  ledger?: ScriptedLedger;
  maxCachedWorkflows?: number;
  bundle?: string;
}

/** Workers with a scripted provider (and ledger) on a server that skips time. */
export async function startTestWorkers({
  env,
  script = {},
  config = testConfig(),
  ledger,
  ...options
}: TestWorkersOptions) {
  const now = () => env.currentTimeMs();
  const scripted = scriptedProvider('digiswitch', script, now);
  const deps = { config, providers: { digiswitch: scripted.provider }, client: env.client, now };
  const shared = {
    connection: env.nativeConnection,
    // A stage is struck at once: nothing here is worth waiting for.
    shutdownGraceTime: 0,
  };
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: 'payments',
      workflowBundle: { codePath: options.bundle ?? testBundle() },
      activities: createPaymentActivities(deps),
      ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
    }),
    Worker.create({ ...shared, taskQueue: 'payments-digiswitch', activities: createProviderActivities(deps) }),
    Worker.create({
      ...shared,
      taskQueue: 'payments-ledger',
      activities: { ...createLedgerActivities(deps), ...ledger },
    }),
  ]);
  const runs = workers.map((worker) => worker.run());
  return {
    ...scripted,
    payments: new Payments(env.client),
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(runs);
    },
  };
}

export type TestWorkers = Awaited<ReturnType<typeof startTestWorkers>>;

/** A client that waits in real time: for what must not outlive its time-out while nothing else goes on. */
export function realTimeClient(env: TestWorkflowEnvironment): Client {
  return new Client({ connection: env.connection });
}

let references = 0;

/** A request that breaks no rule, under a reference of its own. */
export function aRequest(more: Partial<PaymentRequest> = {}): PaymentRequest {
  references += 1;
  return {
    provider: 'digiswitch',
    refId: `ref-${process.pid}-${references}`,
    product: 'pln',
    customerNo: '530000000001',
    ...more,
  };
}

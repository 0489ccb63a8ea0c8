import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import {
  createLedgerActivities,
  createNotifyActivities,
  createPaymentActivities,
  createProviderActivities,
  type Deps,
  type LedgerActivities,
} from '../../activities/index.js';
import { thisMachine, type World } from '../../activities/world.js';
import { Payments } from '../../client/payments.js';
import { configSchema, type Config } from '../../contract/config.js';
import { given } from '../../contract/given.js';
import { checkQueue, ledgerQueue, notifyQueue, paymentsQueue, providerQueue } from '../../contract/names.js';
import type { PaymentRequest } from '../../contract/request.js';
import { testBundle } from './environment.js';
import { scriptedProvider, type Script } from './scripted-provider.js';

// A worker's own log is not part of a test's result.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
});

/** Secret of every receiver. */
export const TEST_SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

export type ScriptedLedger = Partial<{ [K in keyof LedgerActivities]: LedgerActivities[K] }>;

/** A configuration with one provider, `digiswitch`; what a test does not set is as in production. */
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
  /** What answers HTTP calls. @default this machine */
  exchange?: World['exchange'];
  /** Key of the search attribute `PaymentCustomer`. @default none */
  customerKey?: Uint8Array;
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
  // Everything is this machine's, except the clock: the server's time runs ahead while nothing works.
  const now = () => env.currentTimeMs();
  const scripted = scriptedProvider('digiswitch', script, now);
  const deps: Deps = {
    ...thisMachine,
    ...given({ exchange: options.exchange, customerKey: options.customerKey }),
    config,
    providers: { digiswitch: scripted.provider },
    client: env.client,
    now,
    notifySecrets: Object.fromEntries((config.notify ?? []).map(({ name }) => [name, [TEST_SECRET]])),
  };
  const shared = {
    connection: env.nativeConnection,
    // At the end of a test no call under way matters any more.
    shutdownGraceTime: 0,
  };
  const contacting = createProviderActivities(deps);
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: paymentsQueue,
      workflowBundle: { codePath: options.bundle ?? testBundle() },
      activities: createPaymentActivities(deps),
      ...given({ maxCachedWorkflows: options.maxCachedWorkflows }),
    }),
    Worker.create({ ...shared, taskQueue: providerQueue('digiswitch'), activities: contacting }),
    Worker.create({ ...shared, taskQueue: checkQueue('digiswitch'), activities: contacting }),
    Worker.create({
      ...shared,
      taskQueue: ledgerQueue,
      activities: { ...createLedgerActivities(deps), ...ledger },
    }),
    ...(config.notify ?? []).map(({ name }) =>
      Worker.create({ ...shared, taskQueue: notifyQueue(name), activities: createNotifyActivities(deps) }),
    ),
  ]);
  const runs = workers.map((worker) => worker.run());
  return {
    ...scripted,
    payments: env.supportsTimeSkipping ? new SkippingPayments(env.client) : new Payments(env.client),
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(runs);
    },
  };
}

/** The server skips time while somebody waits for a result, and not while an update is waited for. */
class SkippingPayments extends Payments {
  override async pay(...[request, timeLimitMs]: Parameters<Payments['pay']>): ReturnType<Payments['pay']> {
    return this.outcome(await this.start(request), timeLimitMs);
  }
}

export type TestWorkers = Awaited<ReturnType<typeof startTestWorkers>>;

/** A client that waits in real time and does not make the server skip time, so that no timeout passes at once. */
export function realTimeClient(env: TestWorkflowEnvironment): Client {
  return new Client({ connection: env.connection });
}

let references = 0;

/** A valid request under a new reference. */
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

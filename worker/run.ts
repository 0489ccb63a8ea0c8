import { Client } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import {
  createLedgerActivities,
  createNotifyActivities,
  createPaymentActivities,
  createProviderActivities,
  type Deps,
} from '../activities/index.js';
import { HEARTBEAT_INTERVAL_MS } from '../activities/heartbeat.js';
import { thisMachine, type World } from '../activities/world.js';
import { milliseconds } from '../contract/duration.js';
import { given } from '../contract/given.js';
import { checkQueue, ledgerQueue, notifyQueue, paymentsQueue, providerQueue } from '../contract/names.js';
import type { Provider } from '../activities/providers/provider.js';
import type { Config } from '../contract/config.js';
import { workflowBundle } from './bundle.js';
import type { Counterparty } from './counterparties.js';

export interface WorkerSetup {
  connection: NativeConnection;
  namespace: string;
  config: Config;
  providers: Record<string, Provider>;
  ledgerToken?: string | undefined;
  /** Key of the search attribute `PaymentCustomer`. @default none */
  customerKey?: Uint8Array | undefined;
  /** Secrets of each receiver of `notify`, by its name. @default none */
  notifySecrets?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Who stands behind each provider. @default unknown: queue names without a fingerprint, for tests */
  counterparties?: Readonly<Record<string, Counterparty>>;
  /** HTTP calls, clocks, waits and random bytes for the activities. @default this machine's own */
  world?: World;
  /** Path of the workflows' bundle. @default the one that `npm run build` made */
  bundle?: string;
}

/**
 * Makes the workers of one process without running them: one for the queue `payments`, two for each provider (one for
 * inquiry and pay, one for status checks) that divide its rate, one for the ledger, and one for each receiver of `notify`.
 * Call `prepareNamespace` before; a test's own server does not need it.
 */
export async function createWorkers(setup: WorkerSetup): Promise<Worker[]> {
  const { connection, namespace, config } = setup;
  const bundle = setup.bundle ?? (await workflowBundle());
  const workers: Worker[] = [];
  try {
    for (const options of workerOptions(setup, bundle)) {
      workers.push(await Worker.create({ connection, namespace, ...HEARTBEATS, ...drainOf(config), ...options }));
    }
  } catch (error) {
    await discard(workers);
    throw error;
  }
  return workers;
}

/** Without these the SDK holds heartbeats back for 0.8 of their timeout, so that one late call would discard a reply. */
const HEARTBEATS = {
  maxHeartbeatThrottleInterval: HEARTBEAT_INTERVAL_MS,
  defaultHeartbeatThrottleInterval: HEARTBEAT_INTERVAL_MS,
} satisfies Partial<WorkerOptions>;

function workerOptions(setup: WorkerSetup, bundle: string): (WorkerOptions & { taskQueue: string })[] {
  const { config, connection, namespace, providers } = setup;
  const deps: Deps = {
    ...(setup.world ?? thisMachine),
    config,
    providers,
    client: new Client({ connection, namespace }),
    ...given({
      ledgerToken: setup.ledgerToken,
      notifySecrets: setup.notifySecrets,
      customerKey: setup.customerKey,
    }),
    fingerprints: Object.fromEntries(
      Object.entries(setup.counterparties ?? {}).map(([name, { current }]) => [name, current]),
    ),
  };
  // One set of activities for all queues: their state is kept by the provider's name.
  const contacting = createProviderActivities(deps);
  return [
    {
      taskQueue: paymentsQueue,
      workflowBundle: { codePath: bundle },
      activities: createPaymentActivities(deps),
      maxConcurrentWorkflowTaskExecutions: config.worker.workflowSlots,
      maxCachedWorkflows: config.worker.cachedWorkflows,
    },
    ...Object.entries(config.providers).flatMap(([name, { ratePerSecond, checkShare, slots }]) => {
      const shared = { activities: contacting, maxConcurrentActivityTaskExecutions: slots };
      const checksPerSecond = ratePerSecond * checkShare;
      const { current, former } = setup.counterparties?.[name] ?? { current: undefined, former: [] };
      // Payments that began at an earlier address are on its queues.
      return [current, ...former].flatMap((fingerprint) => [
        {
          ...shared,
          taskQueue: providerQueue(name, fingerprint),
          maxTaskQueueActivitiesPerSecond: ratePerSecond - checksPerSecond,
        },
        { ...shared, taskQueue: checkQueue(name, fingerprint), maxTaskQueueActivitiesPerSecond: checksPerSecond },
      ]);
    }),
    ...(config.ledger ? [{ taskQueue: ledgerQueue, activities: createLedgerActivities(deps) }] : []),
    ...(config.notify ?? []).map(({ name, slots }) => ({
      taskQueue: notifyQueue(name),
      activities: createNotifyActivities(deps),
      maxConcurrentActivityTaskExecutions: slots,
    })),
  ];
}

/** Calls under way have `drain` to end. An activity that ignores its cancellation is given up ten seconds later. */
function drainOf(config: Config): Pick<WorkerOptions, 'shutdownGraceTime' | 'shutdownForceTime'> {
  const drain = milliseconds(config.worker.drain);
  return { shutdownGraceTime: drain, shutdownForceTime: drain + 10_000 };
}

/**
 * Runs the workers until `stop` aborts, then lets the calls under way finish. When one worker fails the others are
 * drained too, and its error is thrown.
 */
export async function runWorkers(workers: readonly Worker[], stop: AbortSignal): Promise<void> {
  const runs = workers.map((worker) => worker.run());
  const shutdown = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  stop.addEventListener('abort', shutdown, { once: true });
  if (stop.aborted) shutdown();
  const results = await Promise.allSettled(runs.map((run) => run.finally(shutdown)));
  stop.removeEventListener('abort', shutdown);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** A worker that never ran keeps its connection; only running it and stopping it frees the connection. */
async function discard(workers: readonly Worker[]): Promise<void> {
  await runWorkers(workers, AbortSignal.abort()).catch(() => undefined);
}

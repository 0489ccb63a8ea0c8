import { Client } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { milliseconds } from '../contract/duration.js';
import {
  createLedgerActivities,
  createPaymentActivities,
  createProviderActivities,
  type Deps,
} from '../activities/index.js';
import { ledgerQueue, paymentsQueue, providerQueue } from '../contract/names.js';
import type { Provider } from '../activities/providers/provider.js';
import type { Config } from '../contract/config.js';
import { workflowBundle } from './bundle.js';

export interface WorkerSetup {
  connection: NativeConnection;
  namespace: string;
  config: Config;
  providers: Record<string, Provider>;
  ledgerToken?: string | undefined;
  /** Milliseconds since 1970. @default the machine's clock */
  now?: () => Promise<number>;
  /** The workflows' bundle. @default the one that `npm run build` made */
  bundle?: string;
}

/**
 * Makes the workers of one process, not running yet: the payments' own, one for each provider with its rate and slots,
 * and the ledger's. `prepareNamespace` comes first, except on a test's own server.
 */
export async function createWorkers(setup: WorkerSetup): Promise<Worker[]> {
  const { connection, namespace, config } = setup;
  const bundle = setup.bundle ?? (await workflowBundle());
  const workers: Worker[] = [];
  try {
    for (const options of workerOptions(setup, bundle)) {
      workers.push(await Worker.create({ connection, namespace, ...drainOf(config), ...options }));
    }
  } catch (error) {
    await discard(workers);
    throw error;
  }
  return workers;
}

function workerOptions(setup: WorkerSetup, bundle: string): (WorkerOptions & { taskQueue: string })[] {
  const { config, connection, namespace, providers } = setup;
  const deps: Deps = {
    config,
    providers,
    client: new Client({ connection, namespace }),
    now: setup.now ?? (() => Promise.resolve(Date.now())),
    ...(setup.ledgerToken === undefined ? {} : { ledgerToken: setup.ledgerToken }),
  };
  // One set for all queues: what it remembers about a provider is kept by the provider's name.
  const contacting = createProviderActivities(deps);
  return [
    {
      taskQueue: paymentsQueue,
      workflowBundle: { codePath: bundle },
      activities: createPaymentActivities(deps),
      maxConcurrentWorkflowTaskExecutions: config.worker.workflowSlots,
      maxCachedWorkflows: config.worker.cachedWorkflows,
    },
    ...Object.entries(config.providers).map(([name, { ratePerSecond, slots }]) => ({
      taskQueue: providerQueue(name),
      activities: contacting,
      maxTaskQueueActivitiesPerSecond: ratePerSecond,
      maxConcurrentActivityTaskExecutions: slots,
    })),
    ...(config.ledger ? [{ taskQueue: ledgerQueue, activities: createLedgerActivities(deps) }] : []),
  ];
}

/** Calls under way get `drain` to end; what ignores the cancellation after it is given up ten seconds later. */
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

/** A worker that never ran holds on to its connection: it has to be run to be given up. */
async function discard(workers: readonly Worker[]): Promise<void> {
  await runWorkers(workers, AbortSignal.abort()).catch(() => undefined);
}

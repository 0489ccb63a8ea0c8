import type { WorkflowService } from '@temporalio/client';
import { checkQueue, ledgerQueue, notifyQueue, paymentsQueue, providerQueue } from '../../contract/names.js';
import { counterpartiesOf } from '../../worker/counterparties.js';
import { pollersOf } from '../pollers.js';
import type { Context } from './context.js';
import { hasAccount } from './counterparties.js';
import { NO_TEMPORAL, notChecked, ok, problem, type Seen } from './finding.js';
import type { Setup } from './setup.js';
import { TEMPORAL_CALL_MS } from './temporal-connection.js';

/** Whether workers poll for payments, and for the activities that this configuration needs. */
export async function checkWorkers(context: Context): Promise<Seen[]> {
  const temporal = await context.temporal();
  if (temporal.kind !== 'answers') return NO_TEMPORAL;
  const { connection, namespace } = temporal;
  const { workflowService } = connection;
  return connection.withDeadline(Date.now() + TEMPORAL_CALL_MS, async () => {
    const workers = await pollersOf(workflowService, namespace, paymentsQueue);
    if (workers.length === 0) {
      const seen = 'no worker polls for payments: none goes on';
      return [problem(seen, 'start `tuntas worker`, or set TEMPORAL_NAMESPACE to where it is', paymentsQueue)];
    }
    const needed = context.setup ? needs(context.setup) : [];
    return [
      ok(`polled by ${listed(workers)}`, paymentsQueue),
      ...(await Promise.all(needed.map((need) => lookAt(need, workflowService, namespace)))),
    ];
  });
}

/** The first of them; there may be hundreds. */
function listed(workers: readonly string[]): string {
  const [more, shown] = [workers.length - 5, workers.slice(0, 5).join(', ')];
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** The queues of activities that one part of the configuration needs. */
interface Need {
  subject: string;
  /** undefined: they cannot be told, because the account of the provider is not set. */
  queues: string[] | undefined;
}

function needs(setup: Setup): Need[] {
  const { config, secrets } = setup;
  const counterparties = counterpartiesOf(config, secrets);
  return [
    { subject: 'activities of our own', queues: [paymentsQueue] },
    ...Object.keys(config.providers).map((name) => {
      const fingerprint = counterparties[name]?.current;
      const queues = [providerQueue(name, fingerprint), checkQueue(name, fingerprint)];
      return { subject: name, queues: hasAccount(setup, name) ? queues : undefined };
    }),
    ...(config.ledger ? [{ subject: 'ledger', queues: [ledgerQueue] }] : []),
    ...(config.notify ?? []).map(({ name }) => ({ subject: `receiver ${name}`, queues: [notifyQueue(name)] })),
  ];
}

async function lookAt({ subject, queues }: Need, service: WorkflowService, namespace: string): Promise<Seen> {
  if (!queues) return notChecked('needs the name of our account, which is not set', subject);
  const polled = await Promise.all(queues.map((queue) => pollersOf(service, namespace, queue, 'activity')));
  const without = queues.filter((_, index) => polled[index]?.length === 0);
  if (without.length === 0) return ok(`polled: ${queues.join(', ')}`, subject);
  return problem(
    `no worker polls ${without.join(', ')}: those that run have another configuration or another account`,
    'start `tuntas worker` with this configuration and these secrets, and stop the others',
    subject,
  );
}

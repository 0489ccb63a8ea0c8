import { Client, Connection } from '@temporalio/client';
import { temporalTarget, type TemporalTarget } from '../client/connection.js';
import { toTuntasError } from '../client/errors.js';
import { Payments } from '../client/index.js';
import { standingRunOf } from '../client/standing.js';
import type { Config } from '../contract/config.js';
import { TuntasError } from '../contract/errors.js';
import { paymentId, type PaymentKey, paymentsQueue } from '../contract/names.js';
import { waitedMs } from './batch/waited.js';
import { pollersOf } from './pollers.js';
import { webUiOf, workflowPage } from './web-ui.js';

/** The methods of the client library that the command line uses. */
export type PaymentMethods = Pick<
  Payments,
  | 'start'
  | 'pay'
  | 'startBill'
  | 'confirm'
  | 'cancel'
  | 'resolve'
  | 'outcome'
  | 'progress'
  | 'review'
  | 'list'
  | 'notifications'
  | 'retryNotifications'
>;

/** A connection to Temporal: the client library, and what only the command line needs. */
export interface Session {
  payments: PaymentMethods;
  /** Whether the payment runs, and not only a start over it that will be refused; this needs no worker. Throws PaymentNotFound. */
  isRunning(key: PaymentKey): Promise<boolean>;
  /** How long a task of this payment has waited on average; milliseconds. This needs no worker. */
  waitedMs(key: PaymentKey): Promise<number | undefined>;
  /** Whether a worker polls for payments at the moment. */
  hasWorker(): Promise<boolean>;
  /** The page of a workflow in the Web UI; undefined where nobody has said where that is. */
  page(workflowId: string): string | undefined;
  /** Makes calls with a deadline of `ms` milliseconds, so that none is open when the session is closed. */
  within<T>(ms: number, calls: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Connects to the server that Temporal's own environment names, else to this machine at the configured port.
 * Throws like `connectTo` and `webUiOf`.
 */
export async function connect(config?: Config): Promise<Session> {
  const target = temporalTarget(config?.temporal.port);
  return connectTo(target, webUiOf(target, config));
}

/**
 * Connects to one Temporal server. Throws `TuntasError` (code Unreachable) when it does not answer.
 * @param webUi the address of its Web UI. @default unknown
 */
export async function connectTo({ connectionOptions, namespace }: TemporalTarget, webUi?: string): Promise<Session> {
  const { address } = connectionOptions;
  const connection = await Connection.connect(connectionOptions).catch((cause: unknown) => {
    const how = 'start it (`tuntas dev` does) or set TEMPORAL_ADDRESS';
    throw new TuntasError('Unreachable', `Temporal does not answer at ${address}: ${how}`, { cause });
  });
  const client = new Client({ connection, namespace });
  return {
    payments: new Payments(client),
    isRunning: (key) => isRunning(client, key),
    waitedMs: (key) => waitedMs(client, key),
    hasWorker: () => hasWorker(client),
    page: (workflowId) => (webUi === undefined ? undefined : workflowPage(webUi, namespace, workflowId)),
    within: (ms, calls) => connection.withDeadline(Date.now() + ms, calls),
    close: () => connection.close(),
  };
}

async function isRunning(client: Client, key: PaymentKey): Promise<boolean> {
  try {
    const latest = await client.workflow.getHandle(paymentId(key)).describe();
    if (latest.status.name !== 'RUNNING') return false;
    return (await standingRunOf(client, key, latest)).kind === 'running';
  } catch (error) {
    throw toTuntasError(error, key);
  }
}

async function hasWorker({ workflowService, options: { namespace } }: Client): Promise<boolean> {
  return (await pollersOf(workflowService, namespace, paymentsQueue)).length > 0;
}

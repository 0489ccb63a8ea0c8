import { Client, Connection } from '@temporalio/client';
import { paymentsQueue } from '../contract/names.js';
import { toTuntasError } from '../client/errors.js';
import { Payments, paymentId, type PaymentKey } from '../client/index.js';
import type { Config } from '../contract/config.js';
import { TuntasError } from '../contract/errors.js';
import type { TemporalTarget } from '../worker/connect.js';

/** The methods of the client library that the command line uses. */
export type PaymentMethods = Pick<
  Payments,
  'start' | 'startBill' | 'confirm' | 'cancel' | 'resolve' | 'outcome' | 'progress' | 'list'
>;

/** A connection to Temporal, with what the command line asks beside the client library. */
export interface Session {
  payments: PaymentMethods;
  /** Whether the payment's workflow is running; needs no worker. Throws PaymentNotFound. */
  isRunning(key: PaymentKey): Promise<boolean>;
  /** Whether a worker asks for payments at the moment. */
  hasWorker(): Promise<boolean>;
  /** Makes calls that are given up after `ms` milliseconds, so that none is left when the session is closed. */
  within<T>(ms: number, calls: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A poll stays open for a minute at most; the server lists pollers for some minutes more. */
const POLLER_AGE_MS = 120_000;

/** Connects as Temporal's own environment says, else to this machine at the configuration's port. */
export async function connect(config?: Config): Promise<Session> {
  const { temporalTarget } = await import('../worker/connect.js');
  return connectTo(temporalTarget(config?.temporal.port ?? 7_233));
}

/** Throws `TuntasError` (code Unreachable) when nothing answers there. */
export async function connectTo({ connectionOptions, namespace }: TemporalTarget): Promise<Session> {
  const { address } = connectionOptions;
  const connection = await Connection.connect(connectionOptions).catch((cause: unknown) => {
    const how = 'start it (`tuntas dev` does) or set TEMPORAL_ADDRESS';
    throw new TuntasError('Unreachable', `Temporal does not answer at ${address}: ${how}`, { cause });
  });
  const client = new Client({ connection, namespace });
  return {
    payments: new Payments(client),
    isRunning: (key) => isRunning(client, key),
    hasWorker: () => hasWorker(client),
    within: (ms, calls) => connection.withDeadline(Date.now() + ms, calls),
    close: () => connection.close(),
  };
}

async function isRunning(client: Client, key: PaymentKey): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(paymentId(key)).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    throw toTuntasError(error, key);
  }
}

async function hasWorker({ workflowService, options: { namespace } }: Client): Promise<boolean> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: paymentsQueue },
  });
  const since = Date.now() - POLLER_AGE_MS;
  return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > since);
}

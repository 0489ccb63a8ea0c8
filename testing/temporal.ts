import { Client, Connection } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { NativeConnection } from '@temporalio/worker';
import { Payments } from '../client/payments.js';
import { GRPC_STATUS } from '../contract/grpc-status.js';
import { connectWorker } from '../worker/connect.js';
import { addSearchAttributes, registerSearchAttributes } from '../worker/namespace.js';

/** The Temporal server of a test: an environment of `@temporalio/testing`, or the address of a server. */
export type TestTemporal =
  | Pick<
      TestWorkflowEnvironment,
      'client' | 'connection' | 'nativeConnection' | 'namespace' | 'currentTimeMs' | 'supportsTimeSkipping'
    >
  | { address: string; namespace?: string };

/** What a worker and a client of a test need of Temporal. */
export interface Opened {
  client: Client;
  payments: Payments;
  connection: NativeConnection;
  namespace: string;
  /** Temporal's clock; milliseconds since 1970. */
  now: () => Promise<number>;
  /** Closes what was opened here. */
  close(): Promise<void>;
}

/** Connects, and registers the payments' search attributes. Throws `TuntasError` (code Unreachable). */
export async function openTemporal(temporal: TestTemporal): Promise<Opened> {
  if (!('nativeConnection' in temporal)) return connect(temporal);
  const { client, nativeConnection, namespace = 'default', supportsTimeSkipping } = temporal;
  if (supportsTimeSkipping) await addOnce(temporal.connection, namespace);
  else await registerSearchAttributes(temporal.connection, namespace);
  return {
    client,
    payments: supportsTimeSkipping ? new SkippingPayments(client) : new Payments(client),
    connection: nativeConnection,
    namespace,
    now: () => temporal.currentTimeMs(),
    close: () => Promise.resolve(),
  };
}

async function connect({ address, namespace = 'default' }: { address: string; namespace?: string }): Promise<Opened> {
  const worker = await connectWorker({ connectionOptions: { address }, namespace });
  const connection = Connection.lazy({ address });
  const close = async () => {
    await connection.close();
    await worker.close();
  };
  try {
    await registerSearchAttributes(worker, namespace);
  } catch (error) {
    await close();
    throw error;
  }
  const client = new Client({ connection, namespace });
  const now = () => Promise.resolve(Date.now());
  return { client, payments: new Payments(client), connection: worker, namespace, now, close };
}

/** The time-skipping server has no list of workflows, by which a real one tells whether the attributes are there. */
async function addOnce(connection: Connection, namespace: string): Promise<void> {
  try {
    await addSearchAttributes(connection, namespace);
  } catch (error) {
    if ((error as { code?: unknown }).code !== GRPC_STATUS.alreadyExists) throw error;
  }
}

/** The server skips time while somebody waits for a result, and not while an update is waited for. */
class SkippingPayments extends Payments {
  override async pay(...[request, timeLimitMs]: Parameters<Payments['pay']>): ReturnType<Payments['pay']> {
    return this.outcome(await this.start(request), timeLimitMs);
  }
}

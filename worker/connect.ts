import { Connection, type ConnectionOptions } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { TemporalTarget } from '../client/connection.js';
import { TuntasError } from '../contract/errors.js';

/** Connects for a worker. Throws `TuntasError` (code Unreachable) when Temporal does not answer. */
export async function connectWorker({ connectionOptions }: TemporalTarget): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(connectionOptions);
  } catch (cause) {
    throw new TuntasError(
      'Unreachable',
      `Temporal does not answer at ${connectionOptions.address}: start it (\`tuntas dev\` does) or set TEMPORAL_ADDRESS`,
      { cause },
    );
  }
}

/** Whether a Temporal server answers there within `timeoutMs` milliseconds. */
export async function answers(options: ConnectionOptions, timeoutMs: number): Promise<boolean> {
  // A lazy connection can be closed; one that fails while it is made cannot, and would try for ever.
  const connection = Connection.lazy({ ...options, connectTimeout: timeoutMs });
  try {
    await connection.ensureConnected();
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

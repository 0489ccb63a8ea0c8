import { Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConfigProfile, toClientOptions } from '@temporalio/envconfig';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import { TuntasError } from '../contract/errors.js';

/** Where Temporal is, and how to reach it. */
export interface TemporalTarget {
  connectionOptions: NativeConnectionOptions & { address: string };
  namespace: string;
}

/**
 * The server that Temporal's own environment variables and configuration file name (`TEMPORAL_ADDRESS`, TLS, API key…);
 * `localhost` at `port` where they name none.
 */
export function temporalTarget(port: number, env: NodeJS.ProcessEnv = process.env): TemporalTarget {
  const overrideEnvVars = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  const { connectionOptions, namespace } = toClientOptions(loadClientConfigProfile({ overrideEnvVars }));
  return {
    connectionOptions: { ...connectionOptions, address: connectionOptions.address ?? `127.0.0.1:${port}` },
    namespace: namespace ?? 'default',
  };
}

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
  // Lazily: a connection that fails while it is made cannot be closed, and would go on trying.
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

import { Connection } from '@temporalio/client';
import { clean } from '../../activities/providers/reading.js';
import { temporalTarget } from '../../client/connection.js';
import type { Config } from '../../contract/config.js';
import { GRPC_STATUS } from '../../contract/grpc-status.js';

/**
 * - `answers`: connected;
 * - `silent`: no answer at the address;
 * - `refuses`: it answers, and does not let us in;
 * - `unknown-target`: Temporal's own environment variables or configuration file cannot be read.
 */
export type Temporal =
  | { kind: 'answers'; connection: Connection; namespace: string; address: string; tls: boolean; version: string }
  | { kind: 'silent' | 'refuses'; address: string; why: string; mend: string }
  | { kind: 'unknown-target'; why: string; mend: string };

/** For an answer of Temporal's server to anything; milliseconds. */
export const TEMPORAL_CALL_MS = 5_000;

/** Connects to the server that a worker with this environment and configuration would use. Never rejects. */
export async function connectTemporal(env: NodeJS.ProcessEnv, config: Config | undefined): Promise<Temporal> {
  try {
    const { connectionOptions, namespace } = temporalTarget(config?.temporal.port, env);
    const { address, apiKey, tls } = connectionOptions;
    const secure = apiKey !== undefined || (tls !== undefined && tls !== false && tls !== null);
    // Both are made here: an address of another form is refused at once.
    const connection = Connection.lazy(connectionOptions);
    const tried = Connection.lazy({ ...connectionOptions, interceptors: [] });
    const seen = await tryServer(tried);
    if ('version' in seen) return { kind: 'answers', connection, namespace, address, tls: secure, ...seen };
    await connection.close();
    return { address, ...explain(seen.error, secure) };
  } catch (error) {
    const why = `Temporal's environment variables or its configuration file cannot be used: ${firstLine(error)}`;
    const mend = 'correct TEMPORAL_… or the file that TEMPORAL_CONFIG_FILE names';
    return { kind: 'unknown-target', why, mend };
  }
}

/** @param connection without the SDK's repeats, which would hide the cause behind a deadline. */
async function tryServer(connection: Connection): Promise<{ version: string } | { error: unknown }> {
  try {
    const call = () => connection.workflowService.getSystemInfo({});
    const { serverVersion } = await connection.withDeadline(Date.now() + TEMPORAL_CALL_MS, call);
    return { version: serverVersion };
  } catch (error) {
    return { error };
  } finally {
    await connection.close();
  }
}

const START = 'start it (`tuntas dev` does, for one machine), or set TEMPORAL_ADDRESS';

const WANTS_TLS = 'correct TEMPORAL_ADDRESS, or set TEMPORAL_TLS';
const CERTIFICATES = 'correct TEMPORAL_ADDRESS, or the certificates that TEMPORAL_TLS_… names';

/** What the text of a failed connection tells: the first row that fits. `tls`: whether we ask for TLS. */
const CAUSES: { text: RegExp; tls?: boolean; why: string; mend: string }[] = [
  { text: /name resolution failed/i, why: 'its name cannot be looked up', mend: 'correct TEMPORAL_ADDRESS' },
  { text: /ECONNREFUSED/, why: 'nothing listens there', mend: START },
  {
    text: /wrong version number|packet length too long/i,
    why: 'it does not speak TLS',
    mend: 'leave out TEMPORAL_TLS and TEMPORAL_API_KEY, or name the port with TLS',
  },
  {
    text: /before secure TLS|alert/i,
    why: 'it ends the TLS connection, as without a certificate of ours',
    mend: CERTIFICATES,
  },
  { text: /certificate|altname|ssl|tls/i, why: 'its certificate is not trusted', mend: CERTIFICATES },
  {
    text: /protocol error|unimplemented/i,
    tls: false,
    why: 'what answers there is no Temporal, or wants TLS',
    mend: WANTS_TLS,
  },
  { text: /protocol error|unimplemented/i, why: 'what answers there is no Temporal', mend: 'correct TEMPORAL_ADDRESS' },
  {
    text: /failed to connect|ECONNRESET|dropped/i,
    tls: false,
    why: 'it ends the connection: it may want TLS',
    mend: WANTS_TLS,
  },
];

function explain(error: unknown, tls: boolean): { kind: 'silent' | 'refuses'; why: string; mend: string } {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === GRPC_STATUS.unauthenticated || code === GRPC_STATUS.permissionDenied) {
    const mend = 'correct TEMPORAL_API_KEY, or the certificate that TEMPORAL_TLS_… names';
    return { kind: 'refuses', why: 'it does not accept our API key or certificate', mend };
  }
  const text = String(message);
  const cause = CAUSES.find((row) => row.text.test(text) && (row.tls === undefined || row.tls === tls));
  if (cause) return { kind: 'silent', why: cause.why, mend: cause.mend };
  if (code === GRPC_STATUS.deadlineExceeded || code === GRPC_STATUS.unavailable) {
    return { kind: 'silent', why: `no answer within ${TEMPORAL_CALL_MS / 1_000} s`, mend: START };
  }
  return { kind: 'refuses', why: `it answers with gRPC status ${String(code)}`, mend: "look at the server's own log" };
}

/** The lines after it can quote the file, in which an API key may stand. */
function firstLine(error: unknown): string {
  return clean(String(error instanceof Error ? error.message : error).split('\n')[0] ?? '');
}

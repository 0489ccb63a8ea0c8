import { join } from 'node:path';
import { temporalTarget, type TemporalTarget } from '../../client/connection.js';
import type { Config } from '../../contract/config.js';
import { isLoopback, isSandboxed } from '../../worker/sandboxed.js';
import { acquireTemporal } from './binary.js';
import { answers, connectWorker } from '../../worker/connect.js';
import { raiseRetention, registerSearchAttributes } from '../../worker/namespace.js';
import { assertPortFree } from '../../worker/ports.js';
import { startTemporal, type TemporalServer } from './server.js';

export interface LocalTemporal {
  target: TemporalTarget;
  /** Absent when the server was not started here. */
  webUi?: string;
  /** Absent when the server was not started here; then it is not stopped either. */
  server?: TemporalServer;
}

/**
 * The server that the environment names, when it answers; else one that is started on this machine, with its state in
 * the configured folder `temporal.state`. Throws `TuntasError`: PortInUse, or NoTemporal with every way to get one.
 */
export async function ensureTemporal({
  config,
  log,
  env = process.env,
}: {
  config: Config;
  log: (line: string) => void;
  env?: NodeJS.ProcessEnv;
}): Promise<LocalTemporal> {
  const { port, uiPort, state } = config.temporal;
  const named = temporalTarget(port, env);
  if (await answers(named.connectionOptions, 3_000)) {
    log(`Using the Temporal server at ${named.connectionOptions.address}`);
    // The server on this machine serves development, and the worker refuses a retention that is too short.
    if (isLoopback(hostOf(named.connectionOptions.address))) await prepare(named, config);
    return { target: named };
  }

  const host = '127.0.0.1';
  await assertPortFree(host, port, 'temporal.port');
  await assertPortFree(host, uiPort, 'temporal.uiPort');
  const binary = await acquireTemporal({ env, log });
  log(`No Temporal server answers at ${named.connectionOptions.address}: starting one, with its state in ${state}`);
  const server = await startTemporal({
    binary,
    host,
    port,
    uiPort,
    namespace: named.namespace,
    dbFile: join(state, 'temporal.db'),
    logFile: join(state, 'server.log'),
    synchronous: isSandboxed(config) ? 'normal' : 'full',
  });
  const target = { connectionOptions: { address: server.address }, namespace: named.namespace };
  try {
    await prepare(target, config);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { target, server, ...(server.webUi ? { webUi: server.webUi } : {}) };
}

async function prepare(target: TemporalTarget, config: Config): Promise<void> {
  const connection = await connectWorker(target);
  try {
    await raiseRetention(connection, target.namespace, config.retention);
    await registerSearchAttributes(connection, target.namespace);
  } finally {
    await connection.close();
  }
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}

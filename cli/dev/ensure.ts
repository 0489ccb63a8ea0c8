import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporalTarget, type TemporalTarget } from '../../client/connection.js';
import type { Config } from '../../contract/config.js';
import { TuntasError } from '../../contract/errors.js';
import { isSandboxed } from '../../worker/sandboxed.js';
import { acquireTemporal } from './binary.js';
import { answers, connectWorker } from '../../worker/connect.js';
import { raiseRetention, registerSearchAttributes } from '../../worker/namespace.js';
import { assertPortFree, freePort } from '../../worker/ports.js';
import { startTemporal, type TemporalServer } from './server.js';

export interface LocalTemporal {
  target: TemporalTarget;
  /** Absent when the server was not started here. */
  webUi?: string;
  /** Absent when the server was not started here; then it is not stopped either. */
  server?: TemporalServer;
}

export interface TemporalWanted {
  config: Config;
  log: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  /** A server that somebody has named on purpose: it is used as it is. @default one that is started here */
  address?: string | undefined;
  /** Where another program has the configured port: take another one, with a state of its own. @default false */
  anyPort?: boolean;
}

/**
 * The server that `address` names, or one that is started on this machine, with its state in the configured folder
 * `temporal.state`. A server that only happens to be there is never used, whatever `TEMPORAL_ADDRESS` says: its payments
 * could be real. Throws `TuntasError`: Unreachable for an address, PortInUse, or NoTemporal with every way to get one.
 */
export async function ensureTemporal(wanted: TemporalWanted): Promise<LocalTemporal> {
  const { config, log, env = process.env, address } = wanted;
  if (address !== undefined) return { target: await namedServer(address, env, log) };
  if (env['TEMPORAL_ADDRESS']) log('TEMPORAL_ADDRESS is not used here: --address names a server on purpose');

  const place = await placeOf(wanted);
  const binary = await acquireTemporal({ env, log });
  log(`Starting a Temporal server, with its state in ${place.state}`);
  const namespace = env['TEMPORAL_NAMESPACE'] || 'default';
  const server = await startTemporal({
    binary,
    host: HOST,
    port: place.port,
    uiPort: place.uiPort,
    namespace,
    dbFile: join(place.state, 'temporal.db'),
    logFile: join(place.state, 'server.log'),
    synchronous: isSandboxed(config) ? 'normal' : 'full',
  });
  const ours = place.isTemporary ? withoutState(server, place.state) : server;
  const target = { connectionOptions: { address: server.address }, namespace };
  try {
    await prepare(target, config);
  } catch (error) {
    await ours.stop();
    throw error;
  }
  return { target, server: ours, ...(server.webUi ? { webUi: server.webUi } : {}) };
}

const HOST = '127.0.0.1';

async function namedServer(
  address: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<TemporalTarget> {
  const { connectionOptions, namespace } = temporalTarget(undefined, { ...env, TEMPORAL_ADDRESS: address });
  if (!(await answers(connectionOptions, 3_000))) {
    throw new TuntasError('Unreachable', `Temporal does not answer at ${address} (--address)`);
  }
  log(`Using the Temporal server at ${address}, namespace ${namespace}; nothing of the namespace is changed`);
  return { connectionOptions, namespace };
}

interface Place {
  port: number;
  uiPort: number;
  state: string;
  isTemporary: boolean;
}

/** The configured ports and folder; where another program has a port and any other will do, others. */
async function placeOf({ config, log, anyPort = false }: TemporalWanted): Promise<Place> {
  const { port, uiPort, state } = config.temporal;
  try {
    await assertPortFree(HOST, port, 'temporal.port');
    await assertPortFree(HOST, uiPort, 'temporal.uiPort');
    return { port, uiPort, state, isTemporary: false };
  } catch (error) {
    if (!anyPort || !(error instanceof TuntasError)) throw error;
    log(`${error.message}. Another port is taken instead, and nothing of this run is kept`);
    const folder = await mkdtemp(join(tmpdir(), 'tuntas-'));
    return { port: await freePort(HOST), uiPort: await freePort(HOST), state: folder, isTemporary: true };
  }
}

function withoutState(server: TemporalServer, folder: string): TemporalServer {
  const remove = () => rm(folder, { recursive: true, force: true });
  return { ...server, stop: () => server.stop().then(remove), kill: () => server.kill().then(remove) };
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

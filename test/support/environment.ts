import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { addSearchAttributes } from '../../worker/namespace.js';
import { freePort } from './ports.js';
import { startTemporal, type TemporalServer } from '../../cli/dev/server.js';

/** The path of the workflows' bundle, built from the current sources. */
export function testBundle(): string {
  return prepared('TUNTAS_TEST_BUNDLE');
}

/** The path of the server that skips time. */
export function testTimeSkipping(): string {
  return prepared('TUNTAS_TEST_TIME_SKIPPING');
}

/** A server that skips time while nothing runs, with the payments' search attributes. For one test at a time. */
export async function startTestEnvironment(): Promise<TestWorkflowEnvironment> {
  const environment = await startPatiently(testTimeSkipping());
  await addSearchAttributes(environment.connection, 'default');
  return environment;
}

/** Starts of the time-skipping server. */
const STARTS = 6;

/** The SDK waits five seconds for the server, which a busy machine needs for the start of Java alone. */
async function startPatiently(path: string): Promise<TestWorkflowEnvironment> {
  for (let start = 1; ; start += 1) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
      });
    } catch (error) {
      const late = error instanceof Error && error.message.includes('did not start within');
      if (!late || start === STARTS) throw error;
    }
  }
}

/** A development server with its own folder; it can be killed and started again on the same file. */
export interface DevServer {
  readonly address: string;
  readonly server: TemporalServer;
  /** Ends it as a crash does, if it still runs, and starts it again: same port, same file. */
  restart(): Promise<void>;
  /** Stops it and deletes its file. */
  stop(): Promise<void>;
}

/**
 * Starts a real Temporal server, with the payments' search attributes, for one test file.
 * @param webUi whether it has the Web UI, on a port of its own. @default false
 */
export async function startDevServer({ webUi = false }: { webUi?: boolean } = {}): Promise<DevServer> {
  const binary = prepared('TUNTAS_TEST_TEMPORAL');
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-temporal-'));
  let port = await freePort();
  let uiPort = webUi ? await freePort() : undefined;
  const start = () =>
    startTemporal({
      binary,
      port,
      ...(uiPort === undefined ? {} : { uiPort }),
      dbFile: join(folder, 'temporal.db'),
      logFile: join(folder, 'server.log'),
      synchronous: 'normal',
    });
  // The server opens more ports of its own choice, one of which another process may have taken in the same moment.
  let server = await start().catch(async () => {
    port = await freePort();
    uiPort = webUi ? await freePort() : undefined;
    return start();
  });
  return {
    address: server.address,
    get server() {
      return server;
    },
    async restart() {
      await server.kill();
      server = await start();
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function prepared(name: string): string {
  const path = process.env[name];
  if (!path) throw new Error(`${name} is not set: the log of the global set-up above has the reason`);
  return path;
}

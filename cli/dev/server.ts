import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TuntasError } from '../../contract/errors.js';
import { given } from '../../contract/given.js';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.js';
import { answers } from '../../worker/connect.js';
import { cleanEnvironment } from './environment.js';

export interface TemporalServerOptions {
  /** The `temporal` program. */
  binary: string;
  /** @default '127.0.0.1' */
  host?: string;
  port: number;
  /** Created when it does not exist. @default 'default' */
  namespace?: string;
  /** @default no Web UI */
  uiPort?: number;
  /** The SQLite file. @default none: all data is lost when the server ends */
  dbFile?: string;
  /**
   * `full` loses nothing in a power cut; `normal` loses the last writes in one (not in a crash) and is twice as fast.
   * @default 'full'
   */
  synchronous?: 'full' | 'normal';
  /** The file of the server's error log. @default none */
  logFile?: string;
  /** In milliseconds. @default 60000 */
  startTimeoutMs?: number;
}

export interface TemporalServer {
  readonly address: string;
  readonly webUi?: string;
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Ends it in order (SIGTERM), and by force (SIGKILL) when it has not ended after ten seconds. */
  stop(): Promise<void>;
  /** Ends it as a crash does (SIGKILL). Another `startTemporal` on the same file continues with its state. */
  kill(): Promise<void>;
}

/**
 * Starts Temporal's development server and waits until it answers. It runs in its own process group, so a Ctrl-C at the
 * terminal reaches only its parent, which drains the worker before it stops the server.
 * Throws `TuntasError` (code NoTemporal) with the end of the server's log when it does not start.
 */
export async function startTemporal(options: TemporalServerOptions): Promise<TemporalServer> {
  const { host = '127.0.0.1', port, uiPort, startTimeoutMs = 60_000 } = options;
  const child = launch(options);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // Without this the server would stay behind when this process ends early.
  const killOnExit = () => child.kill('SIGKILL');
  process.once('exit', killOnExit);
  void exited.then(() => process.off('exit', killOnExit));

  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const forced = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(forced);
  };
  const address = `${host}:${port}`;
  if (!(await comesUp(address, child, exited, startTimeoutMs))) {
    await end('SIGKILL');
    throw new TuntasError(
      'NoTemporal',
      `Temporal's server did not start at ${address}${await endOfLog(options.logFile)}`,
    );
  }
  return {
    address,
    ...given({ webUi: uiPort === undefined ? undefined : `http://${host}:${uiPort}` }),
    pid: child.pid ?? 0,
    exited,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function launch(options: TemporalServerOptions): ChildProcess {
  for (const file of [options.dbFile, options.logFile])
    if (file) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // A file and not a pipe: a pipe that nobody reads would block the server.
  const log = options.logFile ? openSync(options.logFile, 'a', 0o600) : undefined;
  const child = spawn(options.binary, serverArguments(options), {
    detached: true,
    stdio: ['ignore', log ?? 'ignore', log ?? 'ignore'],
    env: cleanEnvironment(),
  });
  if (log !== undefined) closeSync(log);
  return child;
}

function serverArguments(options: TemporalServerOptions): string[] {
  const { host = '127.0.0.1', port, namespace = 'default', uiPort, dbFile, synchronous = 'full' } = options;
  return [
    ...['server', 'start-dev', '--ip', host, '--port', String(port), '--log-level', 'error'],
    ...['--namespace', namespace],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(dbFile
      ? [
          '--db-filename',
          dbFile,
          '--sqlite-pragma',
          'journal_mode=wal',
          '--sqlite-pragma',
          `synchronous=${synchronous}`,
        ]
      : []),
    // A worker may then start an activity of its own queue at once, without another request to the server.
    ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    // Attributes that exist from the start need no wait until every cache of the server has them.
    ...Object.values(SEARCH_ATTRIBUTES).flatMap(({ name, type }) => [
      '--search-attribute',
      `${name}=${type === 'BOOL' ? 'Bool' : 'Keyword'}`,
    ]),
  ];
}

async function comesUp(address: string, child: ChildProcess, exited: Promise<void>, timeoutMs: number) {
  const end = Date.now() + timeoutMs;
  // A program that could not be started has no pid.
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null && Date.now() < end) {
    if (await answers({ address }, 2_000)) return true;
    await Promise.race([sleep(200), exited]);
  }
  return false;
}

async function endOfLog(logFile: string | undefined): Promise<string> {
  if (!logFile) return '';
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-3);
  return `: ${lines.join(' | ')} (${logFile})`;
}

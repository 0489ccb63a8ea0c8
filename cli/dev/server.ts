import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TuntasError } from '../../contract/errors.js';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.js';
import { answers } from '../../worker/connect.js';

export interface TemporalServerOptions {
  /** The `temporal` program. */
  binary: string;
  /** @default '127.0.0.1' */
  host?: string;
  port: number;
  /** Created when it is not there yet. @default 'default' */
  namespace?: string;
  /** Without one there is no Web UI. */
  uiPort?: number;
  /** The SQLite file; without one everything is lost when the server ends. */
  dbFile?: string;
  /**
   * `full` survives a power cut; `normal` loses the last moments in one (not in a crash), and is about twice as fast.
   * @default 'full'
   */
  synchronous?: 'full' | 'normal';
  /** Where the server writes what goes wrong; nowhere when left out. */
  logFile?: string;
  /** In milliseconds. @default 60 s */
  startTimeoutMs?: number;
}

export interface TemporalServer {
  readonly address: string;
  readonly webUi?: string;
  readonly pid: number;
  /** Resolves when the process is gone, whoever ended it. */
  readonly exited: Promise<void>;
  /** Ends it in order, and by force when it has not ended after ten seconds. */
  stop(): Promise<void>;
  /** Ends it as a crash does (SIGKILL). Another `startTemporal` on the same file goes on from there. */
  kill(): Promise<void>;
}

/**
 * Starts Temporal's development server and waits until it answers. It is a process group of its own: a Ctrl-C at the
 * terminal reaches only its parent, which drains the worker before it stops the server.
 * Throws `TuntasError` (code NoTemporal) with the server's last words when it does not come up.
 */
export async function startTemporal(options: TemporalServerOptions): Promise<TemporalServer> {
  const { host = '127.0.0.1', port, uiPort, startTimeoutMs = 60_000 } = options;
  const child = launch(options);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // Without this a crash of ours would leave the server behind.
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
      `Temporal's server did not start at ${address}${await lastWords(options.logFile)}`,
    );
  }
  return {
    address,
    ...(uiPort === undefined ? {} : { webUi: `http://${host}:${uiPort}` }),
    pid: child.pid ?? 0,
    exited,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function launch(options: TemporalServerOptions): ChildProcess {
  for (const file of [options.dbFile, options.logFile]) if (file) mkdirSync(dirname(file), { recursive: true });
  // A file and not a pipe: the server must not depend on anyone who reads.
  const log = options.logFile ? openSync(options.logFile, 'a') : undefined;
  const child = spawn(options.binary, serverArguments(options), {
    detached: true,
    stdio: ['ignore', log ?? 'ignore', log ?? 'ignore'],
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
    // Lets a worker that starts an activity of its own queue begin it at once, without a round trip.
    ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    // Known from the start, they need no wait until every cache of the server has them.
    ...Object.values(SEARCH_ATTRIBUTES).flatMap(({ name, type }) => [
      '--search-attribute',
      `${name}=${type === 'BOOL' ? 'Bool' : 'Keyword'}`,
    ]),
  ];
}

async function comesUp(address: string, child: ChildProcess, exited: Promise<void>, timeoutMs: number) {
  const end = Date.now() + timeoutMs;
  // A program that could not even be started has no pid.
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null && Date.now() < end) {
    if (await answers({ address }, 2_000)) return true;
    await Promise.race([sleep(200), exited]);
  }
  return false;
}

async function lastWords(logFile: string | undefined): Promise<string> {
  if (!logFile) return '';
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-3);
  return `: ${lines.join(' | ')} (${logFile})`;
}

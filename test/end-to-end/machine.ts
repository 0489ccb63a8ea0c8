import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { withSandboxSecrets } from '../../cli/dev/local-sandbox.js';
import { Payments } from '../../client/payments.js';
import { startSandbox } from '../../sandbox/index.js';
import { parseConfig } from '../../worker/config.js';
import { raiseRetention } from '../../worker/namespace.js';
import { startDevServer } from '../support/environment.js';
import { tuntasCommand } from '../support/run.js';

export interface MachineOptions {
  folder: string;
  /** What is changed in each provider of the shipped configuration, or in the one of that name. */
  provider?: Record<string, unknown> | ((name: string) => Record<string, unknown>);
  /** Other changes of the shipped configuration. */
  more?: Record<string, unknown>;
  /** Whether the sandbox is the ledger too, for payments that name an account. @default false */
  ledger?: boolean;
  /** Whether the server has the Web UI. @default false */
  webUi?: boolean;
}

/** A real Temporal server, the sandbox, and worker processes that can be killed; the shipped configuration otherwise. */
export async function startMachine({
  folder,
  provider = {},
  more = {},
  ledger = false,
  webUi = false,
}: MachineOptions) {
  const server = await startDevServer({ webUi });
  const sandbox = await startSandbox({ port: 0, state: join(folder, 'sandbox') });
  const shipped = JSON.parse(await readFile('temporal.config.json', 'utf8')) as { providers: Record<string, object> };
  const at = new URL(sandbox.url);
  const changesOf = typeof provider === 'function' ? provider : () => provider;
  const value = {
    ...shipped,
    ...(ledger ? { ledger: { baseUrl: `${sandbox.url}/ledger`, token: { env: 'LEDGER_TOKEN' } } } : {}),
    ...more,
    sandbox: { host: at.hostname, port: Number(at.port) },
    providers: Object.fromEntries(
      Object.entries(shipped.providers).map(([name, one]) => [
        name,
        { ...one, baseUrl: sandbox.url, ...changesOf(name) },
      ]),
    ),
  };
  const config = parseConfig(value);
  const file = join(folder, 'temporal.config.json');
  await writeFile(file, JSON.stringify(value));
  const connection = Connection.lazy({ address: server.address });
  const client = new Client({ connection });
  await raiseRetention(connection, 'default', config.retention);
  const workers = new Set<ChildProcess>();

  return {
    server,
    sandbox,
    client,
    payments: new Payments(client),
    /** How often the sandbox charged a reference, and when it was contacted about it. */
    async charges(provider: string, ref: string) {
      const reply = await fetch(`${sandbox.url}/_sandbox/charges?${new URLSearchParams({ provider, ref }).toString()}`);
      return (await reply.json()) as { charges: number; pays: unknown[]; contacts: { at: string; command: string }[] };
    },
    async rules(rules: object[]) {
      const headers = { 'content-type': 'application/json' };
      const reply = await fetch(`${sandbox.url}/_sandbox/rules`, {
        method: 'POST',
        headers,
        body: JSON.stringify(rules),
      });
      if (!reply.ok) throw new Error(await reply.text());
    },
    /** A worker process that takes tasks. */
    async startWorker(): Promise<ChildProcess> {
      const env = {
        ...withSandboxSecrets(process.env, config),
        TUNTAS_CONFIG: file,
        TEMPORAL_ADDRESS: server.address,
      };
      const worker = spawn(process.execPath, [...tuntasCommand, 'worker'], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      workers.add(worker);
      let log = '';
      await new Promise<void>((ready, failed) => {
        worker.stderr.setEncoding('utf8').on('data', (text: string) => {
          log += text;
          if (log.includes('Worker:')) ready();
        });
        worker.once('exit', (code) => {
          failed(new Error(`the worker ended with ${code}: ${log}`));
        });
      });
      return worker;
    },
    async stop() {
      for (const worker of workers) await kill(worker);
      await connection.close();
      await sandbox.close();
      await server.stop();
    },
  };
}

export type Machine = Awaited<ReturnType<typeof startMachine>>;

/** Ends a process as a crash does. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Waits until something holds, for as long as the test may last. */
export async function eventually(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 100));
}

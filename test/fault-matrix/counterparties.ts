import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Payments } from '../../client/payments.js';
import { configSchema } from '../../contract/config.js';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.js';
import { startWebhooks } from '../../webhooks/index.js';
import { createProviders } from '../../worker/providers.js';
import { startDevServer } from '../support/environment.js';
import { configFor, SECRETS, startWorker, type TimeoutLength, type WorkerProcess } from './processes.js';

/** The sources that the workers run, and their bundle. */
export interface Sources {
  folder: string;
  bundle: string;
}

/** A sandbox that can go away and come back: same port, same journal, and the rules that it is given again. */
class RestartableSandbox {
  #sandbox: Sandbox | undefined;
  #port = 0;

  constructor(private readonly options: SandboxOptions) {}

  get sandbox(): Sandbox {
    if (!this.#sandbox) throw new Error('nothing listens');
    return this.#sandbox;
  }

  async open(): Promise<Sandbox> {
    this.#sandbox = await startSandbox({ ...this.options, port: this.#port });
    this.#port = Number(new URL(this.#sandbox.url).port);
    return this.#sandbox;
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }
}

/** A Temporal server, two billers with a ledger, and what receives their webhooks. Workers come and go. */
export async function startCounterparties(sources: Sources) {
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-matrix-'));
  const server = await startDevServer();
  const main = new RestartableSandbox({ state: join(folder, 'main') });
  const side = new RestartableSandbox({ state: join(folder, 'side') });
  const urls = [(await main.open()).url, (await side.open()).url] as const;
  const connection = await Connection.connect({ address: server.address });
  const client = new Client({ connection });
  const config = configSchema.parse(configFor(...urls));
  const webhooks = await startWebhooks({ config, providers: createProviders(config, SECRETS), client, port: 0 });
  main.sandbox.notices.target = `${webhooks.url}/webhooks/{provider}`;

  const workers = new Set<WorkerProcess>();
  const startOne = async (length: TimeoutLength): Promise<WorkerProcess> => {
    const task = {
      address: server.address,
      bundle: sources.bundle,
      config: configFor(...urls, length),
      secrets: SECRETS,
    };
    const worker = await startWorker(sources.folder, task);
    workers.add(worker);
    return worker;
  };
  return {
    main,
    side,
    client,
    payments: new Payments(client),
    startWorker: startOne,
    async stop() {
      await Promise.all([...workers].map((worker) => worker.kill()));
      await webhooks.close();
      await connection.close();
      await Promise.all([main.close(), side.close()]);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Counterparties = Awaited<ReturnType<typeof startCounterparties>>;

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { acquireTemporal } from '../../cli/dev/binary.js';
import { startTemporal } from '../../cli/dev/server.js';
import type * as PaymentsClient from '../../client/payments.js';
import type * as Bundle from '../../worker/bundle.js';
import type * as Configuration from '../../worker/config.js';
import { installRuntime } from '../../worker/log.js';
import { registerSearchAttributes } from '../../worker/namespace.js';
import type * as Run from '../../worker/run.js';
import { freePort } from '../support/ports.js';
import { log } from './figures.js';
import { benchProvider, type Call } from './provider.js';

/** One provider in the configuration; its name is also its queue's. */
export const PROVIDER = 'bench';

export interface Measured {
  /** Of the server. */
  address: string;
  client: Client;
  native: NativeConnection;
  payments: PaymentsClient.Payments;
  calls: Call[];
}

/**
 * Starts Temporal's development server (in memory) and the workers of the payments, whose code is taken from `sources`,
 * and runs `measure`. More workers come from `others`.
 */
export async function withPayments(
  sources: string,
  provider: Record<string, unknown>,
  measure: (measured: Measured) => Promise<void>,
  others: (native: NativeConnection) => Promise<Worker[]> = () => Promise.resolve([]),
  receiver?: { url: string; secret: string },
): Promise<void> {
  installRuntime({ TUNTAS_LOG: 'error' });
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-bench-'));
  const server = await startTemporal({ binary: await acquireTemporal({ log }), port: await freePort() });
  const connection = await Connection.connect({ address: server.address });
  const native = await NativeConnection.connect({ address: server.address });
  await registerSearchAttributes(connection, 'default');
  const own = await codeIn(sources);
  const bundle = join(folder, 'workflows.bundle.js');
  await own.buildBundle(bundle, sources);
  const { provider: scripted, calls } = benchProvider(PROVIDER);
  const workers = await own.createWorkers({
    connection: native,
    namespace: 'default',
    config: own.parseConfig({ providers: { [PROVIDER]: { ...CONFIG, ...provider } }, ...notifyOf(receiver?.url) }),
    providers: { [PROVIDER]: scripted },
    bundle,
    notifySecrets: receiver && { shop: [receiver.secret] },
  });
  const stop = new AbortController();
  const running = own.runWorkers([...workers, ...(await others(native))], stop.signal);
  const client = new Client({ connection });
  try {
    await measure({ address: server.address, client, native, payments: new own.Payments(client), calls });
  } finally {
    stop.abort();
    await running;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function notifyOf(url: string | undefined) {
  return url === undefined ? {} : { notify: [{ name: 'shop', url, allowPrivate: true, secret: { env: 'NONE' } }] };
}

const CONFIG = {
  adapter: 'digiflazz',
  baseUrl: 'http://127.0.0.1:9',
  credentials: { username: { env: 'NONE' }, apiKey: { env: 'NONE' } },
  minGap: '1s',
  firstCheck: '1s',
  poll: [{ every: '1s', for: '1h' }],
  ratePerSecond: 10_000,
  settings: { dialect: 'digiflazz' },
};

/** The code under measurement: of this project, or of another checkout with this project's `node_modules`. */
async function codeIn(sources: string) {
  const load = async (file: string): Promise<unknown> => import(pathToFileURL(join(sources, file)).href);
  const run = (await load('worker/run.ts')) as typeof Run;
  const bundle = (await load('worker/bundle.ts')) as typeof Bundle;
  const config = (await load('worker/config.ts')) as typeof Configuration;
  const client = (await load('client/payments.ts')) as typeof PaymentsClient;
  return { ...run, ...bundle, ...config, ...client };
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { adapters } from '../../activities/providers/index.js';
import { withSandboxSecrets } from '../../cli/dev/local-sandbox.js';
import { Payments } from '../../client/payments.js';
import type { Config } from '../../contract/config.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { buildBundle, projectFolder } from '../../worker/bundle.js';
import { parseConfig } from '../../worker/config.js';
import { installRuntime } from '../../worker/log.js';
import { createProviders } from '../../worker/providers.js';
import { createWorkers, runWorkers } from '../../worker/run.js';
import { secretsFrom } from '../../worker/secrets.js';
import { acquireTemporal } from '../../cli/dev/binary.js';
import { addSearchAttributes } from '../../worker/namespace.js';
import { freePort } from '../support/ports.js';
import { startTemporal } from '../../cli/dev/server.js';
import { billOf, type BillerName } from '../fault-matrix/billers.js';
import { log, median } from './figures.js';

/** Payments of each provider in one round, all begun at once. */
const PAYMENTS = 10;
/** Rounds of each kind; the kinds alternate. */
const ROUNDS = 5;
const LIMIT_MS = 60_000;

const shipped = JSON.parse(await readFile(join(projectFolder, 'temporal.config.json'), 'utf8')) as Config;

/** One provider for each adapter: the first one in the shipped configuration. */
const NAMES = Object.keys(adapters).map((adapter) => {
  const [name] = Object.entries(shipped.providers).find(([, provider]) => provider.adapter === adapter) ?? [];
  if (name === undefined) throw new Error(`no provider of ${adapter} in temporal.config.json`);
  return name as BillerName;
});
/** The provider that goes down, and the providers that it must not slow. */
const DOWN = 'digiswitch';
const OTHERS = NAMES.filter((name) => name !== DOWN);

const PLAN = {
  timeout: '2s',
  minGap: '200ms',
  firstCheck: '300ms',
  poll: [{ every: '300ms', for: '1h' }],
  ratePerSecond: 1_000,
};

/** A biller that accepts every connection and never answers: worse than one that refuses connections. */
function silence(port: number): Promise<{ close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve({ close })));
}

function configure(ports: Record<string, number>): Config {
  const providers = Object.entries(ports).map(([name, port]) => {
    const provider = shipped.providers[name];
    const path = new URL(provider?.baseUrl ?? 'http://none').pathname.replace(/\/$/, '');
    return [name, { ...provider, ...PLAN, baseUrl: `http://127.0.0.1:${port}${path}` }];
  });
  return parseConfig({ ...shipped, providers: Object.fromEntries(providers) as unknown });
}

/** `alone`: the third provider is not used. `up`: it answers. `down`: it accepts calls and never answers. */
type Kind = 'alone' | 'up' | 'down';

/** Pays `PAYMENTS` bills of each provider; returns the milliseconds from start to outcome at the others. */
async function round(payments: Payments, kind: Kind, turn: number): Promise<number[]> {
  const pay = async (provider: BillerName, index: number) => {
    const begun = performance.now();
    const refId = `${kind}-${turn}-${index}`;
    const outcome = await payments.pay({ provider, refId, ...billOf(provider, refId) }, LIMIT_MS);
    if (outcome?.status !== 'Sukses') throw new Error(`${provider} ${refId} is ${outcome?.status ?? 'Pending'}`);
    return performance.now() - begun;
  };
  const indexes = Array.from({ length: PAYMENTS }, (_, index) => index);
  const own = kind === 'alone' ? [] : indexes.map((index) => pay(DOWN, index).catch(() => undefined));
  const times = await Promise.all(OTHERS.flatMap((provider) => indexes.map((index) => pay(provider, index))));
  if (kind === 'up') await Promise.all(own);
  return times;
}

/** Whether a provider that never answers slows the payments of the others. */
export async function measureBulkheads(): Promise<void> {
  installRuntime({ TUNTAS_LOG: 'error' });
  const folder = await mkdtemp(join(tmpdir(), 'tuntas-bench-'));
  const ports = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await freePort()] as const)));
  const sandboxOf = (name: string) =>
    startSandbox({ state: join(folder, name), port: ports[name] ?? 0, pendingFor: 300 });
  const sandboxes = new Map<string, Sandbox>(
    await Promise.all(NAMES.map(async (name) => [name, await sandboxOf(name)] as const)),
  );
  const server = await startTemporal({
    binary: await acquireTemporal({ log }),
    port: await freePort(),
    dbFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
    synchronous: 'normal',
  });
  const connection = await Connection.connect({ address: server.address });
  await addSearchAttributes(connection, 'default');
  const config = configure(ports);
  const secrets = secretsFrom(withSandboxSecrets(process.env, config), config);
  const native = await NativeConnection.connect({ address: server.address });
  const stop = new AbortController();
  const providers = createProviders(config, secrets);
  const bundle = join(folder, 'workflows.bundle.js');
  await buildBundle(bundle);
  const workers = await createWorkers({
    connection: native,
    namespace: 'default',
    config,
    providers,
    bundle,
  });
  const running = runWorkers(workers, stop.signal);
  const payments = new Payments(new Client({ connection }));

  const times: Record<Kind, number[]> = { alone: [], up: [], down: [] };
  await round(payments, 'up', 0);
  for (let turn = 1; turn <= ROUNDS; turn += 1) {
    times.alone.push(...(await round(payments, 'alone', turn)));
    times.up.push(...(await round(payments, 'up', turn)));
    await sandboxes.get(DOWN)?.close();
    const silent = await silence(ports[DOWN] ?? 0);
    times.down.push(...(await round(payments, 'down', turn)));
    await silent.close();
    sandboxes.set(DOWN, await sandboxOf(DOWN));
    log(
      `round ${turn}: ${Math.round(median(times.alone))}, ${Math.round(median(times.up))}, ${Math.round(median(times.down))} ms`,
    );
  }
  const [alone, up, down] = [median(times.alone), median(times.up), median(times.down)];
  const who = OTHERS.join(' and ');
  console.log(`${PAYMENTS} payments at once on each provider, ${ROUNDS} rounds of each kind; ${who}, median:`);
  console.log(`  ${Math.round(alone)} ms with nothing asked of ${DOWN}`);
  console.log(`  ${Math.round(up)} ms with ${DOWN} answering its own payments`);
  console.log(`  ${Math.round(down)} ms with ${DOWN} taking calls and never answering`);
  console.log(
    `ratio, silent to nothing asked: ${(down / alone).toFixed(2)}; silent to answering: ${(down / up).toFixed(2)}`,
  );

  stop.abort();
  await running;
  // Calls that wait for the silent provider's payments are still open: their connections end with the process.
  await server.stop();
  await Promise.all([...sandboxes.values()].map((sandbox) => sandbox.close()));
  await rm(folder, { recursive: true, force: true });
}

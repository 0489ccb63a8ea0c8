import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { ensureTemporal } from '../../../cli/dev/ensure.js';
import { configSchema } from '../../../contract/config.js';
import { retentionOf } from '../../../worker/namespace.js';
import { startDevServer, type DevServer } from '../../support/environment.js';
import { freePort } from '../../support/ports.js';

/** A server with somebody else's payments. */
let theirs: DevServer;
let connection: Connection;
let folder: string;
beforeAll(async () => {
  theirs = await startDevServer();
  connection = await Connection.connect({ address: theirs.address });
  folder = await mkdtemp(join(tmpdir(), 'tuntas-alongside-'));
});
afterAll(async () => {
  await connection.close();
  await theirs.stop();
  await rm(folder, { recursive: true, force: true });
});

const configAt = async (port: number) =>
  configSchema.parse({ providers: {}, temporal: { port, uiPort: await freePort(), state: join(folder, 'state') } });
const portOf = (address: string) => Number(address.split(':').at(-1));
const log = () => undefined;

test('a server that happens to be there, or stands in TEMPORAL_ADDRESS, is neither used nor changed', async () => {
  const config = await configAt(portOf(theirs.address));
  const before = await retentionOf(connection, 'default');
  const env = { ...process.env, TEMPORAL_ADDRESS: theirs.address };
  await expect(ensureTemporal({ config, log, env })).rejects.toMatchObject({ code: 'PortInUse' });

  const lines: string[] = [];
  const own = await ensureTemporal({ config, log: (line) => lines.push(line), env, anyPort: true });
  try {
    expect(own.target.connectionOptions.address).not.toBe(theirs.address);
    expect(own.server).toBeDefined();
    expect(lines.join('\n')).toMatch(/TEMPORAL_ADDRESS is not used here[^]*Another port is taken/);
  } finally {
    await own.server?.stop();
  }
  expect(await retentionOf(connection as never, 'default')).toBe(before);
  const { pollers } = await new Client({ connection }).workflowService.describeTaskQueue({
    namespace: 'default',
    taskQueue: { name: 'payments' },
  });
  expect(pollers).toEqual([]);
});

test('a server that is named on purpose is used as it is, and one that does not answer is an error', async () => {
  const config = await configAt(await freePort());
  const before = await retentionOf(connection, 'default');
  const named = await ensureTemporal({ config, log, address: theirs.address });
  expect(named).toEqual({ target: expect.objectContaining({ namespace: 'default' }) });
  expect(named.target.connectionOptions.address).toBe(theirs.address);
  expect(await retentionOf(connection as never, 'default')).toBe(before);
  const silent = `127.0.0.1:${await freePort()}`;
  await expect(ensureTemporal({ config, log, address: silent })).rejects.toMatchObject({ code: 'Unreachable' });
});

test('the state of a server that was started here is for its owner only', async () => {
  const config = await configAt(await freePort());
  const own = await ensureTemporal({ config, log, env: process.env });
  await own.server?.stop();
  expect((await stat(join(folder, 'state'))).mode & 0o077).toBe(0);
});

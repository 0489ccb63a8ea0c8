import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { assertRetention, raiseRetention, registerSearchAttributes, retentionOf } from '../../../worker/namespace.js';
import { assertPortFree } from '../../../worker/ports.js';
import { startTemporal } from '../../../cli/dev/server.js';
import { type DevServer, startDevServer } from '../../support/environment.js';
import { eachTestsFolder } from '../../support/folder.js';
import { freePort } from '../../support/ports.js';

const folder = eachTestsFolder();
const DAY = 86_400_000;

describe('a server that is started here', () => {
  let server: DevServer;
  beforeAll(async () => {
    server = await startDevServer();
  });
  afterAll(() => server.stop());

  test('a new server keeps payments too short until its retention is raised, which survives a crash', async () => {
    let connection = await Connection.connect({ address: server.address });
    await expect(assertRetention(connection, 'default', '90d')).rejects.toMatchObject({
      code: 'InvalidConfig',
      message: expect.stringContaining('temporal operator namespace update -n default --retention 7776000s'),
    });
    await raiseRetention(connection, 'default', '90d');
    await raiseRetention(connection, 'default', '30d');
    expect(await retentionOf(connection, 'default')).toBe(90 * DAY);
    await connection.close();

    await server.restart();

    connection = await Connection.connect({ address: server.address });
    await expect(assertRetention(connection, 'default', '90d')).resolves.toBeUndefined();
    await connection.close();
  });

  test('a new server has the search attributes of payments, and registering them again changes nothing', async () => {
    const connection = await Connection.connect({ address: server.address });
    await registerSearchAttributes(connection, 'default');
    await registerSearchAttributes(connection, 'default');
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes)).toEqual(
      expect.arrayContaining(['PaymentStatus', 'PaymentStage', 'PaymentProvider', 'PaymentProduct', 'PaymentReview']),
    );
    await connection.close();
  });

  test('a namespace that is added later gets the search attributes, and they can be used at once', async () => {
    const connection = await Connection.connect({ address: server.address });
    await connection.workflowService.registerNamespace({
      namespace: 'later',
      workflowExecutionRetentionPeriod: { seconds: (90 * 86_400) as never },
    });
    await registerSearchAttributes(connection, 'later');
    const query = 'PaymentReview = true AND PaymentStatus = "Pending"';
    await expect(
      connection.workflowService.countWorkflowExecutions({ namespace: 'later', query }),
    ).resolves.toBeDefined();
    await connection.close();
  });
});

test('a port that another program listens on is named with the key to change', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await expect(assertPortFree('127.0.0.1', port, 'temporal.port')).rejects.toMatchObject({
    code: 'PortInUse',
    message: expect.stringMatching(new RegExp(`port ${port}.*temporal\\.port`)),
  });
  other.close();
  await once(other, 'close');
  await expect(assertPortFree('127.0.0.1', port, 'temporal.port')).resolves.toBeUndefined();
});

test('a program that cannot be started is reported at once', async () => {
  const starting = startTemporal({ binary: '/nonexistent/temporal', port: await freePort() });
  await expect(starting).rejects.toMatchObject({ code: 'NoTemporal' });
});

test('a server that ends at its start is reported with the end of its log', async () => {
  const logFile = join(folder(), 'server.log');
  const starting = startTemporal({ binary: process.execPath, port: await freePort(), logFile });
  await expect(starting).rejects.toMatchObject({ code: 'NoTemporal', message: expect.stringContaining(logFile) });
});

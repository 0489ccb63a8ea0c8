import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startTestSandbox, startTestTuntas, type TestSandbox, type TestTuntas } from '../../testing/index.js';
import { type DevServer, startDevServer } from '../support/environment.js';

Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
});

let server: DevServer;
let sandbox: TestSandbox;
let tuntas: TestTuntas;
beforeAll(async () => {
  server = await startDevServer();
  sandbox = await startTestSandbox({ pendingFor: 500 });
  const { config, secrets } = sandbox;
  tuntas = await startTestTuntas({ temporal: { address: server.address }, config, secrets });
});
afterAll(async () => {
  await tuntas.stop();
  await sandbox.stop();
  await server.stop();
});

const bill = { provider: 'digiflazz', product: 'pln', customerNo: '530000000001', testing: true };

test('bills are paid over the protocol of a real provider, at the address of a server', async () => {
  expect(await tuntas.payments.pay({ ...bill, refId: 'over-http' })).toMatchObject({ status: 'Sukses' });
  expect(sandbox.charges('digiflazz', 'over-http')).toMatchObject({ charges: 1, status: 'Sukses' });
  expect(sandbox.journal('digiflazz', 'over-http').map(({ kind }) => kind)).toContain('pay');
});

test('a rule has an answer lost, and the customer is charged once', async () => {
  sandbox.order({ match: { ref: 'lost', asks: 'pay' }, fault: 'reset-after-charge', times: 1 });
  expect(await tuntas.payments.pay({ ...bill, refId: 'lost' })).toMatchObject({ status: 'Sukses' });
  expect(sandbox.charges('digiflazz', 'lost').charges).toBe(1);
  sandbox.clear();
});

test('its ledger holds the funds of requests with an account', async () => {
  await sandbox.setBalance('ani', 1_000);
  expect(await tuntas.payments.pay({ ...bill, refId: 'poor', account: 'ani' })).toMatchObject({ reason: 'no-funds' });
  await sandbox.setBalance('ani', undefined);
  expect(await tuntas.payments.pay({ ...bill, refId: 'rich', account: 'ani' })).toMatchObject({ funds: 'captured' });
  expect(sandbox.holds('payment:digiflazz:rich:')).toMatchObject([{ state: 'captured', account: 'ani' }]);
});

test('its control interface answers programs in other languages', async () => {
  const answer = await fetch(`${sandbox.url}/_sandbox/charges?provider=digiflazz&ref=over-http`);
  expect(await answer.json()).toMatchObject({ charges: 1 });
});

test('the scripted provider is there beside it', async () => {
  tuntas.provider.script({ pay: [{ kind: 'pending' }] });
  expect(await tuntas.payments.pay({ ...bill, provider: 'biller', refId: 'beside' })).toMatchObject({
    status: 'Sukses',
  });
  const listed = async () => (await tuntas.payments.list({ provider: 'biller' })).map(({ refId }) => refId);
  while (!(await listed()).includes('beside')) await new Promise((resolve) => setTimeout(resolve, 100));
});

test('a server that does not answer is reported as such', async () => {
  await expect(startTestTuntas({ temporal: { address: '127.0.0.1:9' } })).rejects.toMatchObject({
    code: 'Unreachable',
  });
});

test('nothing of a sandbox is left when it has stopped', async () => {
  const other = await startTestSandbox();
  const { url } = other;
  await other.stop();
  await expect(fetch(`${url}/_sandbox/health`)).rejects.toThrow();
});

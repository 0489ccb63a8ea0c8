import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '../../sandbox/index.js';
import { SANDBOX_SECRETS } from '../../sandbox/index.js';
import { SandboxUnderTest, call, Client, clockAt } from './helpers.js';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

const under = new SandboxUnderTest();
const inbox: Received[] = [];
let receiver: Server;
let sandbox: Sandbox;
let client: Client;
let target: string;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      inbox.push({ path: request.url ?? '', headers: request.headers, body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in/{provider}`;
  sandbox = await under.start({ webhookTarget: target, pendingFor: 20, newId: () => 'delivery-1' });
  client = new Client(sandbox.url);
});
beforeEach(() => {
  inbox.length = 0;
  sandbox.notices.target = target;
});
afterEach(() => sandbox.rules.clear());
afterAll(async () => {
  await under.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

async function arrived(count: number): Promise<Received[]> {
  while (inbox.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return inbox;
}

function signatureOf(body: string, key: string = SANDBOX_SECRETS.digiflazz.webhookSecret): string {
  return `sha1=${createHmac('sha1', key).update(body).digest('hex')}`;
}

const dataOf = (received: Received | undefined) =>
  (JSON.parse(received!.body) as { data: Record<string, unknown> }).data;

test('a payment that ends at once sends a signed notice with the data of the pay reply', async () => {
  await client.inquire('n1');
  const paid = await client.pay('n1');
  const [received] = await arrived(1);
  expect(dataOf(received)).toEqual(paid);
  expect(received).toMatchObject({
    path: '/in/digiswitch',
    headers: {
      'user-agent': 'Digiflazz-Pasca-Hookshot/1.0',
      'x-digiflazz-event': 'create',
      'x-digiflazz-delivery': 'delivery-1',
      'x-hub-signature': signatureOf(received!.body),
    },
  });
});

test('a pending payment sends its notice when it is decided', async () => {
  await client.inquire('n2', 'pln', '630000000006');
  await client.pay('n2', 'pln', '630000000006');
  const [received] = await arrived(1);
  expect(dataOf(received)).toMatchObject({ ref_id: 'n2', status: 'Gagal', rc: '02' });
  expect(received?.headers['x-digiflazz-event']).toBe('update');
});

test('a payment decided by status calls sends its notice at the last one', async () => {
  sandbox.rules.add({ match: { asks: 'pay' }, answer: { outcome: 'pending→sukses', after: { checks: 0 } } });
  await client.inquire('n3');
  await client.pay('n3');
  await client.status('n3');
  expect(dataOf((await arrived(1))[0])).toMatchObject({ ref_id: 'n3', status: 'Sukses' });
});

test('a payment still pending at a restart sends its notice afterwards', async () => {
  const clock = clockAt('2024-05-06T03:00:00Z');
  const options = { state: await under.folder(), pendingFor: 10, now: clock.now };
  const first = await under.start(options);
  const other = new Client(first.url);
  await other.inquire('n4', 'pln', '630000000001');
  await other.pay('n4', 'pln', '630000000001');
  await under.stop(first);
  await under.start({ ...options, webhookTarget: target });
  clock.forward(10);
  expect(dataOf((await arrived(1))[0])).toMatchObject({ ref_id: 'n4', status: 'Sukses' });
});

describe('a notice on request', () => {
  const send = (options: object) =>
    call(`${sandbox.url}/_sandbox/notices`, 'POST', { provider: 'digiswitch', ref: 'asked', ...options });

  beforeAll(async () => {
    sandbox.rules.add({ match: { ref: 'asked' }, notice: { send: false } });
    await client.inquire('asked');
    await client.pay('asked');
  });

  test('a notice on request is sent in as many copies as requested', async () => {
    expect(await send({ copies: 3 })).toEqual({ status: 202, body: { sent: 3 } });
    expect(inbox).toHaveLength(3);
  });

  test('a notice on request can be forged or unsigned', async () => {
    await send({ signature: 'forged' });
    await send({ signature: 'none' });
    expect(inbox[0]?.headers['x-hub-signature']).toMatch(/^sha1=[0-9a-f]{40}$/);
    expect(inbox[0]?.headers['x-hub-signature']).not.toBe(signatureOf(inbox[0]!.body));
    expect(inbox[1]?.headers).not.toHaveProperty('x-hub-signature');
  });

  test('a notice on request can contradict the payment, be late and be out of order', async () => {
    await send({ as: 'pending', delay: 30 });
    await send({ as: 'opposite' });
    const claims = (await arrived(2)).map((received) => dataOf(received)['status']);
    expect(claims).toEqual(['Gagal', 'Pending']);
    expect(inbox[0]?.headers['x-hub-signature']).toBe(signatureOf(inbox[0]!.body));
  });

  test('a notice on request needs a payment and a target', async () => {
    expect(await send({ ref: 'nothing' })).toMatchObject({ status: 404 });
    expect(await send({ as: 'both' })).toMatchObject({ status: 400 });
    const set = (url: string | null) => call(`${sandbox.url}/_sandbox/webhook-target`, 'PUT', { url });
    expect(await set(null)).toEqual({ status: 200, body: { url: null } });
    expect(await send({})).toMatchObject({ status: 409 });
    expect(await set('nowhere')).toMatchObject({ status: 400 });
  });

  test('a try that does not reach the receiver is recorded without a status', async () => {
    sandbox.notices.target = 'http://127.0.0.1:1/';
    await send({});
    const [last] = sandbox.journal.entries({ provider: 'digiswitch', ref: 'asked' }).slice(-1);
    expect(last).toMatchObject({ kind: 'notice', claims: 'Sukses' });
    expect(last).not.toHaveProperty('status', expect.any(Number));
  });
});

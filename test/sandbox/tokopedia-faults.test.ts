import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InjectedFault, Sandbox } from '../../sandbox/index.js';
import { SandboxUnderTest, call, type Json } from './helpers.js';
import { asked, Client, isSigned, type Reply } from './tokopedia-client.js';

const SIMPATI = asked('50k-simpati');

const under = new SandboxUnderTest();
const inbox: (Reply & { sent: IncomingHttpHeaders })[] = [];
let receiver: Server;
let sandbox: Sandbox;
let client: Client;
let refs = 0;
const newRef = () => `f${(refs += 1)}`;
const chargesOf = (ref: string) => sandbox.journal.charges('tokopedia', ref);

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const headers = new Headers({ signature: String(request.headers['signature'] ?? '') });
      const { data } = JSON.parse(text) as { data: { id: string; attributes: Json } };
      inbox.push({ status: 0, text, headers, sent: request.headers, ...data });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const port = (receiver.address() as AddressInfo).port;
  sandbox = await under.start({ pendingFor: 20, webhookTarget: `http://127.0.0.1:${port}/{provider}` });
  client = await new Client(sandbox.url).login();
});
beforeEach(() => {
  inbox.length = 0;
});
afterEach(() => sandbox.rules.clear());
afterAll(async () => {
  await under.close();
  await new Promise((resolve) => receiver.close(resolve));
});

async function arrived(ref: string): Promise<(typeof inbox)[number]> {
  for (;;) {
    const found = inbox.find(({ id }) => id === ref);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('injected faults', () => {
  test.each<[InjectedFault, Json]>([
    ['wrong-reference', { id: expect.stringMatching(/-lain$/) }],
    ['wrong-customer', { attributes: expect.objectContaining({ client_number: '9081211311111' }) }],
    ['wrong-product', { attributes: expect.objectContaining({ product_code: '50k-simpatilain' }) }],
    ['contradiction', { attributes: expect.objectContaining({ status: 'Success', error_code: 'S00' }) }],
    ['not-found', { status: 400, code: 'P02' }],
  ])('a status reply with the fault %s is validly signed', async (fault, seen) => {
    const ref = newRef();
    await client.order(ref, SIMPATI);
    sandbox.rules.add({ match: { asks: 'status' }, times: 1, fault });
    const reply = await client.details(ref);
    expect(reply).toMatchObject(seen);
    expect(isSigned(reply)).toBe(true);
    expect(await client.details(ref)).toMatchObject({ id: ref, attributes: { client_number: '081211311111' } });
  });

  test.each<InjectedFault>(['forged-signature', 'unsigned'])('the fault %s leaves the body as it is', async (fault) => {
    const ref = newRef();
    // Pending for good, so that the reply does not change between two status calls.
    sandbox.rules.add({ match: { asks: 'pay', ref }, answer: 'pending' });
    await client.order(ref, SIMPATI);
    sandbox.rules.add({ match: { asks: 'status' }, times: 1, fault });
    const reply = await client.details(ref);
    expect(reply.headers.has('signature')).toBe(fault === 'forged-signature');
    expect(isSigned(reply)).toBe(false);
    const good = await client.details(ref);
    expect(good.text).toBe(reply.text);
    expect(isSigned(good)).toBe(true);
  });

  test.each<[InjectedFault, number]>([
    ['http-401', 0],
    ['http-503', 0],
    ['reset-before-read', 0],
    ['reset-after-read', 0],
    ['reset-after-charge', 1],
    ['half-answer', 1],
    ['html', 1],
    ['garbage', 1],
    ['http-500-after', 1],
  ])('an order with the fault %s gets no readable answer and leaves %i charges', async (fault, charges) => {
    const ref = newRef();
    sandbox.rules.add({ match: { provider: 'tokopedia' }, times: 1, fault });
    await expect(client.order(ref, SIMPATI)).rejects.toThrow();
    expect(chargesOf(ref).charges).toBe(charges);
    expect((await client.order(ref, SIMPATI)).code).toBe(charges === 1 ? 'P03' : undefined);
  });

  test('a fault can apply to the call for a token', async () => {
    sandbox.rules.add({ match: { command: 'token' }, times: 1, fault: 'http-503' });
    expect((await client.fetchToken()).status).toBe(503);
  });
});

describe('notices', () => {
  test('the notice of a decided order has the body of its details and is signed', async () => {
    const ref = newRef();
    await client.order(ref, { ...SIMPATI, client_number: '0810006' });
    const received = await arrived(ref);
    expect(received.attributes).toMatchObject({ status: 'Failed', error_code: 'S00' });
    expect(received.text).toBe((await client.details(ref)).text);
    expect(received.sent['content-type']).toBe('application/vnd.api+json');
    expect(isSigned(received)).toBe(true);
  });

  test('a notice can be forged, unsigned or contradict the order', async () => {
    const ref = newRef();
    sandbox.rules.add({ match: { ref }, notice: { send: false } });
    await client.order(ref, SIMPATI);
    while ((await client.details(ref)).attributes['status'] === 'Pending');
    const send = (options: object) =>
      call(`${sandbox.url}/_sandbox/notices`, 'POST', { provider: 'tokopedia', ref, ...options });
    await send({ signature: 'forged' });
    await send({ signature: 'none' });
    await send({ as: 'opposite' });
    expect(inbox.map(({ attributes }) => attributes['status'])).toEqual(['Success', 'Success', 'Failed']);
    expect(inbox.map((received) => 'signature' in received.sent)).toEqual([true, false, true]);
    expect(inbox.map((received) => isSigned(received))).toEqual([false, false, true]);
  });
});

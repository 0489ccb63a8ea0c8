import { generateKeyPairSync } from 'node:crypto';
import { APIClient, Config, Signature, SignatureConfig } from 'node-sat';
import { SANDBOX_SECRETS, type Sandbox } from '../../sandbox/index.js';
import { SandboxUnderTest, type Json } from './helpers.js';

interface HttpReply {
  status: number;
  data: { data?: { id: string; attributes: Json }; errors?: Json[] };
}

const { clientId, clientSecret, privateKey, publicKey } = SANDBOX_SECRETS.tokopedia;
const under = new SandboxUnderTest();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await under.start({ pendingFor: 0 });
});
afterEach(() => sandbox.rules.clear());
afterAll(() => under.close());

function client(keys: { privateKey?: string; publicKey?: string } = {}): APIClient {
  const signature = new Signature(
    SignatureConfig.withPrivateKeyFromString(keys.privateKey ?? privateKey),
    SignatureConfig.withPublicKeyFromString(keys.publicKey ?? publicKey),
  );
  return new APIClient(
    clientId,
    clientSecret,
    Config.tokenURL(sandbox.url),
    Config.baseURL(`${sandbox.url}/api`),
    Config.withSignature(signature),
    Config.shouldVerifySignature(),
  );
}

const other = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

const bill = { product_code: 'pln-postpaid-new', client_number: '102111106111' };

/** Inquires and checks out; with `pendingFor: 0` the order is decided at once. */
async function checkout(request_id: string, keys = {}): Promise<HttpReply['data']> {
  const sat = client(keys);
  const inquiry = (await sat.inquiry(bill)) as HttpReply;
  const amount = inquiry.data.data?.attributes['sales_price'] as number;
  return (await sat.checkout({ request_id, ...bill, amount })) as HttpReply['data'];
}

test('node-sat: ping() finds a sandbox', async () => {
  expect(await client().ping()).toMatchObject({ status: 200, data: { sandbox: true, status: 'ok' } });
});

test('node-sat: account() reads the deposit', async () => {
  const { data } = (await client().account()) as HttpReply;
  expect(data.data?.attributes).toEqual({ saldo: expect.any(Number) });
});

test('node-sat: inquiry() reads a bill', async () => {
  const { status, data } = (await client().inquiry(bill)) as HttpReply;
  expect(status).toBe(200);
  expect(data.data).toMatchObject({ id: '102111106111', attributes: { sales_price: 936_246, base_price: 930_246 } });
});

test('node-sat: checkout() is Pending and check_status(), verifying each signature, brings it to Success', async () => {
  expect(await checkout('sdk-1')).toMatchObject({ data: { id: 'sdk-1', attributes: { status: 'Pending' } } });
  const sat = client();
  const states: unknown[] = [];
  while (states.at(-1) !== 'Success') {
    const { data } = (await sat.check_status('sdk-1')) as HttpReply;
    states.push(data.data?.attributes['status']);
    expect(['Pending', 'Success']).toContain(states.at(-1));
  }
  expect(sandbox.journal.charges('tokopedia', 'sdk-1')).toMatchObject({ charges: 1, status: 'Sukses' });
});

test('node-sat: checkout() of the same id again is refused with P03', async () => {
  await checkout('sdk-2');
  await expect(checkout('sdk-2')).resolves.toMatchObject({ errors: [{ code: 'P03', status: '400' }] });
  expect(sandbox.journal.charges('tokopedia', 'sdk-2').charges).toBe(1);
});

test('node-sat: check_status() of an unknown order answers P02', async () => {
  const { status, data } = (await client().check_status('sdk-none')) as HttpReply;
  expect(status).toBe(400);
  expect(data.errors).toEqual([expect.objectContaining({ code: 'P02' })]);
});

test('node-sat: checkout() signed with another key makes no transaction', async () => {
  expect(await checkout('sdk-3', { privateKey: other().privateKey })).toMatchObject({ errors: [{ code: 'P00' }] });
  expect(sandbox.journal.charges('tokopedia', 'sdk-3').charges).toBe(0);
});

test.each(['forged-signature', 'unsigned'] as const)(
  'node-sat: check_status() refuses an answer that is %s',
  async (fault) => {
    await checkout(`sdk-${fault}`);
    sandbox.rules.add({ match: { command: 'order-details' }, fault });
    await expect(client().check_status(`sdk-${fault}`)).rejects.toThrow();
  },
);

test('node-sat: check_status() verified with another key is refused', async () => {
  await checkout('sdk-4');
  await expect(client({ publicKey: other().publicKey }).check_status('sdk-4')).rejects.toThrow('verified');
});

import type { Sandbox } from '../../sandbox/index.js';
import { SandboxUnderTest, call, Client } from './helpers.js';

const under = new SandboxUnderTest();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await under.start();
  for (const provider of ['digiswitch', 'digiflazz'] as const) {
    const client = new Client(sandbox.url, provider);
    await client.inquire('one');
    await client.pay('one');
  }
  await new Client(sandbox.url).status('two');
});
afterAll(() => under.close());

const get = async (path: string) => await call(`${sandbox.url}/_sandbox/${path}`, 'GET');

test('the health check answers', async () => {
  expect(await get('health')).toEqual({ status: 200, body: { ok: true } });
});

test('the journal can be read by provider and by reference', async () => {
  const kinds = async (query: string) =>
    ((await get(`journal?${query}`)).body as { kind: string }[]).map((e) => e.kind);
  expect(await kinds('provider=digiswitch&ref=one')).toEqual(['contact', 'inquiry', 'contact', 'pay']);
  expect(await kinds('ref=one')).toHaveLength(8);
  expect(await kinds('provider=digiswitch')).toHaveLength(5);
  expect(await kinds('')).toHaveLength(9);
});

test('the charges of a reference list how often it was charged, how it ended, and every contact', async () => {
  const { body } = await get('charges?provider=digiswitch&ref=one');
  expect(body).toMatchObject({ ref: 'one', charges: 1, status: 'Sukses', pays: [{ status: 'Sukses' }] });
  const at = expect.stringMatching(/Z$/) as unknown;
  expect(body).toMatchObject({
    contacts: [
      { at, command: 'inq-pasca' },
      { at, command: 'pay-pasca' },
    ],
  });
});

test('an unknown reference has no charges', async () => {
  const nothing = { charges: 0, status: 'none', pays: [], contacts: [] };
  expect((await get('charges?provider=digiswitch&ref=three')).body).toMatchObject(nothing);
});

test('the charges of many references can be read at once', async () => {
  const list = (await get('charges?refPrefix=o')).body as { provider: string; charges: number }[];
  expect(list.map(({ provider, charges }) => [provider, charges])).toEqual([
    ['digiswitch', 1],
    ['digiflazz', 1],
  ]);
});

test('a reference without its provider, and an unknown filter, are refused', async () => {
  expect((await get('charges?ref=one')).status).toBe(400);
  expect((await get('journal?reference=one')).status).toBe(400);
});

import { Tokens } from '../../../../activities/providers/tokopedia/token.js';
import { thisMachine } from '../../../../activities/world.js';
import { Counterpart } from './support.js';

const MINUTE = 60_000;
let server: Counterpart;
let url: string;
let now: number;
beforeEach(async () => {
  server = new Counterpart();
  url = (await server.start()).replace('/api', '/token');
  now = 1_000_000;
});
afterEach(() => server.stop());

const tokens = () =>
  new Tokens({
    ...{ url, clientId: 'cl1ent id', clientSecret: 's3cret&:x', timeoutMs: 20_000 },
    exchange: (call) => thisMachine.exchange(call),
    now: () => now,
  });

/** A renewal goes on beside the call that found it due. */
async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await new Promise((done) => setTimeout(done, 5));
}

test('a token is asked for with the id and secret of the client, form-encoded in HTTP Basic', async () => {
  expect(await tokens().get()).toBe('token-1');
  const [{ call, headers, body }] = server.tokenCalls as [(typeof server.tokenCalls)[number]];
  expect([call, body]).toEqual(['POST /token', 'grant_type=client_credentials']);
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  const basic = headers.authorization?.replace('Basic ', '') ?? '';
  expect(Buffer.from(basic, 'base64').toString()).toBe('cl1ent+id:s3cret%26%3Ax');
});

test('calls at the same time share one fetch, and later ones its token', async () => {
  const source = tokens();
  expect(await Promise.all([1, 2, 3].map(() => source.get()))).toEqual(['token-1', 'token-1', 'token-1']);
  expect(await source.get()).toBe('token-1');
  expect(server.tokenCalls).toHaveLength(1);
});

test.each([
  ['ten minutes before its end', 3_600, 50 * MINUTE],
  ['at half its life, where that is shorter than twenty minutes', 600, 5 * MINUTE],
])('a token is renewed %s, while the old one serves', async (_, lifetime, renewAfter) => {
  server.token.lifetime = lifetime;
  const source = tokens();
  await source.get();
  now += renewAfter - 1;
  expect(await source.get()).toBe('token-1');
  expect(server.tokenCalls).toHaveLength(1);
  now += 1;
  expect(await source.get()).toBe('token-1');
  await until(async () => (await source.get()) === 'token-2');
  expect(server.tokenCalls).toHaveLength(2);
});

test('the old token serves to its end while it cannot be renewed, and nobody asks again at once', async () => {
  const source = tokens();
  await source.get();
  const end = now + 60 * MINUTE;
  server.token.status = 503;
  now += 50 * MINUTE;
  await until(async () => {
    now += 1_000;
    expect(await source.get()).toBe('token-1');
    return server.tokenCalls.length >= 4;
  });
  expect(now).toBeLessThan(end);

  now = end + MINUTE;
  expect(await source.get()).toBeUndefined();
  const asked = server.tokenCalls.length;
  now += 1_999;
  expect(await source.get()).toBeUndefined();
  expect(server.tokenCalls).toHaveLength(asked);
  server.token.status = 200;
  now += 1;
  expect(await source.get()).toBe(`token-${asked + 1}`);
});

test('a refused token is replaced, but not one that came in its place meanwhile', async () => {
  const source = tokens();
  await source.get();
  expect(await Promise.all([source.renew('token-1'), source.renew('token-1')])).toEqual(['token-2', 'token-2']);
  expect(await source.renew('token-1')).toBe('token-2');
  expect(server.tokenCalls).toHaveLength(2);
  expect(source.secrets).toEqual(['token-2', 'token-1']);
});

test.each([
  { status: 401, body: { error: 'invalid_client' } },
  { status: 302, headers: { location: 'http://elsewhere.test' } },
  { body: '<html>' },
  { body: {} },
  { body: { access_token: '' } },
  { body: { access_token: 'a b' } },
  { body: { access_token: 'a\nb' } },
  { body: { access_token: 'x', token_type: 'mac' } },
  { hangUp: true },
])('an answer such as %j is no token', async (answer) => {
  server.token = answer;
  expect(await tokens().get()).toBeUndefined();
});

test('a token without a stated life is kept for a while', async () => {
  server.token.body = { access_token: 'plain' };
  const source = tokens();
  await source.get();
  now += 5 * MINUTE - 1;
  expect(await source.get()).toBe('plain');
  expect(server.tokenCalls).toHaveLength(1);
});

import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnose } from '../../../cli/doctor/index.js';
import type { CheckName } from '../../../cli/doctor/names.js';
import { HEALTH } from '../../../webhooks/health.js';
import { eachTestsFolder } from '../../support/folder.js';

const folder = eachTestsFolder();

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let seen: { method: string | undefined; url: string | undefined; headers: IncomingMessage['headers']; body: string }[];
let server: http.Server;
let url: string;
beforeEach(async () => {
  seen = [];
  server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      answer(request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((done) => server.close(done)));

const ENV = {
  TEMPORAL_ADDRESS: '127.0.0.1:9',
  TEMPORAL_CONFIG_FILE: '/no/such/file.toml',
  SHOP_USERNAME: 'shop-user',
  SHOP_API_KEY: 'shop-api-key',
  SHOP_LEDGER_TOKEN: 'shop-ledger-token',
};

/** What one check finds about a provider `shop` and a ledger, both at the server of this test. */
async function findings(check: CheckName, more: Record<string, unknown> = {}, env: NodeJS.ProcessEnv = {}) {
  const path = join(folder(), 'config.json');
  const credentials = { username: { env: 'SHOP_USERNAME' }, apiKey: { env: 'SHOP_API_KEY' } };
  const settings = { dialect: 'digiflazz' };
  const poll = [{ every: '1m', for: '1h' }];
  const file = { providers: { shop: { adapter: 'digiflazz', baseUrl: url, credentials, settings, poll } }, ...more };
  await writeFile(path, JSON.stringify(file));
  const { findings: all } = await diagnose({ env: { ...ENV, TUNTAS_CONFIG: path, ...env } });
  return all.filter((finding) => finding.check === check);
}

const says = (status: number, body: unknown = {}) => {
  answer = (_request, response) => response.writeHead(status).end(JSON.stringify(body));
};

describe('a provider', () => {
  test.each([
    [200, { data: { deposit: 250_000 } }, 'ok', /^accepts our credentials/],
    [200, { data: { rc: '41', message: 'Signature tidak valid' } }, 'problem', /refuses our credentials: Signature/],
    [400, { data: { rc: '41', message: 'Signature tidak valid' } }, 'problem', /refuses our credentials: Signature/],
    [200, { data: { rc: '45', message: 'IP Anda tidak kami kenali' } }, 'problem', /does not know our address: IP/],
    [200, { data: { rc: '83', message: 'Limit' } }, 'not checked', /asked too often: Limit/],
    [200, { data: { rc: '82', message: 'Akun belum diverifikasi' } }, 'problem', /refuses the call: Akun/],
    [200, { data: {} }, 'warning', /an answer that cannot be read: no balance in the answer/],
    [401, {}, 'problem', /refuses our credentials: HTTP 401/],
    [403, {}, 'problem', /refuses our credentials: HTTP 403/],
    [404, {}, 'problem', /HTTP 404 to a documented call/],
    [429, {}, 'not checked', /asked too often: HTTP 429/],
    [503, {}, 'warning', /is in trouble: HTTP 503/],
    [301, {}, 'problem', /HTTP 301 to a documented call/],
  ])('a provider that answers the balance with HTTP %i %j: %s', async (status, body, level, words) => {
    says(status, body);
    const [reached, account] = await findings('providers');
    expect(reached).toMatchObject({ level: 'ok', subject: 'shop', seen: 'answers' });
    expect(account).toMatchObject({ level, subject: 'shop', seen: expect.stringMatching(words) });
  });

  test.each([
    [99_999, 'warning', 'deposit: only Rp99.999'],
    [0, 'warning', 'deposit: only Rp0'],
    [-5_000, 'warning', 'deposit: only -Rp5.000'],
    [100_000, 'ok', 'deposit: Rp100.000'],
  ])('a deposit of %i is %s', async (deposit, level, words) => {
    says(200, { data: { deposit } });
    expect(await findings('providers')).toContainEqual(expect.objectContaining({ level, seen: words }));
  });

  test('a provider gets two requests: one without credentials, and the balance call', async () => {
    says(200, { data: { deposit: 1 } });
    await findings('providers');
    expect(seen.map(({ method, url: path, body }) => [method, path, body.includes('deposit')])).toEqual([
      ['GET', '/', false],
      ['POST', '/v1/cek-saldo', true],
    ]);
  });

  test('what a provider repeats of a secret is not shown', async () => {
    says(200, { data: { rc: '41', message: `wrong: ${ENV.SHOP_API_KEY}` } });
    expect(JSON.stringify(await findings('providers'))).not.toContain(ENV.SHOP_API_KEY);
  });

  test('a provider whose credentials are not set is reached, and they are not tried', async () => {
    says(200);
    expect(await findings('providers', {}, { SHOP_API_KEY: '' })).toEqual([
      { check: 'providers', level: 'ok', subject: 'shop', seen: 'answers' },
      { check: 'providers', level: 'not checked', subject: 'shop', seen: 'credentials: needs SHOP_API_KEY, not set' },
    ]);
    expect(seen).toHaveLength(1);
  });
});

describe('the ledger', () => {
  const ledger = (more: object = { token: { env: 'SHOP_LEDGER_TOKEN' } }) => ({
    ledger: { baseUrl: `${url}/books/`, ...more },
  });
  /** A ledger as docs/ledger.md describes it: 404 for a hold that was never made, 422 for its key with another hold. */
  const released = ({ url: path }: IncomingMessage) => (path?.endsWith('/doctor%3A1/release') ? 404 : 422);
  const hasToken = ({ headers }: IncomingMessage) => headers.authorization === `Bearer ${ENV.SHOP_LEDGER_TOKEN}`;
  const documented = (request: IncomingMessage, response: ServerResponse) =>
    response.writeHead(hasToken(request) ? released(request) : 401).end('{}');

  test('a ledger is asked to release holds that were never made, always with the same ids and key, and never to hold', async () => {
    answer = documented;
    const found = await findings('ledger', ledger());
    expect(found).toEqual([{ check: 'ledger', level: 'ok', seen: 'answers, and accepts our token' }]);
    const calls = seen.filter(({ url: path }) => path?.startsWith('/books'));
    expect(
      calls.map(({ method, url: path, headers, body }) => [method, path, headers['idempotency-key'], body]),
    ).toEqual([1, 2, 1].map((id) => ['POST', `/books/holds/doctor%3A${id}/release`, 'doctor:release', '{}']));
    const token = `Bearer ${ENV.SHOP_LEDGER_TOKEN}`;
    expect(calls.map(({ headers }) => headers.authorization)).toEqual([token, token, undefined]);
  });

  test.each([
    [401, 'problem', /does not accept our token: HTTP 401/],
    [403, 'problem', /does not accept our token: HTTP 403/],
    [405, 'problem', /answers HTTP 405, as an address that is none of a ledger/],
    [302, 'problem', /answers HTTP 302, as an address that is none of a ledger/],
    [500, 'problem', /answers HTTP 500: every step would wait/],
    [429, 'problem', /answers HTTP 429: every step would wait/],
    [200, 'warning', /answers HTTP 200 to the release of a hold that was never made/],
    [422, 'warning', /answers HTTP 422 to the release of a hold that was never made/],
    [404, 'warning', /answers 404 .*, and HTTP 404 where a ledger answers 422/],
  ])('a ledger that always answers HTTP %i: %s', async (status, level, words) => {
    says(status);
    expect(await findings('ledger', ledger())).toEqual([
      expect.objectContaining({ level, seen: expect.stringMatching(words) }),
    ]);
  });

  test('a ledger without a token is known by how it answers a key that it knows with another hold', async () => {
    answer = (request, response) => response.writeHead(released(request)).end();
    expect(await findings('ledger', ledger({}))).toEqual([
      { check: 'ledger', level: 'ok', seen: 'answers as documented; no token is configured' },
    ]);
  });

  test.each([
    ['a page of HTML', '<html><h1>404 Not Found</h1></html>'],
    ['JSON', '{"message":"no route matched"}'],
    ['nothing', ''],
  ])('an address that is none of a ledger, and answers 404 with %s, is doubtful without a token', async (_, body) => {
    answer = (_request, response) => response.writeHead(404).end(body);
    expect(await findings('ledger', ledger({}))).toEqual([
      expect.objectContaining({ level: 'warning', mend: expect.stringMatching(/^correct `ledger.baseUrl`/) }),
    ]);
  });

  test('so is one behind a gateway that asks for the token first', async () => {
    answer = (request, response) => response.writeHead(hasToken(request) ? 404 : 401).end('{}');
    expect(await findings('ledger', ledger())).toEqual([
      expect.objectContaining({ level: 'warning', mend: expect.stringMatching(/^correct `ledger.baseUrl`/) }),
    ]);
  });

  test('a ledger that answers without our token too is one that anybody may use', async () => {
    answer = (request, response) => response.writeHead(released(request)).end();
    expect(await findings('ledger', ledger())).toEqual([
      expect.objectContaining({ level: 'warning', seen: expect.stringMatching(/^answers without our token too/) }),
    ]);
  });

  test('a ledger whose token is not set here is only reached', async () => {
    says(401);
    expect(await findings('ledger', ledger(), { SHOP_LEDGER_TOKEN: '' })).toEqual([
      { check: 'ledger', level: 'not checked', seen: 'answers; its token is not set' },
    ]);
  });
});

describe('the keys of customers', () => {
  const named = { customerKey: { env: 'NEW' }, customerKeyPrevious: { env: 'OLD' } };
  const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
  const secrets = (env: NodeJS.ProcessEnv, more: object = {}) => findings('secrets', { ...named, ...more }, env);

  test('are among the variables that are set', async () => {
    expect(await secrets({ NEW: key(1), OLD: key(2) })).toEqual([
      { check: 'secrets', level: 'ok', seen: '4 variables are set' },
    ]);
  });

  test.each([
    [undefined, 'OLD is not set: `hash` and `list --customer` fail'],
    ['', 'OLD is empty: `hash` and `list --customer` fail'],
    ['hunter2', 'OLD is not 32 bytes in base64: `hash` and `list --customer` fail'],
  ])('are looked at for the earlier one, which is %j', async (OLD, words) => {
    const found = await secrets({ NEW: key(1), OLD });
    expect(found[0]).toMatchObject({ level: 'warning', subject: 'customerKeyPrevious', seen: words });
  });

  test('have one purpose only', async () => {
    const ledger = { baseUrl: url, token: { env: 'SHOP_LEDGER_TOKEN' } };
    for (const same of ['NEW', 'OLD']) {
      const env = { NEW: key(1), OLD: key(2), [same]: key(3), SHOP_LEDGER_TOKEN: key(3) };
      expect(await secrets(env, { ledger })).toEqual([
        expect.objectContaining({
          level: 'problem',
          seen: expect.stringMatching(`^one value for 2 purposes: .*${same}`),
        }),
      ]);
    }
  });

  test('are not shown where somebody else says them, nor with quotation marks around them', async () => {
    says(200, { data: { rc: '41', message: `wrong: ${key(1)}` } });
    expect(JSON.stringify(await findings('providers', named, { NEW: key(1) }))).not.toContain(key(1));
    expect(await secrets({ NEW: `"${key(1)}"`, OLD: key(2) })).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        subject: 'customerKey',
        seen: expect.stringMatching(/^NEW has blanks/),
      }),
    );
  });
});

describe('what answers at the port of the webhook server', () => {
  const found = () => findings('webhooks', { webhooks: { host: '0.0.0.0', port: Number(new URL(url).port) } });

  test('is one of ours where its health says so', async () => {
    says(200, HEALTH);
    expect(await found()).toEqual([
      { check: 'webhooks', level: 'ok', seen: `a webhook server answers at 127.0.0.1:${new URL(url).port}` },
    ]);
  });

  test.each([{ status: 'ok' }, { status: 'ok', service: 'grafana' }, { service: HEALTH.service }, 'ok', null])(
    'is another program where it says %j',
    async (body) => {
      says(200, body);
      expect(await found()).toEqual([
        expect.objectContaining({ level: 'problem', seen: expect.stringMatching(/^another program answers/) }),
      ]);
    },
  );
});

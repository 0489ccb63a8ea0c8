import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { lookup } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { exchange } from '../../activities/http.js';
import { isPrivateHost, isPublicAddress, publicOnly } from '../../activities/public-address.js';

test.each([
  ...[
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
  ],
  ...['100.64.0.1', '224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.2.1', '240.0.0.1'],
  ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:10.0.0.1', '::ffff:7f00:1'],
  ...['64:ff9b::a9fe:a9fe', '2002:7f00:1::', '2001:db8::1', 'no address'],
  ...['::127.0.0.1', '::a9fe:a9fe', '168.63.129.16', '::ffff:168.63.129.16'],
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '103.10.66.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each(['http://127.0.0.1/', 'http://2130706433/', 'http://0x7f.1/', 'http://[::1]:80/', 'http://[::ffff:a00:1]/'])(
  'the address %s names a private host, however it is written',
  (url) => {
    expect(isPrivateHost(url)).toBe(true);
  },
);

/** A resolver that gives one list of addresses after the other. */
function resolver(...answers: string[][]) {
  const resolve = (_name: string, _options: object, found: (error: null, all: object[]) => void) =>
    found(
      null,
      (answers.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  return publicOnly(resolve as unknown as typeof lookup);
}

function looked(up: ReturnType<typeof publicOnly>, options = {}) {
  return new Promise((resolve) => {
    up('shop.example', options, (error, address) => resolve(error?.code ?? address));
  });
}

test('a name that changes its mind gets no connection to a private address', async () => {
  const up = resolver(['8.8.8.8'], ['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], []);
  expect(await looked(up)).toBe('8.8.8.8');
  expect(await looked(up)).toBe('EPRIVATE');
  expect(await looked(up, { all: true })).toBe('EPRIVATE');
  expect(await looked(up)).toBe('EPRIVATE');
});

describe('a call to public addresses only', () => {
  let server: Server;
  let port: number;
  let calls = 0;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      calls += 1;
      response.end('{}');
    }).listen(0);
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => void server.close());

  test.each(['127.0.0.1', 'localhost', '[::1]'])('never reaches %s', async (host) => {
    const call = { method: 'POST', url: `http://${host}:${port}/`, timeoutMs: 5_000 } as const;
    expect(await exchange({ ...call, publicOnly: true })).toMatchObject({ kind: 'not-sent', why: 'private-address' });
    expect(calls).toBe(0);
  });

  test('reaches it where private addresses are allowed', async () => {
    expect(
      await exchange({ method: 'POST', url: `http://localhost:${port}/`, body: '{}', timeoutMs: 5_000 }),
    ).toMatchObject({
      status: 200,
    });
  });
});

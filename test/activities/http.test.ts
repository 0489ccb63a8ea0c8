import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { exchange, retryAfter, type HttpCall } from '../../activities/http.js';
import { selfSigned } from './self-signed.js';

const servers: net.Server[] = [];
const sockets = new Set<net.Socket>();

async function listen(server: net.Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/pay`;
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

const call = (url: string, more: Partial<HttpCall> = {}) =>
  exchange({ method: 'POST', url, body: '{"secret":"s3cret"}', timeoutMs: 20_000, ...more });

const answering = (listener: http.RequestListener) => listen(http.createServer(listener));

/** A server that reads the request, then calls `act` with the socket. */
const afterReading = (act: (socket: net.Socket) => void) =>
  listen(net.createServer((socket) => socket.once('data', () => act(socket))));

describe('answers', () => {
  test('an answer has its status, its headers in lower case and its exact body', async () => {
    let seen = '';
    const url = await answering((request, response) => {
      request.on('data', (chunk) => (seen += String(chunk)));
      request.on('end', () => response.writeHead(201, { 'X-One': '1' }).end('{"a":1}'));
    });
    const result = await call(url, { headers: { 'content-type': 'application/json' } });
    expect(result).toMatchObject({ kind: 'reply', status: 201, headers: { 'x-one': '1' } });
    expect(result.kind === 'reply' && result.body.toString()).toBe('{"a":1}');
    expect(seen).toBe('{"secret":"s3cret"}');
  });

  test('an answer with a bad status is an answer like any other', async () => {
    const url = await answering((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'));
    expect(await call(url)).toMatchObject({ kind: 'reply', status: 502 });
  });

  test('a redirect is not followed', async () => {
    let calls = 0;
    const url = await answering((_, response) => {
      calls += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await call(url)).toMatchObject({ kind: 'reply', status: 302 });
    expect(calls).toBe(1);
  });

  test('a compressed answer is decompressed', async () => {
    const url = await answering((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"data":{}}')),
    );
    const result = await call(url);
    expect(result.kind === 'reply' && result.body.toString()).toBe('{"data":{}}');
  });

  test('an answer has the wait of its Retry-After header', async () => {
    const url = await answering((_, response) => response.writeHead(429, { 'retry-after': '7' }).end());
    expect(await call(url)).toMatchObject({ status: 429, retryAfterMs: 7_000 });
  });

  test('every call opens a new connection', async () => {
    let connections = 0;
    const server = http.createServer((_, response) => response.end('{}'));
    server.on('connection', () => (connections += 1));
    const url = await listen(server);
    await call(url);
    await call(url);
    expect(connections).toBe(2);
  });
});

describe('calls that were not sent', () => {
  test('nothing was sent when the port refuses', async () => {
    const server = net.createServer();
    const url = await listen(server);
    await new Promise((done) => server.close(done));
    expect(await call(url)).toEqual({ kind: 'not-sent', why: 'connect', detail: 'ECONNREFUSED' });
  });

  test('nothing was sent when every address of a name refuses', async () => {
    const server = net.createServer();
    const url = await listen(server);
    await new Promise((done) => server.close(done));
    const result = await call(url.replace('127.0.0.1', 'localhost'));
    expect(result).toMatchObject({ kind: 'not-sent', why: 'connect' });
  });

  test('nothing was sent when the name cannot be looked up', async () => {
    expect(await call('http://provider.invalid/pay')).toMatchObject({ kind: 'not-sent', why: 'dns' });
  });

  test('nothing was sent when the address is invalid', async () => {
    expect(await call('http://')).toMatchObject({ kind: 'not-sent', why: 'bad-request' });
  });

  test('nothing was sent when a header cannot be written', async () => {
    const url = await answering((_, response) => response.end());
    expect(await call(url, { headers: { 'x-bad': 'a\nb' } })).toMatchObject({ kind: 'not-sent', why: 'bad-request' });
  });

  test('nothing was sent when the port does not speak TLS', async () => {
    let seen = '';
    const url = await listen(
      net.createServer((socket) =>
        socket.on('data', (chunk) => {
          seen += chunk.toString('latin1');
          socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
        }),
      ),
    );
    expect(await call(url.replace('http:', 'https:'))).toMatchObject({ kind: 'not-sent', why: 'tls' });
    expect(seen).not.toContain('s3cret');
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'nothing was sent when the certificate is not trusted (%s)',
    async (version) => {
      let seen = '';
      const server = tls.createServer({ ...selfSigned, minVersion: version, maxVersion: version });
      const ended = new Promise<void>((done) =>
        server.on('connection', (socket: net.Socket) => socket.on('close', done)),
      );
      server.on('tlsClientError', () => undefined);
      server.on('secureConnection', (socket) => {
        socket.on('error', () => undefined);
        socket.on('data', (chunk) => (seen += String(chunk)));
      });
      const url = await listen(server);
      const result = await call(url.replace('http:', 'https:'));
      expect(result).toEqual({ kind: 'not-sent', why: 'tls', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      await ended;
      expect(seen).toBe('');
    },
  );

  test('nothing was sent when time runs out during the TLS handshake', async () => {
    const url = await listen(net.createServer(() => undefined));
    const result = await call(url.replace('http:', 'https:'), { timeoutMs: 300 });
    expect(result).toEqual({ kind: 'not-sent', why: 'timeout' });
  });

  test('nothing was sent when the caller gave up before the call', async () => {
    const url = await answering((_, response) => response.end());
    expect(await call(url, { signal: AbortSignal.abort() })).toEqual({ kind: 'not-sent', why: 'aborted' });
  });

  test('nothing was sent when the caller gives up at once, and nothing arrives later either', async () => {
    let connections = 0;
    const server = http.createServer((_, response) => response.end());
    server.on('request', () => (connections += 1));
    const url = await listen(server);
    const controller = new AbortController();
    const result = call(url, { signal: controller.signal });
    controller.abort();
    expect(await result).toEqual({ kind: 'not-sent', why: 'aborted' });
    await call(url);
    expect(connections).toBe(1);
  });
});

describe('calls with an unknown result', () => {
  test('it is unknown whether the request was sent when the connection is reset before anything is read', async () => {
    const reset = (socket: net.Socket) => setTimeout(() => socket.resetAndDestroy(), 50);
    const url = await listen(net.createServer({ pauseOnConnect: true }, reset));
    expect(await call(url)).toMatchObject({ kind: 'unknown', why: 'network' });
  });

  test('it is unknown what happened when the connection is reset after the request was read', async () => {
    const url = await afterReading((socket) => socket.resetAndDestroy());
    expect(await call(url)).toEqual({ kind: 'unknown', why: 'network', detail: 'ECONNRESET' });
  });

  test('it is unknown what happened when the connection is closed without an answer', async () => {
    const url = await afterReading((socket) => socket.end());
    expect(await call(url)).toMatchObject({ kind: 'unknown', why: 'network' });
  });

  test.each([
    ['by its length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"data":'],
    ['by its chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"data":\r\n'],
  ])('it is unknown what happened when half a body arrives, judged %s', async (_, half) => {
    const url = await afterReading((socket) => socket.end(half));
    expect(await call(url)).toMatchObject({ kind: 'unknown', why: 'network' });
  });

  test('it is unknown what happened when a compressed body is cut off', async () => {
    const packed = gzipSync('{"data":{"status":"Sukses"}}').subarray(0, 12);
    const url = await answering((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed),
    );
    expect(await call(url)).toMatchObject({ kind: 'unknown' });
  });

  test('it is unknown what happened when the answer is not HTTP', async () => {
    const url = await afterReading((socket) => socket.end('SSH-2.0-server\r\n'));
    expect(await call(url)).toMatchObject({ kind: 'unknown', why: 'network' });
  });

  test('it is unknown what happened when there is no answer in time', async () => {
    const url = await afterReading(() => undefined);
    expect(await call(url, { timeoutMs: 300 })).toEqual({ kind: 'unknown', why: 'timeout' });
  });

  test('it is unknown what happened when the body takes longer than the timeout', async () => {
    const url = await answering((_, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await call(url, { timeoutMs: 400 })).toEqual({ kind: 'unknown', why: 'timeout' });
  });

  test('it is unknown what happened when the caller gives up after the request has arrived', async () => {
    const controller = new AbortController();
    const url = await afterReading(() => controller.abort());
    expect(await call(url, { signal: controller.signal })).toEqual({ kind: 'unknown', why: 'aborted' });
  });

  test('it is unknown what happened when the answer is too large, also when only decompression shows it', async () => {
    const plain = await answering((_, response) => response.end(Buffer.alloc(1_048_577, 32)));
    expect(await call(plain)).toEqual({ kind: 'unknown', why: 'too-large' });
    const bomb = gzipSync(Buffer.alloc(5_000_000, 32));
    const packed = await answering((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(await call(packed)).toEqual({ kind: 'unknown', why: 'too-large' });
  });
});

test('a call is made once, however it fails', async () => {
  let calls = 0;
  const url = await afterReading((socket) => {
    calls += 1;
    socket.destroy();
  });
  await call(url);
  await call(url, { method: 'GET', body: undefined } as never);
  expect(calls).toBe(2);
});

test('a failure never repeats the address, its credentials or the body', async () => {
  const url = (await afterReading((socket) => socket.destroy())).replace('//', '//user:pa55@');
  expect(JSON.stringify(await call(url))).not.toMatch(/pa55|s3cret|127\.0\.0\.1/);
});

describe('Retry-After', () => {
  const now = Date.parse('2024-05-01T00:00:00Z');
  test.each([
    ['120', 120_000],
    ['0', 0],
    ['999999', 3_600_000],
    ['Wed, 01 May 2024 00:00:30 GMT', 30_000],
    ['Wed, 01 May 2024 09:00:00 GMT', 3_600_000],
    ['Tue, 30 Apr 2024 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    [undefined, undefined],
  ])('a Retry-After of %s means %s milliseconds', (header, expected) => {
    expect(retryAfter(header, now)).toBe(expected);
  });
});

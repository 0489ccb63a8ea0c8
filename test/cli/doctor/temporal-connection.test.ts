import http from 'node:http';
import http2 from 'node:http2';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { connectTemporal } from '../../../cli/doctor/temporal-connection.js';
import { selfSigned } from '../../activities/self-signed.js';

const servers: { server: net.Server; sockets: Set<net.Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  }
});

/** What stands in Temporal's place. */
const SERVERS: Record<string, () => net.Server> = {
  tls: () => tls.createServer(selfSigned, (socket) => socket.on('error', () => undefined)),
  http: () => http.createServer((_request, response) => response.end('hello')),
  closing: () => net.createServer((socket) => socket.destroy()),
  silent: () => net.createServer(),
  unauthenticated: () => grpc(16),
  denied: () => grpc(7),
  unimplemented: () => grpc(12),
  broken: () => grpc(13),
};

/** A gRPC server that answers every call with a status. */
function grpc(status: number): net.Server {
  const server = http2.createServer();
  server.on('stream', (stream) => {
    const headers = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status) };
    stream.respond({ ...headers, 'grpc-message': 'no' }, { endStream: true });
  });
  return server;
}

async function connectTo(name: string, env: NodeJS.ProcessEnv = {}) {
  const server = SERVERS[name]!();
  const sockets = new Set<net.Socket>();
  servers.push({ server, sockets });
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined).on('sessionError', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const TEMPORAL_ADDRESS = `localhost:${(server.address() as AddressInfo).port}`;
  return connectTemporal({ TEMPORAL_ADDRESS, TEMPORAL_CONFIG_FILE: '/no/such/file.toml', ...env }, undefined);
}

const TLS = { TEMPORAL_TLS: 'true' };

test.each([
  ['tls', {}, 'silent', /may want TLS/],
  ['tls', TLS, 'silent', /certificate is not trusted/],
  ['http', {}, 'silent', /no Temporal, or wants TLS/],
  ['http', TLS, 'silent', /does not speak TLS/],
  ['closing', {}, 'silent', /may want TLS/],
  ['closing', TLS, 'silent', /as without a certificate of ours/],
  ['silent', {}, 'silent', /no answer within 5 s/],
  ['unauthenticated', {}, 'refuses', /does not accept our API key or certificate/],
  ['denied', {}, 'refuses', /does not accept our API key or certificate/],
  ['unimplemented', {}, 'silent', /no Temporal, or wants TLS/],
  ['broken', {}, 'refuses', /gRPC status 13/],
])('a server that is %s, with %j: the cause is told', async (name, env, kind, why) => {
  expect(await connectTo(name, env)).toMatchObject({ kind, why: expect.stringMatching(why), mend: expect.any(String) });
});

test.each([
  [{ TEMPORAL_ADDRESS: 'http://temporal.example.com:7233' }, /Invalid address/],
  [{ TEMPORAL_TLS_CLIENT_CERT_PATH: '/no/such/cert.pem' }, /ENOENT/],
  [{ TEMPORAL_PROFILE: 'nobody' }, /Profile 'nobody' not found/],
])('with %j there is nothing to connect to, and the reason is told', async (env, why) => {
  const given = { TEMPORAL_CONFIG_FILE: '/no/such/file.toml', ...env };
  expect(await connectTemporal(given, undefined)).toMatchObject({
    kind: 'unknown-target',
    why: expect.stringMatching(why),
  });
});

import { createServer } from 'node:net';
import { TuntasError } from '../contract/errors.js';

/** Throws `TuntasError` (code PortInUse) when something listens there already; `key` is the configuration's. */
export async function assertPortFree(host: string, port: number, key: string): Promise<void> {
  if (port === 0) return;
  const code = await tryPort(host, port);
  if (!code) return;
  const why = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be listened on (${code})`;
  throw new TuntasError('PortInUse', `port ${port} of ${host} ${why}: stop that, or set ${key} to another port`);
}

function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** A port of `host` that nothing listens on at the moment. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port: 0 }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

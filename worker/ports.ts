import { type AddressInfo, createServer } from 'node:net';
import { TuntasError } from '../contract/errors.js';

/**
 * Throws `TuntasError` (code PortInUse) when the port cannot be listened on.
 * @param port 0 stands for any free port and is never refused.
 * @param key of the port in the configuration, for the message.
 */
export async function assertPortFree(host: string, port: number, key: string): Promise<void> {
  if (port === 0) return;
  const code = await tryPort(host, port);
  if (!code) return;
  const why = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be listened on (${code})`;
  throw new TuntasError('PortInUse', `port ${port} of ${host} ${why}: stop that, or set ${key} to another port`);
}

/** A port of this host that nothing listens on at the moment. */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: 0, exclusive: true }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

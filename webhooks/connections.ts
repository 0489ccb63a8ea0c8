import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Bounds a server's open connections. Beyond `limit` it closes the connection that has been waiting for bytes of its peer
 * for the longest time; Node's own `maxConnections` would turn the new ones away, so that idle ones shut everybody out.
 * A connection whose request is complete is never closed here, so a delivery that has come in gets its reply.
 */
export function boundConnections(server: Server, limit: number): void {
  const open = new Set<Socket>();
  /** Those that the server waits for, the longest wait first. */
  const waiting = new Set<Socket>();

  server.on('connection', (socket: Socket) => {
    open.add(socket);
    waiting.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      waiting.delete(socket);
    });
    if (open.size <= limit) return;
    const [longest = socket] = waiting;
    // Its close event comes later, and other connections may come before it.
    open.delete(longest);
    waiting.delete(longest);
    longest.destroy();
  });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    request.once('end', () => waiting.delete(socket));
    response.once('close', () => {
      if (open.has(socket)) waiting.add(socket);
    });
  });
}

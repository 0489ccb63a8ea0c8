import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { exchange } from '../../activities/http.js';
import type { Answer, Ask, Incoming } from './subject.js';

/** What the stand-in does with a command. `pass`: what stands behind it answers. */
export type Act =
  | { kind: 'pass' }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'reset-unread' }
  | { kind: 'reset' }
  | { kind: 'close' }
  | { kind: 'half'; answer: Answer }
  | { kind: 'trickle' }
  | { kind: 'silent' };

/** A command that arrived, and how it was answered where what stands behind answered it. */
export interface Command {
  ask: Ask;
  request: Incoming;
  answer?: Answer;
}

const NOT_FOUND: Answer = { status: 404, headers: {}, body: Buffer.alloc(0) };

/**
 * A provider's end that does to commands as it is told and lets what stands behind it answer the rest: tokens and
 * catalogues work whatever happens to a payment.
 */
export class StandIn {
  readonly commands: Command[] = [];
  readonly asides: { request: Incoming; answer: Answer }[] = [];
  connections = 0;
  act: Act = { kind: 'pass' };
  /** Called when a command has arrived. */
  onCommand: () => void = () => undefined;
  /** What is answered to all that is no command, in place of what stands behind. */
  asideAnswer: Answer | undefined;

  readonly #sockets = new Set<net.Socket>();
  readonly #http = http.createServer((request, response) => void this.#take(request, response));
  // In front of the HTTP server, because a connection cut before it is read must not be read by that either.
  readonly #front = net.createServer({ pauseOnConnect: true }, (socket) => {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
    if (this.act.kind === 'reset-unread') {
      // The other side must have had its connection: cut at once, it may never have been opened.
      setTimeout(() => socket.resetAndDestroy(), 50);
      return;
    }
    this.#http.emit('connection', socket);
    socket.resume();
  });

  constructor(
    private readonly commandOf: (request: Incoming) => Ask | undefined,
    private readonly behind: (request: Incoming) => Promise<Answer | undefined>,
  ) {}

  async open(): Promise<string> {
    await new Promise<void>((done) => this.#front.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.#front.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => this.#front.close(done));
  }

  async #take(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const request = await read(incoming);
    const ask = this.commandOf(request);
    if (!ask) {
      const answer = this.asideAnswer ?? (await this.behind(request)) ?? NOT_FOUND;
      this.asides.push({ request, answer });
      return send(response, answer);
    }
    const command: Command = { ask, request };
    this.commands.push(command);
    this.onCommand();
    if (this.act.kind !== 'pass') return perform(response, this.act);
    command.answer = (await this.behind(request)) ?? NOT_FOUND;
    send(response, command.answer);
  }
}

/** Passes requests on to a server. */
export function forwarding(url: string): (request: Incoming) => Promise<Answer | undefined> {
  return async ({ method, path, headers, body }) => {
    const own = Object.entries(headers).filter(
      ([name, value]) => value !== undefined && !/^(host|connection|content-length|accept-encoding)$/.test(name),
    );
    const result = await exchange({
      method: method as 'GET' | 'POST',
      url: url + path,
      headers: Object.fromEntries(own) as Record<string, string>,
      ...(method === 'GET' ? {} : { body }),
      timeoutMs: 60_000,
    });
    if (result.kind !== 'reply') return undefined;
    const kept = Object.entries(result.headers).filter(
      ([name]) => !/^(connection|keep-alive|transfer-encoding|content-length)$/.test(name),
    );
    return { status: result.status, headers: Object.fromEntries(kept), body: result.body };
  };
}

async function read(incoming: http.IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  // A connection that breaks off here has nobody left to answer.
  await new Promise<void>((done) => {
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', done);
    incoming.on('error', () => undefined);
  });
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()] as const);
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
  };
}

function send(response: http.ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length }).end(answer.body);
}

function perform(response: http.ServerResponse, act: Exclude<Act, { kind: 'pass' }>): void {
  const { socket } = response;
  switch (act.kind) {
    case 'answer':
      return send(response, act.answer);
    case 'half': {
      const { status, headers, body } = act.answer;
      response.writeHead(status, { ...headers, 'content-length': body.length });
      response.write(body.subarray(0, body.length / 2), () => socket?.end());
      return;
    }
    case 'trickle': {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
      return;
    }
    case 'close':
      return void socket?.end();
    case 'silent':
      return;
    default:
      return void socket?.resetAndDestroy();
  }
}

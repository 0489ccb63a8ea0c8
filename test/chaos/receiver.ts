import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { NotificationBody } from '../../contract/notification.js';
import type { Told } from '../invariants/facts.js';
import { Random } from './random.js';

/** Of the run's one receiver. */
export const RECEIVER = 'shop';
export const RECEIVER_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

/** The receiver is down for a third of the time; milliseconds. */
const DOWN = { everyMs: 45_000, forMs: 15_000 };
/** Longer than the receiver's configured timeout. */
const SLOW_MS = 4_000;

/** What it does with a message, by how often. */
type Answer = 'takes it' | 'slow' | 'html' | 'redirect' | 'error and has it' | 'error' | 'busy' | 'gone' | 'cut';
const ANSWERS: [number, Answer][] = [
  [50, 'takes it'],
  [8, 'slow'],
  [8, 'html'],
  [6, 'redirect'],
  [8, 'error and has it'],
  [8, 'error'],
  [4, 'busy'],
  [2, 'gone'],
  [6, 'cut'],
];

/** A backend that is told what becomes of payments: often down, slow, or lying. It verifies each message. */
export class Receiver {
  /** In the order of their arrival, by the payment's workflow id. */
  readonly told = new Map<string, Told[]>();
  readonly counts: Record<string, number> = {};
  #isWell = false;
  readonly #since = Date.now();
  readonly #random: Random;
  readonly #server: Server;

  constructor(
    private readonly port: number,
    seed: number,
  ) {
    this.#random = new Random(seed, 'receiver');
    this.#server = createServer(
      (request, response) => void this.#hear(request, response).catch(() => response.destroy()),
    );
  }

  async open(): Promise<void> {
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** From now on it takes everything. */
  recover(): void {
    this.#isWell = true;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#isWell && (Date.now() - this.#since) % DOWN.everyMs < DOWN.forMs)
      return this.#answer('down', request, response);
    const text = await textOf(request);
    const answer = this.#isWell ? 'takes it' : this.#random.weighted(ANSWERS);
    if (answer !== 'error' && answer !== 'busy' && answer !== 'gone') this.#take(request, text);
    this.#answer(answer, request, response);
  }

  #take({ headers }: IncomingMessage, text: string): void {
    const body = new Webhook(RECEIVER_SECRET).verify(text, headers as Record<string, string>) as NotificationBody;
    const known = this.told.get(body.data.workflowId) ?? [];
    this.told.set(body.data.workflowId, [...known, { id: String(headers['webhook-id']), text, body }]);
  }

  #answer(answer: Answer | 'down', request: IncomingMessage, response: ServerResponse): void {
    this.counts[answer] = (this.counts[answer] ?? 0) + 1;
    if (answer === 'down' || answer === 'cut') return void request.socket.destroy();
    if (answer === 'html')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
    if (answer === 'redirect') return void response.writeHead(302, { location: '/elsewhere' }).end();
    if (answer === 'busy') return void response.writeHead(503, { 'retry-after': '2' }).end();
    const status = { 'takes it': 204, slow: 204, 'error and has it': 500, error: 500, gone: 410 }[answer];
    if (answer !== 'slow') return void response.writeHead(status).end();
    setTimeout(() => response.writeHead(status).end(), SLOW_MS);
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

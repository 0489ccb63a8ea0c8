import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { DISTORTIONS, NOT_EXECUTED, SIGNATURE_FAULTS, type Distortion, type InjectedFault } from './injected-fault.js';
import type { Signature } from './outcomes.js';
import type { Rule } from './rules.js';

/** An answer before it goes on the wire; `body` is JSON. */
export interface Answer {
  status: number;
  body: unknown;
}

/** One contact, in any protocol. */
export interface Exchange {
  /** Resolves when the contact is on the disk; nothing is answered before. */
  recorded: Promise<void>;
  /** Executes the request, once; resolves with the answer when its effect is on the disk. */
  execute(): Promise<Answer>;
  distort(kind: Distortion, answer: Answer): Answer;
  /** The signature's headers over a body as it is sent, where the protocol signs its answers. */
  sign?: ((body: string, how: Signature) => Record<string, string>) | undefined;
}

/** Longer than any client waits. */
const SLOW_MS = 600_000;

/** Executes an exchange and answers it as the rule orders. `closing` ends a delay when the sandbox stops. */
export async function deliver(
  http: FastifyReply,
  rule: Rule | undefined,
  exchange: Exchange,
  closing: AbortSignal,
): Promise<FastifyReply> {
  const fault = rule?.fault;
  const runs = !isOneOf(NOT_EXECUTED, fault);
  const [answer] = await Promise.all([runs ? exchange.execute() : undefined, exchange.recorded]);
  const delay = rule?.delay ?? (fault === 'slow' ? SLOW_MS : 0);
  // Any number of answers may wait at once, each with a listener.
  setMaxListeners(Infinity, closing);
  if (delay > 0) await wait(delay, undefined, { signal: closing, ref: false }).catch(() => undefined);
  if (!answer) return sendFault(http, fault as InjectedFault, undefined, rule?.retryAfter);
  const content = isOneOf(DISTORTIONS, fault) ? exchange.distort(fault, answer) : answer;
  const signedAnswer = signed(exchange, content, fault);
  const good = !fault || fault === 'slow' || isOneOf(DISTORTIONS, fault) || isOneOf(SIGNATURE_FAULTS, fault);
  return good ? send(http, signedAnswer) : sendFault(http, fault, signedAnswer, rule.retryAfter);
}

/** An answer as it goes on the wire; the signature is over these bytes. */
interface SignedAnswer {
  status: number;
  body: string;
  signature: Record<string, string>;
}

function signed(exchange: Exchange, answer: Answer, fault: InjectedFault | undefined): SignedAnswer {
  const body = JSON.stringify(answer.body);
  const how = fault === 'forged-signature' ? 'forged' : fault === 'unsigned' ? 'none' : 'valid';
  return { status: answer.status, body, signature: exchange.sign?.(body, how) ?? {} };
}

/** Cuts the connection with a TCP reset. */
export function reset(http: FastifyReply): FastifyReply {
  http.hijack();
  http.raw.socket?.resetAndDestroy();
  return http;
}

function sendFault(
  http: FastifyReply,
  fault: InjectedFault,
  answer: SignedAnswer | undefined,
  retryAfter?: number,
): FastifyReply {
  switch (fault) {
    case 'half-answer':
      return sendHalf(http, answer as SignedAnswer);
    case 'html':
      return http.code(200).type('text/html').send('<html><body><h1>Access denied</h1></body></html>');
    case 'garbage':
      return http.code(200).type('application/json').send('{"data":{"ref_id":"\u0000\u0007');
    case 'http-401':
      return sendStatus(http, 401, retryAfter);
    case 'http-500':
    case 'http-500-after':
      return sendStatus(http, 500, retryAfter);
    case 'http-503':
      return sendStatus(http, 503, retryAfter);
    case 'http-429':
      return sendStatus(http, 429, retryAfter);
    default:
      return reset(http);
  }
}

function send(http: FastifyReply, { status, body, signature }: SignedAnswer): FastifyReply {
  for (const [name, value] of Object.entries(signature)) http.header(name, value);
  return http.code(status).type('application/json').send(body);
}

function sendStatus(http: FastifyReply, status: number, retryAfter?: number): FastifyReply {
  if (retryAfter !== undefined) http.header('retry-after', String(retryAfter));
  return http.code(status).type('text/plain').send(`sandbox: HTTP ${status} as ordered by a rule`);
}

function sendHalf(http: FastifyReply, { status, body, signature }: SignedAnswer): FastifyReply {
  const bytes = Buffer.from(body);
  http.hijack();
  http.raw.writeHead(status, { 'content-type': 'application/json', ...signature, 'content-length': bytes.length });
  http.raw.write(bytes.subarray(0, bytes.length / 2), () => http.raw.socket?.resetAndDestroy());
  return http;
}

function isOneOf<T extends string>(list: readonly T[], value: string | undefined): value is T {
  return (list as readonly (string | undefined)[]).includes(value);
}

import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Signature } from './plan.js';
import type { Rule } from './rules.js';

/** Faults whose request is never executed. */
const NOT_EXECUTED = ['reset-before-read', 'reset-after-read', 'http-401', 'http-500', 'http-503', 'http-429'] as const;

/** Faults that leave a well-formed answer saying something else; each protocol knows where its fields are. */
const DISTORTIONS = ['wrong-reference', 'wrong-customer', 'wrong-product', 'not-found', 'contradiction'] as const;

/** Faults of the signature on a good answer; where a protocol signs none, the answer goes out unchanged. */
const SIGNATURES = ['forged-signature', 'unsigned'] as const;

export const FAULTS = [
  ...NOT_EXECUTED,
  'reset-after-charge',
  'half-answer',
  'slow',
  'http-500-after',
  'html',
  'garbage',
  ...DISTORTIONS,
  ...SIGNATURES,
] as const;

export type FaultKind = (typeof FAULTS)[number];
export type Distortion = (typeof DISTORTIONS)[number];

/** An answer before it goes on the wire; `body` is JSON. */
export interface Answer {
  status: number;
  body: unknown;
}

/** One contact, whatever its protocol. */
export interface Exchange {
  /** The contact's place in the journal: nothing is answered before it is on the disk. */
  noted: Promise<void>;
  /** Does what was asked, once, and answers when that is on the disk. */
  execute(): Promise<Answer>;
  distort(kind: Distortion, answer: Answer): Answer;
  /** The signature's headers over a body as it is sent, where the protocol signs its answers. */
  sign?: ((body: string, how: Signature) => Record<string, string>) | undefined;
}

/** Longer than any client waits. */
const SLOW_MS = 600_000;

/**
 * Executes an exchange and answers it as the rule says. `closing` ends what is still waiting when the sandbox stops.
 */
export async function deliver(
  http: FastifyReply,
  rule: Rule | undefined,
  exchange: Exchange,
  closing: AbortSignal,
): Promise<FastifyReply> {
  const fault = rule?.fault;
  const runs = !isOneOf(NOT_EXECUTED, fault);
  const [answer] = await Promise.all([runs ? exchange.execute() : undefined, exchange.noted]);
  const delay = rule?.delay ?? (fault === 'slow' ? SLOW_MS : 0);
  // Any number of answers may wait at once.
  setMaxListeners(Infinity, closing);
  if (delay > 0) await wait(delay, undefined, { signal: closing, ref: false }).catch(() => undefined);
  if (!answer) return spoil(http, fault as FaultKind, undefined, rule?.retryAfter);
  const told = isOneOf(DISTORTIONS, fault) ? exchange.distort(fault, answer) : answer;
  const sealed = seal(exchange, told, fault);
  const good = !fault || fault === 'slow' || isOneOf(DISTORTIONS, fault) || isOneOf(SIGNATURES, fault);
  return good ? send(http, sealed) : spoil(http, fault, sealed, rule.retryAfter);
}

/** An answer as it goes on the wire: a signature is over these bytes, whatever they say. */
interface Sealed {
  status: number;
  body: string;
  signature: Record<string, string>;
}

function seal(exchange: Exchange, answer: Answer, fault: FaultKind | undefined): Sealed {
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

function spoil(http: FastifyReply, fault: FaultKind, sealed: Sealed | undefined, retryAfter?: number): FastifyReply {
  switch (fault) {
    case 'half-answer':
      return sendHalf(http, sealed as Sealed);
    case 'html':
      return http.code(200).type('text/html').send('<html><body><h1>Access denied</h1></body></html>');
    case 'garbage':
      return http.code(200).type('application/json').send('{"data":{"ref_id":"\u0000\u0007');
    case 'http-401':
      return refuse(http, 401, retryAfter);
    case 'http-500':
    case 'http-500-after':
      return refuse(http, 500, retryAfter);
    case 'http-503':
      return refuse(http, 503, retryAfter);
    case 'http-429':
      return refuse(http, 429, retryAfter);
    default:
      return reset(http);
  }
}

function send(http: FastifyReply, { status, body, signature }: Sealed): FastifyReply {
  for (const [name, value] of Object.entries(signature)) http.header(name, value);
  return http.code(status).type('application/json').send(body);
}

function refuse(http: FastifyReply, status: number, retryAfter?: number): FastifyReply {
  if (retryAfter !== undefined) http.header('retry-after', String(retryAfter));
  return http.code(status).type('text/plain').send(`sandbox: HTTP ${status} as ordered by a rule`);
}

function sendHalf(http: FastifyReply, { status, body, signature }: Sealed): FastifyReply {
  const bytes = Buffer.from(body);
  http.hijack();
  http.raw.writeHead(status, { 'content-type': 'application/json', ...signature, 'content-length': bytes.length });
  http.raw.write(bytes.subarray(0, bytes.length / 2), () => http.raw.socket?.resetAndDestroy());
  return http;
}

function isOneOf<T extends string>(list: readonly T[], value: string | undefined): value is T {
  return (list as readonly (string | undefined)[]).includes(value);
}

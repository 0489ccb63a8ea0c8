import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Rule } from './rules.js';

/** Faults whose request is never executed. */
const NOT_EXECUTED = ['reset-before-read', 'reset-after-read', 'http-500', 'http-503', 'http-429'] as const;

/** Faults that leave a well-formed answer saying something else; each protocol knows where its fields are. */
const DISTORTIONS = ['wrong-reference', 'wrong-customer', 'wrong-product', 'not-found', 'contradiction'] as const;

export const FAULTS = [
  ...NOT_EXECUTED,
  'reset-after-charge',
  'half-answer',
  'slow',
  'http-500-after',
  'html',
  'garbage',
  ...DISTORTIONS,
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
  if (answer && isOneOf(DISTORTIONS, fault)) return send(http, exchange.distort(fault, answer));
  return fault && fault !== 'slow' ? spoil(http, fault, answer, rule.retryAfter) : send(http, answer as Answer);
}

/** Cuts the connection with a TCP reset. */
export function reset(http: FastifyReply): FastifyReply {
  http.hijack();
  http.raw.socket?.resetAndDestroy();
  return http;
}

function spoil(http: FastifyReply, fault: FaultKind, answer: Answer | undefined, retryAfter?: number): FastifyReply {
  switch (fault) {
    case 'half-answer':
      return sendHalf(http, answer as Answer);
    case 'html':
      return http.code(200).type('text/html').send('<html><body><h1>Access denied</h1></body></html>');
    case 'garbage':
      return http.code(200).type('application/json').send('{"data":{"ref_id":"\u0000\u0007');
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

function send(http: FastifyReply, answer: Answer): FastifyReply {
  return http.code(answer.status).type('application/json').send(JSON.stringify(answer.body));
}

function refuse(http: FastifyReply, status: number, retryAfter?: number): FastifyReply {
  if (retryAfter !== undefined) http.header('retry-after', String(retryAfter));
  return http.code(status).type('text/plain').send(`sandbox: HTTP ${status} as ordered by a rule`);
}

function sendHalf(http: FastifyReply, answer: Answer): FastifyReply {
  const body = Buffer.from(JSON.stringify(answer.body));
  http.hijack();
  http.raw.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': body.length });
  http.raw.write(body.subarray(0, body.length / 2), () => http.raw.socket?.resetAndDestroy());
  return http;
}

function isOneOf<T extends string>(list: readonly T[], value: string | undefined): value is T {
  return (list as readonly (string | undefined)[]).includes(value);
}

import { TuntasError } from '../../../contract/errors.js';
import type { HttpReply } from '../../http.js';
import type { Evidence } from '../../../contract/evidence.js';
import { httpText, isOk, isTransportStatus, pauseOf, troubleText } from '../reading.js';
import type { Answer } from './api.js';
import { parseBody, type Body } from './wire.js';

/** A body of the protocol. */
export type Said = Exclude<Body, string>;

/** An answer that cannot be read as a reply, or none at all: the reason as a code, and as a message in our words. */
export interface Silence {
  why: string;
  message: string;
  retryAfterMs?: number;
}

/** About our token and our access, never about an order: the protocol's own errors come with 400, 404 and the like. */
const OF_THE_TOKEN = [401, 403];

/** The reply in an answer, or why there is none. */
export function heardIn(answer: Answer): Silence | { reply: HttpReply; body: Said } {
  if (answer.kind === 'no-token') return { why: 'no-token', message: 'no token for the provider could be had' };
  if (answer.kind !== 'reply') return { why: answer.why, message: troubleText(answer) };
  const silent = (why: string): Silence => ({ why, message: httpText(answer), ...pauseOf(answer) });
  if (isTransportStatus(answer.status, OF_THE_TOKEN)) return silent(`http-${answer.status}`);
  const body = parseBody(answer.body);
  if (typeof body === 'string') return silent(isOk(answer) ? body : `http-${answer.status}`);
  // Resources come with 2xx and errors with 4xx (official SDKs): anything else is neither.
  if ('data' in body !== isOk(answer)) return silent('contradiction');
  return { reply: answer, body };
}

/** A verdict needs no pause. */
export function pauseIn({ kind }: Evidence, reply: HttpReply): { retryAfterMs?: number } {
  return kind === 'unknown' || kind === 'pending' ? pauseOf(reply) : {};
}

/** The body of an answer that is no payment's. Throws `TuntasError` (code Unreachable). */
export function bodyOf(answer: Answer, name: string): Buffer {
  if (answer.kind === 'no-token') throw unreachable(name, 'no token could be had');
  if (answer.kind !== 'reply') throw unreachable(name, troubleText(answer));
  if (!isOk(answer)) throw unreachable(name, httpText(answer));
  return answer.body;
}

export function unreachable(name: string, why: string): TuntasError {
  return new TuntasError('Unreachable', `${name}: ${why}`);
}

import { z } from 'zod';
import type { HttpFailure, HttpReply } from '../http.js';

/** Before a name of digits only: JavaScript would put such names first, whatever their place. */
const IN_PLACE = '\u0000';

/**
 * JSON in which every number is read as the text that stood there: an amount or a customer's number never passes through
 * floating point. Members keep their order; a name of digits only is marked for that, and `nameOf` reads it. Returns
 * undefined for what is not JSON.
 * @example
 * ```ts
 * const reply = parseExact('{"price": 11000.00}'); // { price: '11000.00' }
 * ```
 */
export function parseExact(body: Buffer | string): unknown {
  try {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    JSON.parse(text);
    return JSON.parse(withQuotedNumbers(text));
  } catch {
    return undefined;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** Puts every number of a valid JSON text between quotes, and `IN_PLACE` before each name of digits only. */
function withQuotedNumbers(text: string): string {
  let result = '';
  let copied = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (isDigitsName(text, at, end)) {
        result += `${text.slice(copied, at)}"\\u0000`;
        copied = at + 1;
      }
      at = end;
    } else if (isNumberStart(code)) {
      const end = endOfNumber(text, at);
      result += `${text.slice(copied, at)}"${text.slice(at, end)}"`;
      copied = end;
      at = end;
    } else {
      at += 1;
    }
  }
  return result + text.slice(copied);
}

/** Behind the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
  }
}

/** A minus sign or a digit. */
function isNumberStart(code: number): boolean {
  return code === 0x2d || (code >= 0x30 && code <= 0x39);
}

/** Behind the number that begins at `start`: digits, `-`, `+`, `.`, `e` and `E` stand together in numbers only. */
function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!isNumberStart(code) && code !== 0x2b && code !== 0x2e && code !== 0x65 && code !== 0x45) return at;
    at += 1;
  }
}

/** Whether the string from `start` to `end` is a member's name of digits only. Its digits may be spelled as escapes. */
function isDigitsName(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start + 1);
  if (first !== BACKSLASH && !isNumberStart(first)) return false;
  let next = end;
  while (isSpace(text.charCodeAt(next))) next += 1;
  return text.charCodeAt(next) === COLON && isDigits(text.slice(start, end));
}

/** The white space of JSON. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/**
 * A member's name as the provider wrote it, from a key of what `parseExact` read.
 * @example
 * ```ts
 * const reply = parseExact('{"2026": "januari"}') as Record<string, string>;
 * const names = Object.keys(reply).map(nameOf); // ['2026']
 * ```
 */
export function nameOf(key: string): string {
  return key.startsWith(IN_PLACE) ? key.slice(IN_PLACE.length) : key;
}

/** A member of a reply: text, or a number read as its text. Anything else, and empty text, counts as left out. */
export const optionalText = z.string().trim().min(1).optional().catch(undefined);

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of a JSON string, which may spell its digits as escapes. */
function isDigits(token: string): boolean {
  return /^\d+$/.test(JSON.parse(token) as string);
}

/**
 * Rupiah in a provider's spelling: "8000", 10900.0, "8000.00". Undefined for what is no whole, exact, non-negative amount,
 * and for "100.000", which is a hundred thousand where dots part thousands; whoever reads decides what that means.
 * @example
 * ```ts
 * const amount = rupiah('8000.00'); // 8000
 * ```
 */
export function rupiah(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !/^\d{1,30}(\.0{1,2})?$/.test(value)) return undefined;
  const amount = Number(value.split('.')[0]);
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/**
 * A provider's text as it may be shown: control characters out, blanks trimmed, cut at `limit` characters.
 * @example
 * ```ts
 * const message = clean(' Transaksi\u0007 Sukses '); // 'Transaksi  Sukses'
 * ```
 */
export function clean(text: string, limit = 200): string {
  // eslint-disable-next-line no-control-regex
  return Array.from(text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim())
    .slice(0, limit)
    .join('');
}

/**
 * Makes a function that blots out secrets wherever a provider repeats them, and `words` where they stand as whole words.
 * What is shorter than `atLeast` characters is left alone: it would take other text with it.
 * @example
 * ```ts
 * const blot = redactor(['my-api-key'], { atLeast: 4 });
 * const message = blot('bad key my-api-key'); // 'bad key ***'
 * ```
 */
export function redactor(
  secrets: readonly (string | undefined)[],
  { words = [], atLeast = 1 }: { words?: readonly (string | undefined)[]; atLeast?: number } = {},
): (text: string) => string {
  const patternOf = (secret: string) => secret.replace(/[^A-Za-z0-9]/g, '\\$&');
  const known = (texts: readonly (string | undefined)[]) =>
    texts.filter((text): text is string => Boolean(text && text.length >= atLeast));
  const patterns = [
    ...known(secrets).map((text) => ({ text, pattern: patternOf(text) })),
    ...known(words).map((text) => ({ text, pattern: `(?<![A-Za-z0-9_])${patternOf(text)}(?![A-Za-z0-9_])` })),
  ];
  if (patterns.length === 0) return (text) => text;
  const longestFirst = patterns.sort((a, b) => b.text.length - a.text.length).map(({ pattern }) => pattern);
  const pattern = new RegExp(longestFirst.join('|'), 'gi');
  return (text) => text.replace(pattern, '***');
}

/** The zero time of some languages lies before it, and no payment does; milliseconds since 1970. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/**
 * A time with its zone (ISO 8601), in UTC. Undefined for what is no such time, and for a zero time.
 * @example
 * ```ts
 * const paidAt = utcTime('2026-01-01T07:00:00+07:00'); // '2026-01-01T00:00:00.000Z'
 * ```
 */
export function utcTime(value: unknown): string | undefined {
  const text = z.iso.datetime({ offset: true }).safeParse(value).data;
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return at >= EARLIEST_MS ? new Date(at).toISOString() : undefined;
}

const TROUBLE: Record<HttpFailure['why'], string> = {
  'private-address': 'its address is private',
  aborted: 'the call was cut short on our side',
  dns: 'the name of the provider could not be looked up',
  connect: 'no connection to the provider',
  tls: 'no trusted connection to the provider',
  timeout: 'no complete answer in time',
  network: 'the connection failed before the answer was complete',
  'too-large': 'the answer is too large',
  'bad-request': 'the request could not be made',
};

/**
 * A message about transport trouble.
 * @example
 * ```ts
 * const message = troubleText({ kind: 'unknown', why: 'timeout' }); // 'no complete answer in time'
 * ```
 */
export function troubleText(failure: HttpFailure): string {
  return failure.detail ? `${TROUBLE[failure.why]} (${failure.detail})` : TROUBLE[failure.why];
}

/**
 * Whether an answer came with HTTP 2xx.
 * @example
 * ```ts
 * if (reply.kind === 'reply' && !isOk(reply)) console.log(reply.status);
 * ```
 */
export function isOk(reply: HttpReply): boolean {
  return reply.status >= 200 && reply.status < 300;
}

/** 408, 425 and 429: the server has not dealt with the request. */
const NOT_PROCESSED = [408, 425, 429];

/**
 * Whether an HTTP status comes from the transport (a gateway, a proxy, a server in trouble), so that nothing in the body
 * is read as a reply about a payment: 1xx, 3xx, 5xx, 408, 425 and 429. Protocols differ only in the other 4xx: some
 * send their refusals with such a status. `more` are those that a protocol never gives to a refusal.
 * @example
 * ```ts
 * const isOutage = isTransportStatus(503); // true
 * ```
 */
export function isTransportStatus(status: number, more: readonly number[] = []): boolean {
  const outside = status < 200 || (status >= 300 && status < 400) || status >= 500;
  return outside || NOT_PROCESSED.includes(status) || more.includes(status);
}

/**
 * A message about an HTTP answer that is no reply of the protocol.
 * @example
 * ```ts
 * const message = reply.kind === 'reply' ? httpText(reply) : troubleText(reply);
 * ```
 */
export function httpText(reply: HttpReply): string {
  return `HTTP ${reply.status} without an answer that could be read`;
}

/**
 * The pause that an answer asks for, as a part of evidence.
 * @example
 * ```ts
 * const pause = reply.kind === 'reply' ? pauseOf(reply) : {};
 * ```
 */
export function pauseOf(reply: HttpReply): { retryAfterMs?: number } {
  return reply.retryAfterMs === undefined ? {} : { retryAfterMs: reply.retryAfterMs };
}

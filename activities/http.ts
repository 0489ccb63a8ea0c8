import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import got, { type Options, type Request } from 'got';
import { given } from '../contract/given.js';
import { isPrivateHost, PRIVATE_ADDRESS, publicLookup } from './public-address.js';

/** One HTTP call. */
export interface HttpCall {
  /** GET sends no body. */
  method: 'GET' | 'POST';
  /** Whole, with its query. */
  url: string;
  /** Names in lower case or not. */
  headers?: Record<string, string>;
  /** The exact body: what is signed is what is sent. */
  body?: string;
  /** From the DNS lookup to the last byte of the answer; milliseconds. */
  timeoutMs: number;
  /** Gives the call up. */
  signal?: AbortSignal;
  /** Refuses to connect to a private address. @default false */
  publicOnly?: boolean;
  /** Limit of the answer after decompression; a longer one is not read. Bytes. @default 1048576 */
  maxBytes?: number;
}

/** A complete answer, whatever its status. Header names in lower case. */
export interface HttpReply {
  /** Tells it from a failure. */
  kind: 'reply';
  /** Of HTTP. */
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The bytes, decompressed. */
  body: Buffer;
  /** From Retry-After, at most one hour; milliseconds. */
  retryAfterMs?: number;
}

export type HttpTrouble =
  'aborted' | 'private-address' | 'dns' | 'connect' | 'tls' | 'timeout' | 'network' | 'too-large' | 'bad-request';

/**
 * No complete answer. `not-sent`: proven that no byte of the request left this machine; `unknown`: some may have left.
 * `detail` is a system error code such as ECONNRESET, never an error's text, which may contain an address or a body.
 */
export interface HttpFailure {
  /** Whether something may have left this machine. */
  kind: 'not-sent' | 'unknown';
  /** The reason in one word. */
  why: HttpTrouble;
  /** A system error code, such as ECONNRESET. */
  detail?: string;
}

export type HttpResult = HttpReply | HttpFailure;

const MAX_BYTES = 1_048_576;
const MAX_PAUSE_MS = 3_600_000;

// A kept-alive socket may fail after the bytes left, so every call opens a new connection.
const agent = { http: new http.Agent({ keepAlive: false }), https: new https.Agent({ keepAlive: false }) };

/** Makes one HTTP call: no retry, no redirect. Resolves whatever the network does; never rejects. */
export function exchange(call: HttpCall): Promise<HttpResult> {
  if (call.signal?.aborted) return Promise.resolve({ kind: 'not-sent', why: 'aborted' });
  return new Promise((resolve) => {
    if (call.publicOnly && isPrivateHost(call.url)) return resolve({ kind: 'not-sent', why: 'private-address' });
    const line = new ConnectionWatch();
    const stream = got.stream(call.url, optionsOf(call, line));

    const finish = (result: () => HttpResult) => {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', onAbort);
      // An open line could still complete its connection, so it is closed before the result is judged.
      line.close();
      stream.destroy();
      resolve(result());
    };
    const fail = (why: HttpTrouble) => finish(() => ({ kind: line.opened ? 'unknown' : 'not-sent', why }));
    const onAbort = () => fail('aborted');
    const timer = setTimeout(() => fail('timeout'), call.timeoutMs);
    call.signal?.addEventListener('abort', onAbort, { once: true });

    stream.on('error', (error: unknown) => finish(() => failureOf(error, line)));
    collect(stream, call.maxBytes ?? MAX_BYTES, {
      done: (body) => finish(() => replyOf(stream, body)),
      tooLarge: () => fail('too-large'),
    });
  });
}

/** The wait that a Retry-After header asks for, as seconds or as an HTTP date; milliseconds, at most one hour. */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1_000, MAX_PAUSE_MS);
  const date = / GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.min(Math.max(date - now, 0), MAX_PAUSE_MS);
}

/**
 * Watches the connection of one request. Node sends nothing of the request before the socket is connected, and under
 * TLS before the handshake is done and the certificate accepted. So until then nothing can have left.
 */
class ConnectionWatch {
  opened = false;
  connected = false;
  requested = false;
  #closed = false;
  #request?: ClientRequest;

  readonly open: NonNullable<Options['request']> = (url, options, callback) => {
    if (this.#closed) throw new Error('closed before the request was made');
    const secure = url.protocol === 'https:';
    const request = (this.#request = (secure ? https : http).request(
      url,
      options as https.RequestOptions,
      callback as never,
    ));
    this.requested = true;
    request.once('socket', (socket) => {
      if (!socket.connecting) this.opened = true;
      socket.once('connect', () => (this.connected = true));
      socket.once(secure ? 'secureConnect' : 'connect', () => (this.opened = true));
    });
    return request;
  };

  close(): void {
    this.#closed = true;
    this.#request?.destroy();
  }
}

function optionsOf(call: HttpCall, line: ConnectionWatch) {
  return {
    method: call.method,
    headers: { 'user-agent': 'tuntas', ...call.headers },
    ...given({ body: call.body, dnsLookup: call.publicOnly ? publicLookup : undefined }),
    request: line.open,
    agent,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  } as const;
}

function collect(stream: Request, limit: number, on: { done: (body: Buffer) => void; tooLarge: () => void }): void {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) on.tooLarge();
    else chunks.push(chunk);
  });
  stream.once('end', () => on.done(Buffer.concat(chunks)));
}

function replyOf(stream: Request, body: Buffer): HttpResult {
  const response = stream.response;
  if (!response?.complete) return { kind: 'unknown', why: 'network' };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const retryAfterMs = retryAfter(headers['retry-after'], Date.now());
  return given({ kind: 'reply' as const, status: response.statusCode, headers, body, retryAfterMs });
}

function failureOf(error: unknown, line: ConnectionWatch): HttpFailure {
  const code = codeOf(error);
  const detail = given({ detail: code });
  if (line.opened) return { kind: 'unknown', why: 'network', ...detail };
  if (!line.requested) return { kind: 'not-sent', why: 'bad-request', ...detail };
  if (line.connected) return { kind: 'not-sent', why: 'tls', ...detail };
  if (code === PRIVATE_ADDRESS) return { kind: 'not-sent', why: 'private-address' };
  const dns = code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL';
  return { kind: 'not-sent', why: dns ? 'dns' : 'connect', ...detail };
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : undefined;
}

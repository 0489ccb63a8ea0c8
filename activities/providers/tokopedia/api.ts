import type { HttpCall, HttpResult } from '../../http.js';
import type { World } from '../../world.js';
import { signatureOf } from './signature.js';
import type { Keys } from './keys.js';
import type { Settings } from './settings.js';
import type { Tokens } from './token.js';

/** `no-token`: nothing was sent for want of a token. */
export type Answer = HttpResult | { kind: 'no-token' };

export interface ApiOptions {
  baseUrl: string;
  /** Of one call with all that belongs to it, a token's fetch and a second try included; milliseconds. */
  timeoutMs: number;
  tokens: Tokens;
  keys: Keys;
  padding: Settings['signature'];
  world: World;
  /** Milliseconds since 1970. */
  now: () => number;
}

interface Call extends Pick<HttpCall, 'method' | 'body' | 'signal' | 'maxBytes'> {
  path: string;
  /** @default the provider's */
  timeoutMs?: number;
  /** Milliseconds since 1970: not sent from then on. */
  notAfter?: number | undefined;
}

type Sending = Required<Pick<Call, 'signal'>> & Pick<Call, 'notAfter'>;

/** The provider's HTTP interface: one token for all calls, the `Date` in RFC 1123, JSON. */
export class Api {
  constructor(private readonly options: ApiOptions) {}

  /** A call that changes nothing. When its token is refused it is made once more, with a new one. */
  async ask(call: Call): Promise<Answer> {
    const left = this.budget(call);
    const token = await this.options.tokens.get();
    if (token === undefined || left() <= 0) return { kind: 'no-token' };
    const first = await this.send(call, token, left());
    if (first.kind !== 'reply' || first.status !== 401) return first;
    const renewed = await this.options.tokens.renew(token);
    return renewed === undefined || left() <= 0 ? first : this.send(call, renewed, left());
  }

  /** Sends an order, signed, once. */
  order(path: string, body: string, { signal, notAfter }: Sending): Promise<Answer> {
    const { keys, padding } = this.options;
    return this.once({ method: 'POST', path, body, signal, notAfter }, signatureOf(body, keys.privateKey, padding));
  }

  /**
   * A call about an order that may have been sent: when its token is refused, only the next one has a new token. Two calls
   * at once would be two contacts without a gap between them.
   */
  async once(call: Call, signature?: string): Promise<Answer> {
    const { tokens } = this.options;
    const left = this.budget(call);
    const token = await tokens.get();
    if (token === undefined || left() <= 0) return { kind: 'no-token' };
    // A token may have taken its time.
    if (this.options.now() >= (call.notAfter ?? Infinity)) return { kind: 'not-sent', why: 'aborted' };
    const result = await this.send(call, token, left(), signature);
    if (result.kind === 'reply' && result.status === 401) tokens.drop(token);
    return result;
  }

  private send({ path, ...call }: Call, token: string, timeoutMs: number, signature?: string): Promise<HttpResult> {
    return this.options.world.exchange({
      ...call,
      url: this.options.baseUrl.replace(/\/+$/, '') + path,
      headers: {
        authorization: `Bearer ${token}`,
        date: new Date(this.options.now()).toUTCString(),
        'content-type': 'application/json',
        accept: 'application/json',
        ...(signature !== undefined && { signature }),
      },
      timeoutMs,
    });
  }

  /** What is left of a call's time, in milliseconds. */
  private budget({ timeoutMs = this.options.timeoutMs }: Call): () => number {
    const { world } = this.options;
    const until = world.monotonic() + timeoutMs;
    return () => Math.ceil(until - world.monotonic());
  }
}

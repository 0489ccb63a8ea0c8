import { z } from 'zod';
import type { World } from '../../world.js';
import { isOk, parseExact } from '../reading.js';

export interface TokenOptions {
  url: string;
  clientId: string;
  clientSecret: string;
  /** Of one fetch; milliseconds. */
  timeoutMs: number;
  exchange: World['exchange'];
  /** Milliseconds since 1970. */
  now: () => number;
}

interface Token {
  value: string;
  renewAt: number;
  expiresAt: number;
}

const tokenSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .optional(),
  expires_in: z
    .string()
    .regex(/^\d{1,10}$/)
    .optional()
    .catch(undefined),
});

/** Ten minutes before its end a token is renewed; the old one stays valid to its time (official). */
const EARLY_MS = 600_000;
/** Of a token whose lifetime is not stated. */
const ASSUMED_LIFETIME_MS = 600_000;
/** After a failed fetch no other is made for this long: calls would queue up behind a server that is down. */
const FAILED_FOR_MS = 2_000;

/** The one token that all calls of a provider share (OAuth2 client credentials). */
export class Tokens {
  #held: Token | undefined;
  #fetching: Promise<void> | undefined;
  #failedUntil = -Infinity;
  #seen: string[] = [];

  constructor(private readonly options: TokenOptions) {}

  /** A valid token, or undefined where none can be had. One that grows old is renewed beside the call, not before it. */
  async get(): Promise<string | undefined> {
    const held = this.#valid();
    if (held && this.options.now() < held.renewAt) return held.value;
    const fetching = this.#fetch();
    if (!held) await fetching;
    return this.#valid()?.value;
  }

  /** A token in place of one that was refused. */
  async renew(refused: string): Promise<string | undefined> {
    this.drop(refused);
    return this.get();
  }

  /** The next call fetches a new token. */
  drop(refused: string): void {
    if (this.#held?.value === refused) this.#held = undefined;
  }

  /** Tokens that the provider's replies may still repeat. */
  get secrets(): readonly string[] {
    return this.#seen;
  }

  #valid(): Token | undefined {
    return this.#held && this.options.now() < this.#held.expiresAt ? this.#held : undefined;
  }

  #fetch(): Promise<void> {
    if (this.#fetching) return this.#fetching;
    if (this.options.now() < this.#failedUntil) return Promise.resolve();
    this.#fetching = this.#ask().finally(() => (this.#fetching = undefined));
    return this.#fetching;
  }

  async #ask(): Promise<void> {
    const { url, clientId, clientSecret, timeoutMs, exchange, now } = this.options;
    const askedAt = now();
    const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64');
    const result = await exchange({
      method: 'POST',
      url,
      headers: {
        authorization: `Basic ${basic}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
      timeoutMs,
    });
    const parsed = tokenSchema.safeParse(result.kind === 'reply' && isOk(result) ? parseExact(result.body) : undefined);
    const seconds = parsed.data?.expires_in;
    const lifetime = seconds === undefined ? ASSUMED_LIFETIME_MS : Number(seconds) * 1_000;
    if (!parsed.success || !(lifetime > 0)) {
      this.#failedUntil = now() + FAILED_FOR_MS;
      return;
    }
    const { access_token: value } = parsed.data;
    const early = lifetime >= 2 * EARLY_MS ? EARLY_MS : lifetime / 2;
    this.#held = { value, renewAt: askedAt + lifetime - early, expiresAt: askedAt + lifetime };
    this.#seen = [value, ...this.#seen.filter((other) => other !== value)].slice(0, 2);
  }
}

/** As HTTP Basic wants a client's id and secret (RFC 6749, 2.3.1). */
function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

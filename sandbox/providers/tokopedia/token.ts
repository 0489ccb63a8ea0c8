import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../../delivery.js';
import type { Rule } from '../../rules.js';

/** Longer than ten minutes: a client fetches the next token ten minutes before the end of this one (official docs). */
const LIFETIME_S = 3_600;

export interface TokenOptions {
  clientId: string;
  clientSecret: string;
  now: () => number;
  newId: () => string;
}

const lifetimeSchema = z.object({ expires_in: z.number().min(0) });

/** OAuth2 client credentials. A token holds its end, signed: several can be valid at once, also after a restart. */
export class Tokens {
  constructor(private readonly options: TokenOptions) {}

  /** A rule's overrides are merged into the answer; the token then expires after an `expires_in` among them. */
  issue(authorization: string | undefined, body: unknown, rule: Rule | undefined): Answer {
    const form = new URLSearchParams(typeof body === 'string' ? body : '');
    if (form.get('grant_type') !== 'client_credentials') return failed(400, 'unsupported_grant_type');
    if (rule?.answer?.outcome === 'gagal' || !this.#knows(authorization, form)) return failed(401, 'invalid_client');
    const stated = { expires_in: LIFETIME_S, ...rule?.answer?.overrides };
    const { expires_in: seconds } = lifetimeSchema.safeParse(stated).data ?? { expires_in: LIFETIME_S };
    const token = this.#token(`${this.options.now() + seconds * 1_000}.${this.options.newId()}`);
    return { status: 200, body: { access_token: token, token_type: 'Bearer', ...stated } };
  }

  accepts(authorization: string | undefined): boolean {
    const [, token = ''] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    const claims = token.slice(0, token.lastIndexOf('.'));
    return token === this.#token(claims) && this.options.now() < Number.parseInt(claims, 10);
  }

  #token(claims: string): string {
    return `${claims}.${createHmac('sha256', this.options.clientSecret).update(claims).digest('base64url')}`;
  }

  /** RFC 6749, 2.3.1: in the header, form-encoded, or in the body. */
  #knows(authorization: string | undefined, form: URLSearchParams): boolean {
    const { clientId, clientSecret } = this.options;
    const [, basic] = /^Basic (\S+)$/i.exec(authorization ?? '') ?? [];
    if (basic === undefined) return form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
    const pair = Buffer.from(basic, 'base64').toString();
    const encoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
    return [`${clientId}:${clientSecret}`, `${encoded(clientId)}:${encoded(clientSecret)}`].includes(pair);
  }
}

function failed(status: number, error: string): Answer {
  return { status, body: { error, error_description: 'the client or its request was not accepted' } };
}

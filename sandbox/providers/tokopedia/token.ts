import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../../delivery.js';
import type { Rule } from '../../rules.js';

/** Longer than the ten minutes before its end at which a client is to fetch the next (official docs). */
const LIFETIME_S = 3_600;

export interface TokenOptions {
  clientId: string;
  clientSecret: string;
  now: () => number;
}

const lifetimeSchema = z.object({ expires_in: z.number().min(0) });

/** OAuth2 client credentials. A token carries its own end, signed: any number are valid at once, and after a restart. */
export class Tokens {
  constructor(private readonly options: TokenOptions) {}

  /** A rule's overrides are merged into the answer; an `expires_in` among them is kept to. */
  issue(authorization: string | undefined, body: unknown, rule: Rule | undefined): Answer {
    const form = new URLSearchParams(typeof body === 'string' ? body : '');
    if (form.get('grant_type') !== 'client_credentials') return failed(400, 'unsupported_grant_type');
    if (rule?.answer?.outcome === 'gagal' || !this.#knows(authorization, form)) return failed(401, 'invalid_client');
    const stated = { expires_in: LIFETIME_S, ...rule?.answer?.overrides };
    const { expires_in: seconds } = lifetimeSchema.safeParse(stated).data ?? { expires_in: LIFETIME_S };
    const token = this.#token(`${this.options.now() + seconds * 1_000}.${randomUUID()}`);
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
  return { status, body: { error, error_description: `the client or its request was not accepted` } };
}

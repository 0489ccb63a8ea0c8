import { constants, createSign, createVerify } from 'node:crypto';
import { SANDBOX_SECRETS } from '../../sandbox/index.js';
import { PRODUCTS } from '../../sandbox/providers/tokopedia/products.js';
import type { Sample } from '../../sandbox/providers/tokopedia/sample.js';
import type { Json } from './helpers.js';

const SECRETS = SANDBOX_SECRETS.tokopedia;
export const PADDINGS = { pss: constants.RSA_PKCS1_PSS_PADDING, pkcs1: constants.RSA_PKCS1_PADDING } as const;
type Padding = keyof typeof PADDINGS;

export interface Reply {
  status: number;
  text: string;
  headers: Headers;
  id?: string;
  attributes: Json;
  /** Of the first error. */
  code?: string;
}

export function signed(body: string, padding: Padding = 'pss', saltLength?: number, key = SECRETS.privateKey): string {
  const salt = padding === 'pss' && saltLength !== undefined ? { saltLength } : {};
  return createSign('sha256')
    .update(body)
    .sign({ key, padding: PADDINGS[padding], ...salt }, 'base64');
}

export function isSigned({ text, headers }: Reply, padding: Padding = 'pss'): boolean {
  const signature = headers.get('signature') ?? '';
  return createVerify('sha256')
    .update(text)
    .verify({ key: SECRETS.publicKey, padding: PADDINGS[padding] }, signature, 'base64');
}

/** A client of the sandbox's Tokopedia API, over plain HTTP. */
export class Client {
  token = '';

  constructor(readonly url: string) {}

  async login(): Promise<this> {
    const response = await this.fetchToken();
    this.token = ((await response.json()) as { access_token: string }).access_token;
    return this;
  }

  fetchToken(id: string = SECRETS.clientId, secret: string = SECRETS.clientSecret): Promise<Response> {
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    return fetch(`${this.url}/token`, { method: 'POST', headers: { authorization }, body });
  }

  async call(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const { data, errors } = JSON.parse(text) as { data?: { id: string; attributes: Json }; errors?: [Json] };
    const attributes = data?.attributes ?? {};
    const code = errors?.[0]['code'] as string;
    return { status: response.status, text, headers: response.headers, attributes, code, ...(data && { id: data.id }) };
  }

  inquire(attributes: Json): Promise<Reply> {
    return this.call('POST', '/v2/inquiry', JSON.stringify({ data: { type: 'inquiry', attributes } }));
  }

  order(id: string, attributes: Json, sign: (body: string) => Record<string, string> = signature): Promise<Reply> {
    const body = JSON.stringify({ data: { type: 'order', id, attributes } });
    return this.call('POST', '/v2/order', body, sign(body));
  }

  details(id: string): Promise<Reply> {
    return this.call('GET', `/v2/order/${encodeURIComponent(id)}`);
  }

  /** Inquires, where the product has an inquiry, and orders at the stated price. */
  async buy(id: string, product: string, number?: string): Promise<Reply> {
    const attributes = asked(product, number);
    if (PRODUCTS.get(product)?.inquiry === undefined) return this.order(id, attributes);
    const bill = await this.inquire(attributes);
    return this.order(id, { ...attributes, amount: bill.attributes['sales_price'] });
  }
}

export const signature = (body: string) => ({ signature: signed(body) });

/** The attributes of a request about a product, as in its sample. */
export function asked(product: string, number?: string): Json {
  const sample = PRODUCTS.get(product) as Sample;
  const fields = Object.entries(sample.fields ?? {}).map(([name, value]) => ({ name, value }));
  return {
    product_code: product,
    client_number: number ?? sample.number,
    ...(sample.pays === 'open' ? { amount: sample.base } : {}),
    ...(fields.length > 0 ? { fields } : {}),
  };
}

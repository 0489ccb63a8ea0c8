import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import http, { type IncomingHttpHeaders } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { providerConfigSchema } from '../../../../contract/config.js';
import { tokopedia } from '../../../../activities/providers/tokopedia/index.js';
import { settingsSchema } from '../../../../activities/providers/tokopedia/settings.js';
import { signatureOf } from '../../../../activities/providers/tokopedia/signature.js';
import type { Provider } from '../../../../activities/providers/provider.js';
import { thisMachine } from '../../../../activities/world.js';

export const NOW = Date.parse('2024-05-01T03:04:05Z');
export const AT = '2024-05-01T03:04:05.000Z';

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2_048 });
export const OURS = pair();
export const THEIRS = pair();
export const STRANGERS = pair();

const pem = (key: KeyObject) =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }) as string;
export const SECRETS = {
  clientId: 'cl1ent-id',
  clientSecret: 's3cret&client',
  privateKey: pem(OURS.privateKey),
  publicKey: pem(THEIRS.publicKey),
};
export const OUR_PUBLIC_KEY = createPublicKey(OURS.privateKey);

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/tokopedia/${name}`, import.meta.url), 'utf8');

export const SETTINGS = settingsSchema.parse({});
export const PRODUCT_CODES = fixture('product-codes.txt').trim().split('\n');

/** One block of JSON on the page of examples. */
export interface Sample {
  kind: 'request' | 'reply';
  text: string;
}

/** The page's blocks of JSON by the product code above them, those that are no valid JSON included. */
export function samples(): Map<string, Sample[]> {
  const found = new Map<string, Sample[]>();
  let product = '';
  let open: string[] | undefined;
  const close = () => {
    const text = open?.join('\n') ?? '';
    const kept = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
    if (kept && open) found.get(product)?.push({ kind: open[0] as Sample['kind'], text: kept });
    open = undefined;
  };
  for (const line of fixture('examples.txt').split('\n')) {
    const marker = /^(Request|Response) +payload:$/.exec(line.trim())?.[1];
    const heading = /^Product code example: *(.*)$/.exec(line.trim());
    if (marker || heading || line.startsWith('Request URL')) close();
    if (heading) found.set((product = heading[1] ?? ''), []);
    else if (marker) open = [marker === 'Request' ? 'request' : 'reply'];
    else open?.push(line);
  }
  close();
  return found;
}

export interface Attributes extends Record<string, unknown> {
  product_code: string;
  client_number: string;
}

export interface Resource {
  type: string;
  id: string;
  attributes: Attributes;
}

/** A sample's `data`; undefined where it is no valid JSON. */
export function dataOf({ text }: Sample): Resource | undefined {
  try {
    return (JSON.parse(text) as { data: Resource }).data;
  } catch {
    return undefined;
  }
}

/** An order as the provider would state it. */
export function orderOf(more: Record<string, unknown> = {}, id = 'ref-1'): { data: Resource } {
  const attributes = { product_code: 'pln', client_number: '0812', error_code: '', error_detail: '', fields: null };
  const fees = { sales_price: 12_500, partner_fee: 1_000, admin_fee: 2_500 };
  return { data: { type: 'order', id, attributes: { ...attributes, ...fees, status: 'Success', ...more } } };
}

export function inquiryOf(more: Record<string, unknown> = {}): { data: Resource } {
  const attributes = { product_code: 'pln', client_number: '0812', client_name: 'A***', fields: null };
  const prices = { base_price: 10_000, admin_fee: 2_500, sales_price: 12_500 };
  return {
    data: { type: 'inquiry', id: '0812', attributes: { ...attributes, ...prices, inquiry_result: [], ...more } },
  };
}

export const errorsOf = (code: string, detail = 'words') => ({ errors: [{ code, detail, status: '400' }] });

export type Full = Provider & Required<Pick<Provider, 'notice' | 'balance' | 'products'>>;

export function provider(
  options: {
    baseUrl?: string;
    settings?: Record<string, unknown>;
    secrets?: Record<string, string>;
    config?: Record<string, unknown>;
    now?: () => number;
  } = {},
): Full {
  const config = providerConfigSchema.parse({
    adapter: 'tokopedia',
    baseUrl: options.baseUrl ?? 'http://127.0.0.1:9/api',
    credentials: {},
    timeout: '20s',
    poll: [{ every: '5m', for: '1h' }],
    settings: options.settings ?? {},
    ...options.config,
  });
  const { secrets = SECRETS, now = () => NOW } = options;
  return tokopedia.create({ name: 'tokopedia', config, secrets, world: thisMachine, now }) as Full;
}

export interface Seen {
  call: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Said {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Signs the body as the provider does, or with another key. */
  signed?: boolean | KeyObject;
  /** Reads the request and hangs up. */
  hangUp?: boolean;
}

/** A provider's end: tokens `token-1`, `token-2`… and an answer for every call, the last one for all that follow. */
export class Counterpart {
  readonly seen: Seen[] = [];
  readonly tokenCalls: Seen[] = [];
  answers: Said[] = [{ body: {} }];
  token: Said & { lifetime?: number } = {};
  padding: 'pss' | 'pkcs1' = 'pss';
  /** Answers wait for it. */
  gate: Promise<unknown> = Promise.resolve();
  private readonly server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const seen = { call: `${request.method ?? ''} ${request.url ?? ''}`, headers: request.headers, body };
      const said = request.url === '/token' ? this.#tokenFor(seen) : this.#answerTo(seen);
      void this.gate.then(() => this.#give(said, response));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** Says one thing to every call from now on. */
  says(body: unknown, more: Said = {}): void {
    this.answers = [{ body, ...more }];
  }

  #tokenFor(seen: Seen): Said {
    this.tokenCalls.push(seen);
    const { lifetime = 3_600, ...said } = this.token;
    const access_token = `token-${this.tokenCalls.length}`;
    return { body: { access_token, token_type: 'Bearer', expires_in: lifetime }, ...said };
  }

  #answerTo(seen: Seen): Said {
    this.seen.push(seen);
    return (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? {};
  }

  #give({ status = 200, body = {}, headers = {}, signed, hangUp }: Said, response: http.ServerResponse): void {
    if (hangUp) return void response.socket?.destroy();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const key = signed === true ? THEIRS.privateKey : signed || undefined;
    const signature = key && { signature: signatureOf(text, key, this.padding) };
    response.writeHead(status, { 'content-type': 'application/json', ...signature, ...headers }).end(text);
  }
}

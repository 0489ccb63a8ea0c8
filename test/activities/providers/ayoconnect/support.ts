import http, { type IncomingHttpHeaders } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { providerConfigSchema } from '../../../../contract/config.js';
import type { PaymentRequest } from '../../../../contract/request.js';
import { ayoconnect } from '../../../../activities/providers/ayoconnect/index.js';
import type { BillFound, Order, Provider } from '../../../../activities/providers/provider.js';
import { thisMachine } from '../../../../activities/world.js';
import type { Evidence } from '../../../../contract/evidence.js';

export const NOW = Date.parse('2022-08-03T15:22:00Z');
export const AT = '2022-08-03T15:22:00.000Z';
export const SECRETS = { key: 'partner-key', secret: 'jwt-secret-of-ours' };

export type Json = Record<string, unknown>;
export type SampleName = 'check-request' | 'check' | 'payment-request' | 'payment' | 'status';

/** A request or a reply of the published example. */
export function sample(name: SampleName): Json {
  const path = new URL(`../../../fixtures/ayoconnect/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Json;
}

/** A reply of the published example with members of its own and of its `data` changed; undefined takes one away. */
export function changed(name: SampleName, more: Json = {}, data: Json = {}): Json {
  const reply = sample(name);
  return { ...reply, ...more, data: { ...(reply['data'] as Json), ...data } };
}

/** The payment of the published example. */
export const request: PaymentRequest = {
  ...{ provider: 'ayoconnect', refId: 'rg6ytrdvrvr4', product: 'TLSTPOS', customerNo: '516070377775' },
};

export const bill: BillFound = {
  ...{ kind: 'bill', at: AT, code: '300', message: '', amount: 25_220, receipt: [] },
  handle: { inquiryId: 2_681_076 },
};
export const order: Order = { request, bill, amount: 25_220 };

export function provider(
  options: { baseUrl?: string; settings?: Json; secrets?: Record<string, string>; timeout?: string } = {},
): Provider & Required<Pick<Provider, 'notice' | 'balance' | 'products'>> {
  const config = providerConfigSchema.parse({
    adapter: 'ayoconnect',
    baseUrl: options.baseUrl ?? 'http://127.0.0.1:9',
    credentials: {},
    timeout: options.timeout ?? '20s',
    poll: [{ every: '60s', for: '1h' }],
    settings: { partnerId: 'ayopop', ...options.settings },
  });
  const secrets = options.secrets ?? SECRETS;
  const made = ayoconnect.create({ name: 'ayoconnect', config, secrets, world: thisMachine, now: () => NOW });
  return made as ReturnType<typeof provider>;
}

export interface Seen {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A provider's end that answers every call with one answer and remembers what it was sent. */
export class Counterpart {
  readonly seen: Seen[] = [];
  status = 200;
  answer = '{}';
  headers: Record<string, string> = {};
  /** Reads the request and hangs up. */
  hangUp = false;
  private readonly server = http.createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => (body += String(chunk)));
    incoming.on('end', () => {
      this.seen.push({ path: incoming.url ?? '', headers: incoming.headers, body });
      if (this.hangUp) incoming.socket.destroy();
      else response.writeHead(this.status, this.headers).end(this.answer);
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** The names and values of a receipt. */
export function linesOf(evidence: Pick<Evidence, 'receipt'>): string[] {
  return (evidence.receipt ?? []).map(({ name, value, group }) => [group, name, value].filter(Boolean).join(' | '));
}

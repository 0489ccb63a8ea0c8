import http from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { providerConfigSchema } from '../../../../contract/config.js';
import { digiflazz } from '../../../../activities/providers/digiflazz/index.js';
import type { Provider } from '../../../../activities/providers/provider.js';
import { thisMachine } from '../../../../activities/world.js';

export const NOW = Date.parse('2024-05-01T03:04:05Z');
export const AT = '2024-05-01T03:04:05.000Z';
export const SECRETS = { username: 'usern4me', apiKey: 'ap1-key', webhookSecret: 'h00k' };

export const PRODUCTS = [
  ...['bpjs', 'emoney', 'hp', 'internet', 'multifinance', 'pbb', 'pdam', 'pgas', 'pln', 'plnnontaglis', 'samsat', 'tv'],
];

/** One of the dialect's published samples; multifinance and pgas are not published and were made up. */
export function sample(kind: 'inquiry' | 'pay', product: string): string {
  return readFileSync(new URL(`../../../fixtures/digiswitch/${kind}/${product}.json`, import.meta.url), 'utf8');
}

export function dataOf(text: string): Record<string, unknown> {
  return (JSON.parse(text) as { data: Record<string, unknown> }).data;
}

export function provider(
  options: { baseUrl?: string; settings?: Record<string, unknown>; secrets?: Record<string, string> } = {},
): Provider & Required<Pick<Provider, 'notice' | 'balance' | 'products'>> {
  const config = providerConfigSchema.parse({
    adapter: 'digiflazz',
    baseUrl: options.baseUrl ?? 'http://127.0.0.1:9',
    credentials: {},
    timeout: '20s',
    poll: [{ every: '60s', for: '1h' }],
    settings: { dialect: 'digiswitch', ...options.settings },
  });
  const secrets = options.secrets ?? SECRETS;
  const made = digiflazz.create({ name: 'digiswitch', config, secrets, world: thisMachine, now: () => NOW });
  return made as ReturnType<typeof provider>;
}

export interface Seen {
  path: string;
  body: Record<string, unknown>;
}

/** A provider's end that answers every call with one answer and remembers what it was sent. */
export class Counterpart {
  readonly seen: Seen[] = [];
  status = 200;
  answer = '{}';
  headers: Record<string, string> = {};
  /** Reads the request and hangs up. */
  hangUp = false;
  private readonly server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      this.seen.push({ path: request.url ?? '', body: JSON.parse(body) as Record<string, unknown> });
      if (this.hangUp) request.socket.destroy();
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

import type { Client } from '@temporalio/client';
import { fastify, type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { HTTP_STATUS } from '../activities/http-status.js';
import type { Delivery, NoticeSource } from '../activities/providers/provider.js';
import type { Config } from '../contract/config.js';
import { assertPortFree } from '../worker/ports.js';
import { boundConnections } from './connections.js';
import { noCounts, type Counts } from './counts.js';
import { HEALTH } from './health.js';
import { LIMITS, type Limits } from './limits.js';
import { startOperations } from './operations.js';
import { Receiver, type Notifier } from './receive.js';
import { SampledLog } from './sampled-log.js';

/** How often the log says what it left out; milliseconds. */
const FLUSH_EVERY_MS = 10_000;

export interface WebhooksOptions {
  config: Config;
  providers: Record<string, NoticeSource>;
  client: Client;
  /** @default config.webhooks.host */
  host?: string;
  /** 0: any free port. @default config.webhooks.port */
  port?: number;
  /** Receives lines without personal data. @default none */
  log?: (line: string) => void;
  /** Of connections and requests. @default LIMITS */
  limits?: Partial<Limits>;
}

export interface Webhooks {
  /** Address without a slash at its end; the path `/webhooks/<provider>` follows. */
  url: string;
  /** Address of `/health`, `/ready` and `/counts`, where `webhooks.operations` is configured. */
  operationsUrl?: string;
  counts: Counts;
  /** Waits for the deliveries under way, ten seconds at most, and logs the counts. */
  close(): Promise<void>;
}

/**
 * Starts the server for the providers' webhooks: `POST /webhooks/<provider>` for each provider that sends notices, and
 * `GET /health` (the process runs). What else concerns its operation is at `webhooks.operations`, where configured.
 * Throws `TuntasError` (code PortInUse).
 */
export async function startWebhooks({ config, providers, client, ...options }: WebhooksOptions): Promise<Webhooks> {
  const { host = config.webhooks.host, port = config.webhooks.port, log = () => undefined } = options;
  const limits = { ...LIMITS, ...options.limits };
  const sampled = new SampledLog(log);
  const receiver = new Receiver(client, noCounts(), sampled);
  const app = createServer(config.webhooks.maxBody, limits);
  for (const provider of Object.values(providers).filter(sendsNotices)) {
    if (lacksSecret(provider)) log(`${provider.name}: no webhook secret is set, so every webhook of it is refused`);
    mountProvider(app, provider, receiver);
  }
  app.get('/health', () => HEALTH);
  await assertPortFree(host, port, 'webhooks.port');
  const { counts } = receiver;
  const at = config.webhooks.operations;
  const operations = at && (await startOperations({ ...at, client, counts }));
  const url = await app.listen({ host, port });
  const flushing = setInterval(() => sampled.flush(), FLUSH_EVERY_MS).unref();
  return {
    url,
    ...(operations && { operationsUrl: operations.url }),
    counts,
    close: async () => {
      // Once the server closes, Node no longer ends slow requests.
      const cutOff = setTimeout(() => app.server.closeAllConnections(), limits.requestMs);
      await app.close().finally(() => clearTimeout(cutOff));
      await operations?.close();
      clearInterval(flushing);
      sampled.flush(true);
      log(`Webhooks: ${JSON.stringify(counts)}`);
    },
  };
}

function createServer(bodyLimit: number, limits: Limits): FastifyInstance {
  const app = fastify({
    bodyLimit,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    http: {
      // Also of a connection on which nothing has come.
      headersTimeout: limits.idleMs,
      maxHeaderSize: limits.headerBytes,
      // Node's default is to look for slow requests every 30 seconds only.
      connectionsCheckingInterval: Math.min(1_000, limits.idleMs),
    },
  });
  app.server.maxHeadersCount = limits.headers;
  boundConnections(app.server, limits.connections);
  // The signature is over the bytes as they came in, so no parser may change them, whatever the content type.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', (request, _http, done) => {
    if (request.headers['content-type'] !== undefined) request.headers['content-type'] = 'application/octet-stream';
    done();
  });
  app.setNotFoundHandler((_request, http) => http.code(HTTP_STATUS.notFound).send());
  // Only the status is sent: a message could repeat a customer's data.
  app.setErrorHandler((error: FastifyError, _request, http) => http.code(statusOf(error)).send());
  return app;
}

function mountProvider(app: FastifyInstance, provider: Notifier, receiver: Receiver): void {
  app.post(`/webhooks/${provider.name}`, {
    onRequest: (_request, _http, done) => {
      receiver.counts.received += 1;
      done();
    },
    errorHandler: (error: FastifyError, _request, http) => {
      const status = statusOf(error);
      void http.code(status === HTTP_STATUS.contentTooLarge ? receiver.refuse('too-large') : status).send();
    },
    handler: async (request, http) => http.code(await receiver.receive(provider, deliveryOf(request))).send(),
  });
}

function statusOf(error: FastifyError): number {
  return error.statusCode ?? HTTP_STATUS.internalServerError;
}

function deliveryOf(request: FastifyRequest): Delivery {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return { headers: Object.fromEntries(headers) as Delivery['headers'], body };
}

function sendsNotices(provider: NoticeSource): provider is Notifier {
  return provider.notice !== undefined;
}

/** With an empty delivery an adapter reports whether it has the secret to verify any. */
function lacksSecret(provider: Notifier): boolean {
  const reading = provider.notice({ headers: {}, body: Buffer.alloc(0) });
  return reading.kind === 'refused' && reading.why === 'no-secret';
}

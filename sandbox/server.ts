import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { InvalidInput, TuntasError } from '../contract/errors.js';
import { TransactionStore } from './transaction-store.js';
import { mountControl } from './control.js';
import { reset } from './delivery.js';
import { Ledger } from './ledger.js';
import { mountLedger } from './ledger-routes.js';
import { Notices } from './notices.js';
import type { Protocol, Tools } from './protocol.js';
import { AyoconnectProtocol } from './providers/ayoconnect/index.js';
import { DigiflazzProtocol } from './providers/digiflazz/index.js';
import { TokopediaProtocol } from './providers/tokopedia/index.js';
import { Rules, type RuleInput } from './rules.js';
import { SANDBOX_SECRETS, type SandboxSecrets } from './secrets.js';

export interface SandboxOptions {
  /** @default '127.0.0.1' */
  host?: string;
  /** 0: any free port. @default 0 */
  port?: number;
  /** The folder of the journals. Only one sandbox at a time may use it. */
  state: string;
  /** @default SANDBOX_SECRETS */
  secrets?: SandboxSecrets;
  /** Rules in force from the start. */
  rules?: RuleInput[];
  /** A JSON file of rules in force from the start, after `rules`. */
  rulesFile?: string;
  /** How long the pending test numbers stay Pending; milliseconds. @default 2000 */
  pendingFor?: number;
  /** `padding`: of the signatures on Tokopedia's replies and notices. @default 'pss' */
  tokopedia?: { padding?: 'pss' | 'pkcs1' };
  /** Where notices are posted; `{provider}` in it is replaced by the provider's name. None: no notice is sent. */
  webhookTarget?: string;
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number;
  /** Makes the unique part of Tokopedia's tokens and the id of each Digiflazz notice. @default crypto.randomUUID */
  newId?: () => string;
}

export interface Sandbox {
  /** Without a slash at its end. The providers' paths below it are the real ones; the ledger's begin with `/ledger`. */
  url: string;
  /** Every contact and transaction of the providers. */
  journal: TransactionStore;
  rules: Rules;
  ledger: Ledger;
  notices: Notices;
  /** Stops answering at once and closes the journals. */
  close(): Promise<void>;
}

/**
 * Starts a server that simulates the providers and the caller's ledger.
 * Throws `TuntasError` (code PortInUse) when the port is in use, `InvalidInput` for invalid rules.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { state, secrets = SANDBOX_SECRETS, now = Date.now, newId = randomUUID } = options;
  const rules = new Rules();
  if (options.rules) rules.add(options.rules);
  if (options.rulesFile !== undefined) await rules.load(options.rulesFile);
  const after = { ms: options.pendingFor ?? 2_000 };
  const protocols: Protocol[] = [
    new DigiflazzProtocol({ ...secrets.digiflazz, after }),
    new AyoconnectProtocol({ ...secrets.ayoconnect, after }),
    new TokopediaProtocol({ ...secrets.tokopedia, ...options.tokopedia, after }),
  ];
  const store = await TransactionStore.open(join(state, 'journal.jsonl'), now);
  const ledger = await Ledger.open(join(state, 'ledger.jsonl'), now);
  const notices = new Notices(store, protocols, options.webhookTarget);
  const closing = new AbortController();
  const tools: Tools = { store, rules, notices, now, newId, closing: closing.signal };
  const app = createServer(tools);
  for (const protocol of protocols) protocol.mount(app, tools);
  mountLedger(app, { ledger, rules, token: secrets.ledger.token, closing: closing.signal });
  mountControl(app, { store, rules, ledger, notices });

  const close = async () => {
    closing.abort();
    await notices.close();
    await app.close();
    await Promise.all([store.close(), ledger.close()]);
  };
  try {
    const url = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);
    notices.resume();
    return { url, journal: store, rules, ledger, notices, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function createServer({ store, rules, now }: Tools): FastifyInstance {
  // A hold's id is percent-encoded in the path, longer than fastify's default of 100 characters.
  const app = fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 512 } });
  // Bodies stay text: each protocol answers a body that it cannot read in its own way.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, http) => {
    const { provider } = request.routeOptions.config;
    const rule = provider === undefined ? undefined : rules.takeUnread(provider);
    if (!rule || provider === undefined) return;
    const at = new Date(now()).toISOString();
    await store.record({ kind: 'contact', at, provider, command: 'unread', fault: rule.fault });
    reset(http);
  });
  app.setErrorHandler((error, _request, http) => {
    if (error instanceof InvalidInput) return http.code(400).send({ error: error.message, faults: error.faults });
    throw error;
  });
  return app;
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new TuntasError('PortInUse', `port ${port} of ${host} is in use`, { cause: error });
  }
  const address = app.server.address() as AddressInfo;
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

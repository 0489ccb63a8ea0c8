import { createHash, createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Paid } from '../../transaction-store.js';
import { recordContact, type ContactDetails } from '../../contact.js';
import { deliver, type Answer } from '../../delivery.js';
import type { After, Signature, Status } from '../../outcomes.js';
import type { SignedNotice } from '../../notice-source.js';
import type { Protocol, Tools } from '../../protocol.js';
import type { ActiveRule } from '../../rules.js';
import { DIALECTS, sign, type Dialect } from './dialects.js';
import { PRODUCTS } from './products.js';
import { distort, MESSAGES, verdictReply } from './replies.js';
import { partialContact, readCredentials, readTransaction, type TransactionRequest } from './request.js';
import { Transactions } from './transactions.js';

export interface DigiflazzSettings {
  username: string;
  apiKey: string;
  webhookSecret: string;
  /** When a pending payment is decided, unless a rule orders another time. */
  after: After;
}

/** The Digiflazz family: both dialects, each below its own path. */
export class DigiflazzProtocol implements Protocol {
  readonly providers = DIALECTS.map((dialect) => dialect.provider);
  readonly #transactions = new Map<string, Transactions>();
  #newId!: () => string;

  constructor(private readonly settings: DigiflazzSettings) {}

  mount(app: FastifyInstance, tools: Tools): void {
    this.#newId = tools.newId;
    for (const dialect of DIALECTS) this.#mountDialect(app, tools, dialect);
  }

  notice(paid: Paid, status: Status, signature: Signature): SignedNotice {
    const data = this.#transactions.get(paid.entry.provider)?.stated(paid, status);
    // Official docs of Digiflazz; the dialect's webhook is published nowhere.
    const id = paid.entry.provider === 'digiflazz' ? { trx_id: trxIdOf(paid.entry.ref) } : {};
    const body = JSON.stringify({ data: { ...id, ...data } });
    const key = signature === 'valid' ? this.settings.webhookSecret : `not ${this.settings.webhookSecret}`;
    const hmac = createHmac('sha1', key).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Digiflazz-Pasca-Hookshot/1.0',
      'x-digiflazz-event': paid.entry.outcome.startsWith('pending') ? 'update' : 'create',
      'x-digiflazz-delivery': this.#newId(),
      ...(signature === 'none' ? {} : { 'x-hub-signature': `sha1=${hmac}` }),
    };
    return { headers, body };
  }

  #mountDialect(app: FastifyInstance, tools: Tools, dialect: Dialect): void {
    const { store, notices } = tools;
    const transactions = new Transactions({ dialect, store, notices, after: this.settings.after });
    this.#transactions.set(dialect.provider, transactions);
    const route = (path: string, handle: (request: FastifyRequest, http: FastifyReply) => Promise<FastifyReply>) =>
      app.post(`${dialect.path}${path}`, { config: { provider: dialect.provider } }, handle);

    route('/transaction', (request, http) => this.#transaction(dialect, tools, transactions, request.body, http));
    route('/cek-saldo', ({ body }, http) =>
      this.#accountCall(dialect, tools, 'cek-saldo', body, http, 'depo', () => ({ deposit: transactions.balance() })),
    );
    route('/price-list', ({ body }, http) =>
      this.#accountCall(dialect, tools, 'price-list', body, http, 'pricelist', (list) => priceList(dialect, list)),
    );
  }

  async #transaction(dialect: Dialect, tools: Tools, transactions: Transactions, body: unknown, http: FastifyReply) {
    const request = readTransaction(dialect, body);
    const contact = request ? contactOf(request) : partialContact(dialect, body);
    const { rule, recorded } = recordContact(dialect.provider, tools, contact);
    const subject = request ?? { ref: '', product: '', customerNo: '', ...contact };
    const execute = async (): Promise<Answer> => {
      const refusal = !request?.asks ? '40' : this.#signed(request, request.ref) ? undefined : '41';
      if (refusal) return reply(verdictReply(dialect, subject, 'Gagal', refusal));
      return reply(await perform(transactions, request as TransactionRequest, rule));
    };
    const distortion = distort.bind(undefined, dialect, subject);
    return deliver(http, rule, { recorded, execute, distort: distortion }, tools.closing);
  }

  /** Answers a call about no transaction: balance and price list. */
  async #accountCall(
    dialect: Dialect,
    tools: Tools,
    command: string,
    body: unknown,
    http: FastifyReply,
    subject: string,
    make: (command: unknown) => unknown,
  ) {
    const { rule, recorded } = recordContact(dialect.provider, tools, { command });
    const credentials = readCredentials(dialect, body);
    const execute = async () => {
      if (!this.#signed(credentials, subject)) return reply({ rc: '41', message: MESSAGES['41'] });
      const known = typeof credentials.command === 'string' && credentials.command !== '';
      return reply(known ? make(credentials.command) : { rc: '40', message: MESSAGES['40'] });
    };
    return deliver(http, rule, { recorded, execute, distort: (_kind, answer) => answer }, tools.closing);
  }

  #signed(credentials: { username: unknown; sign: unknown }, subject: string): boolean {
    const { username, apiKey } = this.settings;
    return credentials.username === username && credentials.sign === sign(username, apiKey, subject);
  }
}

/** The provider's own id of a payment: the same in each of its notices. */
function trxIdOf(ref: string): string {
  return createHash('sha256').update(`trx\n${ref}`).digest('hex').slice(0, 16).toUpperCase();
}

const reply = (data: unknown): Answer => ({ status: 200, body: { data } });

function perform(transactions: Transactions, request: TransactionRequest, rule: ActiveRule | undefined) {
  switch (request.asks) {
    case 'inquiry':
      return transactions.inquire(request, rule);
    case 'pay':
      return transactions.pay(request, rule);
    default:
      return transactions.status(request, rule);
  }
}

function contactOf({ command, asks, ref, product, customerNo }: TransactionRequest): ContactDetails {
  return { command, asks, ref, product, customerNo };
}

/** Each dialect's rows are those of its own documentation. */
function priceList(dialect: Dialect, list: unknown): unknown {
  if (list === 'prepaid') return [];
  return [...PRODUCTS.values()].map((product) => {
    const shared = { category: 'Pascabayar', brand: product.name.toUpperCase(), desc: '-' };
    const sums = { admin: product.admin, commission: product.commission };
    if (dialect.provider === 'digiswitch') {
      return { name: product.name, ...shared, ...sums, code: product.code, status: true };
    }
    return {
      product_name: product.name,
      ...shared,
      seller_name: 'SANDBOX',
      ...sums,
      buyer_sku_code: product.code,
      buyer_product_status: true,
      seller_product_status: true,
    };
  });
}

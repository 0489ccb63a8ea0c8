import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Paid } from '../../transaction-store.js';
import { recordContact } from '../../contact.js';
import { deliver, type Answer } from '../../delivery.js';
import type { After, Status } from '../../outcomes.js';
import type { SignedNotice } from '../../notice-source.js';
import type { Protocol, Tools } from '../../protocol.js';
import type { Rule } from '../../rules.js';
import type { Data } from './bills.js';
import { PRODUCTS, type Product } from './products.js';
import { distort, replyOf, type Reply } from './replies.js';
import { CALLS, contactOf, readRequest, type Call, type Request } from './request.js';
import { isSigned, payloadOf } from './token.js';
import { PROVIDER, Transactions } from './transactions.js';

export interface AyoconnectSettings {
  key: string;
  secret: string;
  /** When a pending payment is decided, unless a rule orders another time. */
  after: After;
}

/** Ayoconnect's bill payment: a request is the payload of a JWT in the header TOKEN; its body is empty. */
export class AyoconnectProtocol implements Protocol {
  readonly providers = [PROVIDER];
  /** Official docs: a notice is sent again until it is answered 200. How often and when is not documented. */
  readonly repeats = { tries: 5, waitMs: 200 };
  #transactions!: Transactions;

  constructor(private readonly settings: AyoconnectSettings) {}

  mount(app: FastifyInstance, tools: Tools): void {
    const { store, notices } = tools;
    this.#transactions = new Transactions({ store, notices, after: this.settings.after });
    for (const call of Object.keys(CALLS) as Call[]) {
      app.post(`/api/v2/bill/${call}`, { config: { provider: PROVIDER } }, (request, http) =>
        this.#answer(call, tools, request, http),
      );
    }
    this.#mountAccount(app, tools);
  }

  #mountAccount(app: FastifyInstance, tools: Tools): void {
    const route = (call: string, data: () => Data) =>
      app.post(`/api/v2/partner/${call}`, { config: { provider: PROVIDER } }, (request, http) =>
        this.#account(call, tools, request, http, data),
      );
    route('balance', () => ({ balance: this.#transactions.balance() }));
    route('products', () => ({ products: [...PRODUCTS.values()].map(listed) }));
  }

  /** Answers a call about no transaction. The documentation's replies are not in our samples: these are a guess. */
  async #account(call: string, tools: Tools, request: FastifyRequest, http: FastifyReply, data: () => Data) {
    const { rule, recorded } = recordContact(PROVIDER, tools, { command: call });
    const execute = async (): Promise<Answer> => {
      const payload = this.#authorised(request) ? payloadOf(request.headers['token']) : undefined;
      if (!payload) return { status: 401, body: replyOf(401, {}) };
      const known = typeof payload['partnerId'] === 'string' && payload['partnerId'] !== '';
      return { status: 200, body: known ? replyOf(0, data(), 'Sukses') : replyOf(321, {}) };
    };
    return deliver(http, rule, { recorded, execute, distort: (_kind, answer) => answer }, tools.closing);
  }

  #authorised({ headers }: FastifyRequest): boolean {
    return headers['key'] === this.settings.key && isSigned(headers['token'], this.settings.secret);
  }

  /** The reply that a status call would get now. Ayoconnect signs no notices, so `signature` has no effect. */
  notice(paid: Paid, status: Status): SignedNotice {
    const body = JSON.stringify(this.#transactions.stated(paid, status));
    return { headers: { 'content-type': 'application/json' }, body };
  }

  async #answer(call: Call, tools: Tools, incoming: FastifyRequest, http: FastifyReply): Promise<FastifyReply> {
    const payload = payloadOf(incoming.headers['token']);
    const { rule, recorded } = recordContact(PROVIDER, tools, contactOf(call, payload ?? {}));
    const execute = async (): Promise<Answer> => {
      if (!this.#authorised(incoming) || !payload) return { status: 401, body: replyOf(401, {}) };
      const request = readRequest(call, payload);
      return { status: 200, body: request ? await this.#perform(request, rule) : replyOf(321, {}) };
    };
    return deliver(http, rule, { recorded, execute, distort }, tools.closing);
  }

  #perform(request: Request, rule: Rule | undefined): Promise<Reply> {
    switch (request.call) {
      case 'check':
        return this.#transactions.check(request.check, rule);
      case 'payment':
        return this.#transactions.pay(request.payment, rule);
      case 'status':
        return this.#transactions.status(request.ref, rule);
    }
  }
}

function listed({ code, name, category }: Product): Data {
  return { code, name, category, active: true };
}

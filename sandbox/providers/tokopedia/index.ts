import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Paid } from '../../transaction-store.js';
import { recordContact, type ContactDetails } from '../../contact.js';
import { deliver, type Answer } from '../../delivery.js';
import type { After, Signature, Status } from '../../outcomes.js';
import type { SignedNotice } from '../../notice-source.js';
import type { Protocol, Tools } from '../../protocol.js';
import type { Rule } from '../../rules.js';
import { listOf } from './catalogue.js';
import { SANDBOX_PRIVATE_KEY } from './keys.js';
import { Orders, PROVIDER } from './orders.js';
import { distort, errors, resource } from './replies.js';
import { readInquiry, readOrder, referenceIn } from './request.js';
import { sign, verify, type Padding } from './signature.js';
import { Tokens } from './token.js';

export interface TokopediaSettings {
  clientId: string;
  clientSecret: string;
  /** The client's; PEM. Orders are verified with its public half. */
  privateKey: string;
  /** The sandbox's; PEM. Clients verify its signatures with it. */
  publicKey: string;
  /** The private half of `publicKey`; PEM. @default SANDBOX_PRIVATE_KEY */
  signingKey?: string | undefined;
  /** Of the sandbox's own signatures. @default 'pss' */
  padding?: Padding | undefined;
  /** When an order is decided, unless a rule orders another time. */
  after: After;
}

type Act = (rule: Rule | undefined) => Answer | Promise<Answer>;

/** Tokopedia B2B ("SAT") v2: the token at the root, the API below `/api`. */
export class TokopediaProtocol implements Protocol {
  readonly providers = [PROVIDER];
  readonly #clientKey: KeyObject;
  readonly #signingKey: KeyObject;
  #orders!: Orders;
  #tokens!: Tokens;

  constructor(private readonly settings: TokopediaSettings) {
    this.#clientKey = createPublicKey(settings.privateKey);
    this.#signingKey = createPrivateKey(settings.signingKey ?? SANDBOX_PRIVATE_KEY);
    if (!createPublicKey(this.#signingKey).equals(createPublicKey(settings.publicKey)))
      throw new TypeError('the signing key is not the private half of the public key');
  }

  mount(app: FastifyInstance, tools: Tools): void {
    this.#orders = new Orders({ ...tools, after: this.settings.after });
    this.#tokens = new Tokens({ ...this.settings, now: tools.now, newId: tools.newId });
    const route = (
      method: 'GET' | 'POST',
      url: string,
      handle: (request: FastifyRequest, http: FastifyReply) => Promise<FastifyReply>,
    ) => app.route({ method, url, config: { provider: PROVIDER }, handler: handle });
    const simple = (url: string, command: string, act: (request: FastifyRequest) => Act) =>
      route('GET', url, (request, http) => this.#serve(tools, request, http, { command }, act(request)));

    route('POST', '/token', (request, http) => this.#token(tools, request, http));
    simple('/api/ping', 'ping', () => () => ({ status: 200, body: PONG }));
    simple('/api/v2/account', 'account', () => () => this.#account());
    for (const url of ['/api/v2/product-list', '/api/v2/product-list/'])
      simple(
        url,
        'product-list',
        ({ query }) =>
          (rule) =>
            listOf(query, rule),
      );
    route('POST', '/api/v2/inquiry', (request, http) => this.#inquiry(tools, request, http));
    route('POST', '/api/v2/order', (request, http) => this.#order(tools, request, http));
    route('GET', '/api/v2/order/:id', (request, http) => this.#details(tools, request, http));
  }

  notice(paid: Paid, status: Status, signature: Signature): SignedNotice {
    const answer = resource('order', paid.entry.ref, this.#orders.stated(paid, status));
    const body = JSON.stringify(answer.body);
    return { headers: { 'content-type': 'application/vnd.api+json', ...this.#signature(body, signature) }, body };
  }

  async #token(tools: Tools, { headers, body }: FastifyRequest, http: FastifyReply) {
    const { rule, recorded } = recordContact(PROVIDER, tools, { command: 'token' });
    const execute = async () => this.#tokens.issue(headers.authorization, body, rule);
    return deliver(http, rule, { recorded, execute, distort: (_kind, answer) => answer }, tools.closing);
  }

  #account(): Answer {
    const data = { type: 'account', id: '1', attributes: { saldo: this.#orders.saldo() } };
    return { status: 200, body: { data } };
  }

  #inquiry(tools: Tools, request: FastifyRequest, http: FastifyReply) {
    const asked = readInquiry(request.body);
    const about = asked && { product: asked.product, customerNo: asked.customerNo };
    const contact: ContactDetails = { command: 'inquiry', asks: 'inquiry', ...about };
    const act: Act = (rule) => (asked ? this.#orders.inquire(asked, rule) : errors('P00'));
    return this.#serve(tools, request, http, contact, act);
  }

  async #order(tools: Tools, request: FastifyRequest, http: FastifyReply) {
    const order = readOrder(request.body);
    const about = order
      ? { ref: order.ref, product: order.product, customerNo: order.customerNo }
      : referenceIn(request.body);
    const { rule, recorded } = recordContact(PROVIDER, tools, { command: 'order', asks: 'pay', ...about });
    const execute = async (): Promise<Answer> => {
      const unauthorized = this.#unauthorized(request);
      if (!order) return unauthorized ?? errors('P00');
      if (unauthorized) return this.#orders.refuse(order, 'P00', UNAUTHORIZED, 401);
      const signed = verify(request.body as string, request.headers['signature'], this.#clientKey);
      return signed ? this.#orders.order(order, rule) : this.#orders.refuse(order, 'P00', 'Signature is not valid');
    };
    return deliver(http, rule, { recorded, execute, distort }, tools.closing);
  }

  #details(tools: Tools, request: FastifyRequest, http: FastifyReply) {
    const { id: ref } = request.params as { id: string };
    const contact: ContactDetails = { command: 'order-details', asks: 'status', ref, ...this.#orders.subject(ref) };
    const act: Act = (rule) => this.#orders.details(ref, rule);
    return this.#serve(tools, request, http, contact, act, (body, how) => this.#signature(body, how));
  }

  /** Answers a call that needs a valid token and no signature. */
  async #serve(
    tools: Tools,
    request: FastifyRequest,
    http: FastifyReply,
    contact: ContactDetails,
    act: Act,
    sign?: (body: string, how: Signature) => Record<string, string>,
  ) {
    const { rule, recorded } = recordContact(PROVIDER, tools, contact);
    const execute = async () => this.#unauthorized(request) ?? act(rule);
    return deliver(http, rule, { recorded, execute, distort, sign }, tools.closing);
  }

  #unauthorized({ headers }: FastifyRequest): Answer | undefined {
    return this.#tokens.accepts(headers.authorization) ? undefined : errors('P00', UNAUTHORIZED, 401);
  }

  /** The signature's header for a body; a forged signature is over another body. */
  #signature(body: string, how: Signature): Record<string, string> {
    if (how === 'none') return {};
    const { padding = 'pss' } = this.settings;
    return { signature: sign(how === 'forged' ? `not ${body}` : body, this.#signingKey, padding) };
  }
}

const PONG = { buildhash: 'sandbox', sandbox: true, status: 'ok' };
const UNAUTHORIZED = 'Access token is not valid';

import { milliseconds } from '../../../contract/duration.js';
import type { PaymentRequest } from '../../../contract/request.js';
import type { HttpReply } from '../../http.js';
import type {
  Balance,
  Delivery,
  InquiryReply,
  NoticeReading,
  Order,
  ProductTerms,
  Provider,
  ProviderProduct,
  ProviderSetup,
} from '../provider.js';
import type { Evidence } from '../../../contract/evidence.js';
import type { Reading } from '../details.js';
import { pauseOf, redactor } from '../reading.js';
import { productOf, readBalance } from './account.js';
import { bodyOf, heardIn, pauseIn, unreachable, type Said } from './answer.js';
import { Api } from './api.js';
import { Catalogue, readCatalogue, type Listed } from './catalogue.js';
import { mismatch } from './identity.js';
import { readKeys, type Keys } from './keys.js';
import { readNotice } from './notice.js';
import { readInquiry, readInquiryRefusal, readPayRefusal, readStatusRefusal, readVerdict } from './read.js';
import { ruleOf, settingsSchema, tokenUrlOf, type Settings } from './settings.js';
import { isSigned } from './signature.js';
import { checkRequest, inquiryAmount, orderAmount, termsOf } from './terms.js';
import { Tokens } from './token.js';
import { inquiryBody, orderBody, type Data } from './wire.js';

/** The list of a large account; bytes. */
const MAX_PRODUCT_LIST = 33_554_432;
/** The list is read before a payment begins, by an activity that has no more time than this; milliseconds. */
const LIST_TIMEOUT_MS = 20_000;

/** Tokopedia's B2B interface for digital goods, version 2: orders are taken at once and decided later. */
export class TokopediaProvider implements Provider {
  readonly name: string;
  readonly signatureHeaders: readonly string[] = ['signature'];
  readonly accountCall = 'balance';
  private readonly settings: Settings;
  private readonly keys: Keys;
  private readonly tokens: Tokens;
  private readonly api: Api;
  private readonly catalogue: Catalogue;

  constructor(private readonly setup: ProviderSetup) {
    const { name, config, secrets, world, now } = setup;
    this.name = name;
    this.settings = settingsSchema.parse(config.settings);
    this.keys = readKeys(setup);
    const timeoutMs = milliseconds(config.timeout);
    this.tokens = new Tokens({
      url: tokenUrlOf(this.settings, config.baseUrl),
      clientId: secrets['clientId'] ?? '',
      clientSecret: secrets['clientSecret'] ?? '',
      timeoutMs: Math.ceil(timeoutMs / 2),
      exchange: (call) => world.exchange(call),
      now,
    });
    const { baseUrl } = config;
    const padding = this.settings.signature;
    this.api = new Api({ baseUrl, timeoutMs, tokens: this.tokens, keys: this.keys, padding, world, now });
    this.catalogue = new Catalogue({
      fetch: () => this.list(Math.min(timeoutMs, LIST_TIMEOUT_MS)),
      keepMs: milliseconds(this.settings.catalogueFor),
      maxAgeMs: milliseconds(this.settings.catalogueMaxAge),
      now,
    });
  }

  async terms(request: PaymentRequest): Promise<ProductTerms> {
    const rule = ruleOf(this.settings, request.product);
    checkRequest(request, rule);
    return termsOf(request, await this.catalogue.find(request.product), rule, this.settings.repeatAfter);
  }

  async inquire({ request }: Order, signal: AbortSignal): Promise<InquiryReply> {
    const rule = ruleOf(this.settings, request.product);
    const now = this.setup.now();
    const body = inquiryBody(request, inquiryAmount(request, rule));
    const answer = await this.api.ask({ method: 'POST', path: '/v2/inquiry', body, signal });
    const reading = this.reading();
    const heard = heardIn(answer);
    if ('why' in heard) return { kind: 'unclear', at: reading.at, code: '', ...heard };
    const reply =
      'data' in heard.body
        ? readInquiry(heard.body.data, request, { rule, now, timeZone: this.setup.config.timeZone }, reading)
        : readInquiryRefusal(heard.body.refusal, reading);
    return reply.kind === 'unclear' ? { ...reply, ...pauseOf(heard.reply) } : reply;
  }

  async pay(order: Order, signal: AbortSignal): Promise<Evidence> {
    const { request, again = false } = order;
    const amount = orderAmount(order, ruleOf(this.settings, request.product));
    if (amount === undefined) {
      return { ...this.unknown('pay', 'no-amount', 'the order would state no amount'), kind: 'not-sent' };
    }
    const body = orderBody(order, amount === false ? undefined : amount);
    const answer = await this.api.order('/v2/order', body, { signal, notAfter: order.notAfter });
    const heard = heardIn(answer);
    if ('why' in heard) {
      const evidence = { ...this.unknown('pay', heard.why, heard.message), ...heard };
      return answer.kind === 'reply' || answer.kind === 'unknown' ? evidence : { ...evidence, kind: 'not-sent' };
    }
    const reading = this.reading();
    const evidence =
      'data' in heard.body
        ? this.readPaid(heard.body.data, request, heard.reply, reading)
        : readPayRefusal(heard.body.refusal, this.settings, again, reading);
    return { ...evidence, ...pauseIn(evidence, heard.reply) };
  }

  async check({ request }: Order, signal: AbortSignal): Promise<Evidence> {
    const path = `/v2/order/${encodeURIComponent(request.refId)}`;
    const heard = heardIn(await this.api.once({ method: 'GET', path, signal }));
    if ('why' in heard) return { ...this.unknown('status', heard.why, heard.message), ...heard };
    const evidence = this.readStatus(heard.body, request, this.doubtOf(heard.reply));
    return { ...evidence, ...pauseIn(evidence, heard.reply) };
  }

  notice(delivery: Delivery): NoticeReading {
    return readNotice(delivery, (body, signature) => this.isSigned(body, signature), this.reading());
  }

  async balance(signal: AbortSignal): Promise<Balance> {
    const balance = readBalance(bodyOf(await this.api.ask({ method: 'GET', path: '/v2/account', signal }), this.name));
    if (!balance) throw unreachable(this.name, 'no balance in the answer');
    return balance;
  }

  async products(signal: AbortSignal): Promise<ProviderProduct[]> {
    return (await this.list(milliseconds(this.setup.config.timeout), signal)).map(productOf);
  }

  private async list(timeoutMs: number, signal?: AbortSignal): Promise<Listed[]> {
    const call = { method: 'GET', path: '/v2/product-list', timeoutMs, maxBytes: MAX_PRODUCT_LIST } as const;
    const answer = await this.api.ask({ ...call, ...(signal && { signal }) });
    const rows = readCatalogue(bodyOf(answer, this.name));
    if (!rows) throw unreachable(this.name, 'no product list in the answer');
    return rows;
  }

  /** An order's own reply need not be signed; a verdict in it counts only if it is. Otherwise the order was taken. */
  private readPaid(data: Data, request: PaymentRequest, reply: HttpReply, reading: Reading): Evidence {
    const why = mismatch(data, request);
    if (why) return this.unknown('pay', why);
    const evidence = readVerdict(data, 'pay', reading);
    const doubt = this.doubtOf(reply);
    if (doubt === undefined || (evidence.kind !== 'success' && evidence.kind !== 'failed')) return evidence;
    const { from, at, code } = evidence;
    return { kind: 'pending', from, at, code, message: 'a verdict without a valid signature', why: doubt };
  }

  /** An error need not be signed, but a signature that is there must be right. */
  private readStatus(body: Said, request: PaymentRequest, doubt: ReturnType<typeof this.doubtOf>): Evidence {
    if (doubt === 'bad-signature' || (doubt && 'data' in body)) return this.unknown('status', doubt);
    if ('refusal' in body) return readStatusRefusal(body.refusal, this.reading());
    const why = mismatch(body.data, request);
    if (why) return this.unknown('status', why);
    const evidence = readVerdict(body.data, 'status', this.reading());
    return evidence.kind === 'unknown' ? { ...evidence, absent: false } : evidence;
  }

  private doubtOf({ headers, body }: HttpReply): 'unsigned' | 'bad-signature' | undefined {
    const signature = headers['signature'];
    if (!signature) return 'unsigned';
    return this.isSigned(body, signature) ? undefined : 'bad-signature';
  }

  private isSigned(body: Buffer, signature: string): boolean {
    return this.keys.publicKeys.some((key) => isSigned(body, signature, key, this.settings.signature));
  }

  private unknown(from: 'pay' | 'status', why: string, message = ''): Evidence {
    return { kind: 'unknown', from, at: this.reading().at, code: '', message, why };
  }

  private reading(): Reading {
    const { clientId, clientSecret, privateKey } = this.setup.secrets;
    const secrets = [clientSecret, privateKey, ...this.tokens.secrets];
    return {
      at: new Date(this.setup.now()).toISOString(),
      redact: redactor(secrets, { words: [clientId], atLeast: 4 }),
      redactValue: redactor(secrets, { atLeast: 8 }),
    };
  }
}

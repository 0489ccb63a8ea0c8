import { milliseconds } from '../../../contract/duration.js';
import { InvalidInput, TuntasError } from '../../../contract/errors.js';
import type { PaymentRequest } from '../../../contract/request.js';
import type { HttpReply, HttpResult } from '../../http.js';
import { AccountRefused } from '../account-refused.js';
import type {
  AccountCall,
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
import { clean, httpText, isOk, isTransportStatus, pauseOf, redactor, troubleText } from '../reading.js';
import { type Fail, readBalance, readProducts, refusedIn } from './account.js';
import type { Asked } from './identity.js';
import { readNotice } from './notice.js';
import { readEvidence, readInquiry, unknown } from './read.js';
import { aliasesOf, settingsSchema, type Settings } from './settings.js';
import {
  DIALECTS,
  accountBody,
  checkFields,
  parseBody,
  sign,
  transactionBody,
  type Account,
  type Data,
  type Dialect,
} from './wire.js';

/** The Digiflazz family: synchronous calls, one JSON object `data` each way. */
export class DigiflazzProvider implements Provider {
  readonly name: string;
  readonly signatureHeaders: readonly string[] = ['x-hub-signature'];
  private readonly settings: Settings;
  private readonly dialect: Dialect;
  private readonly account: Account;

  constructor(private readonly setup: ProviderSetup) {
    this.name = setup.name;
    this.settings = settingsSchema.parse(setup.config.settings);
    this.dialect = DIALECTS[this.settings.dialect];
    this.account = { username: setup.secrets['username'] ?? '', apiKey: setup.secrets['apiKey'] ?? '' };
  }

  async terms(request: PaymentRequest): Promise<ProductTerms> {
    if (request.customerNo.trim() === '') throw invalid('customerNo', 'must not be empty');
    if (request.amount === undefined && this.settings.needsAmount.includes(request.product)) {
      throw invalid('amount', 'is needed for this product: its nominal in rupiah');
    }
    checkFields(request.fields ?? {});
    return { inquiry: true, aliases: aliasesOf(this.settings, request.product) };
  }

  async inquire({ request }: Order, signal: AbortSignal): Promise<InquiryReply> {
    const result = await this.transact('inq-pasca', request, signal);
    const reading = this.reading(request.refId);
    const unclear = { kind: 'unclear', at: reading.at, code: '' } as const;
    if (result.kind !== 'reply') return { ...unclear, message: troubleText(result), why: result.why };
    const pause = pauseOf(result);
    const data = this.dataOf(result);
    if (typeof data === 'string') return { ...unclear, message: httpText(result), why: data, ...pause };
    const reply = readInquiry(data, this.asked(request), reading);
    if (reply.kind === 'bill' && !isOk(result)) {
      return { ...unclear, code: reply.code, message: reply.message, why: 'contradiction', ...pause };
    }
    return reply.kind === 'unclear' ? { ...reply, ...pause } : reply;
  }

  async pay({ request }: Order, signal: AbortSignal): Promise<Evidence> {
    const result = await this.transact('pay-pasca', request, signal);
    if (result.kind !== 'not-sent') return this.evidenceOf(result, request, 'pay');
    return { ...this.silence(result.why, troubleText(result), request, 'pay'), kind: 'not-sent' };
  }

  async check({ request }: Order, signal: AbortSignal): Promise<Evidence> {
    return this.evidenceOf(await this.transact(this.settings.statusCommand, request, signal), request, 'status');
  }

  notice(delivery: Delivery): NoticeReading {
    return readNotice(delivery, this.dialect, this.webhookSecrets(), this.reading());
  }

  /** No page of Digiswitch has a call for the balance; its price list is documented. */
  get accountCall(): AccountCall {
    return this.settings.dialect === 'digiflazz' || this.settings.paths.balance ? 'balance' : 'products';
  }

  async balance(signal: AbortSignal): Promise<Balance> {
    const result = await this.post('balance', accountBody(this.dialect, this.account, 'deposit', 'depo'), signal);
    return readBalance(this.bodyOf(result), this.fail);
  }

  async products(signal: AbortSignal): Promise<ProviderProduct[]> {
    const result = await this.post(
      'priceList',
      accountBody(this.dialect, this.account, this.settings.priceList, 'pricelist'),
      signal,
    );
    return readProducts(this.bodyOf(result), this.dialect, this.fail);
  }

  private transact(command: string, request: PaymentRequest, signal: AbortSignal): Promise<HttpResult> {
    return this.post('transaction', transactionBody(this.dialect, this.account, command, request), signal);
  }

  private post(call: keyof Dialect['paths'], body: string, signal: AbortSignal): Promise<HttpResult> {
    const path = this.settings.paths[call] ?? this.dialect.paths[call];
    return this.setup.world.exchange({
      method: 'POST',
      url: this.setup.config.baseUrl.replace(/\/+$/, '') + path,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      timeoutMs: milliseconds(this.setup.config.timeout),
      signal,
    });
  }

  private evidenceOf(result: HttpResult, request: PaymentRequest, from: 'pay' | 'status'): Evidence {
    if (result.kind !== 'reply') return this.silence(result.why, troubleText(result), request, from);
    const data = this.dataOf(result);
    if (typeof data === 'string') {
      return { ...this.silence(data, httpText(result), request, from), ...pauseOf(result) };
    }
    const reading = this.reading(request.refId);
    const evidence = readEvidence(data, this.asked(request), from, reading);
    if (evidence.kind === 'success' && !isOk(result)) return unknown(from, reading, 'contradiction', data);
    return evidence.kind === 'unknown' || evidence.kind === 'pending' ? { ...evidence, ...pauseOf(result) } : evidence;
  }

  private silence(why: string, message: string, request: PaymentRequest, from: 'pay' | 'status'): Evidence {
    return { ...unknown(from, this.reading(request.refId), why), message };
  }

  /** `data` of a reply, or why it cannot be read. Refusals may come with any other 4xx, 401 and 403 included. */
  private dataOf(reply: HttpReply): Data | string {
    const { status } = reply;
    if (isTransportStatus(status)) return `http-${status}`;
    const data = parseBody(this.dialect, reply.body);
    return typeof data === 'string' && !isOk(reply) ? `http-${status}` : data;
  }

  private bodyOf(result: HttpResult): Buffer {
    if (result.kind !== 'reply') throw this.fail(troubleText(result));
    if (isOk(result)) return result.body;
    const refused = isTransportStatus(result.status) ? undefined : refusedIn(result.body, this.fail);
    throw refused ?? this.fail(httpText(result));
  }

  private readonly fail: Fail = (why, refusedFor) => {
    const message = `${this.name}: ${clean(this.reading().redact(clean(why, Infinity)))}`;
    return refusedFor ? new AccountRefused(message, refusedFor) : new TuntasError('Unreachable', message);
  };

  private webhookSecrets(): string[] {
    const { webhookSecret, webhookSecretPrevious } = this.setup.secrets;
    return [webhookSecret, webhookSecretPrevious].filter((secret): secret is string => Boolean(secret));
  }

  private asked({ refId, product, customerNo }: PaymentRequest): Asked {
    return { refId, product, customerNo, aliases: aliasesOf(this.settings, product) };
  }

  private reading(refId?: string): Reading {
    const signatures = ['depo', 'pricelist', ...(refId === undefined ? [] : [refId])].map((text) =>
      sign(this.account, text),
    );
    const secrets = [this.account.apiKey, ...this.webhookSecrets(), ...signatures];
    return {
      at: new Date(this.setup.now()).toISOString(),
      redact: redactor(secrets, { words: [this.account.username], atLeast: 4 }),
      redactValue: redactor(secrets, { atLeast: 8 }),
    };
  }
}

function invalid(path: string, reason: string): InvalidInput {
  return new InvalidInput('InvalidRequest', [{ path, reason }]);
}

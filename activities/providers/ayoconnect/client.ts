import { milliseconds } from '../../../contract/duration.js';
import { TuntasError } from '../../../contract/errors.js';
import type { PaymentRequest } from '../../../contract/request.js';
import type { HttpReply, HttpResult } from '../../http.js';
import { AccountRefused } from '../account-refused.js';
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
import { clean, httpText, isOk, isTransportStatus, pauseOf, redactor, troubleText } from '../reading.js';
import { type Fail, readBalance, readProducts } from './account.js';
import type { Asked } from './identity.js';
import { readNotice } from './notice.js';
import { readEvidence, readInquiry, unknown, type Reading } from './read.js';
import { settingsSchema, type Settings } from './settings.js';
import {
  accountPayload,
  checkPayload,
  faultsOfFields,
  faultsOfNeeds,
  parseBody,
  PATHS,
  paymentPayload,
  refuseIf,
  statusPayload,
  tokenOf,
  type Payload,
  type Said,
} from './wire.js';

/** The list of a large account; bytes. */
const MAX_PRODUCT_LIST = 33_554_432;

/** One HTTP call and what is needed to read its answer. */
interface Contact {
  result: HttpResult;
  reading: Reading;
}

/** Ayoconnect's bill payment: every call is a signed token in a header and an empty body. */
export class AyoconnectProvider implements Provider {
  readonly name: string;
  readonly signatureHeaders: readonly string[] = [];
  readonly accountCall = 'balance';
  private readonly settings: Settings;
  private readonly key: string;
  private readonly secret: string;
  private readonly partnerId: string;

  constructor(private readonly setup: ProviderSetup) {
    this.name = setup.name;
    this.settings = settingsSchema.parse(setup.config.settings);
    this.key = setup.secrets['key'] ?? '';
    this.secret = setup.secrets['secret'] ?? '';
    this.partnerId = this.settings.partnerId ?? this.key;
  }

  async terms(request: PaymentRequest): Promise<ProductTerms> {
    const { customerNo, product, testing, fields = {} } = request;
    const { needs, feeForbidden } = this.settings;
    refuseIf([
      ...(testing ? [{ path: 'testing', reason: 'the provider has no test switch' }] : []),
      ...(customerNo.trim() === '' ? [{ path: 'customerNo', reason: 'must not be empty' }] : []),
      ...faultsOfNeeds(request, listOf(needs, product)),
      ...faultsOfFields(fields),
    ]);
    const forbidden = feeForbidden.includes(product) ? { feeForbidden: true } : {};
    return { inquiry: true, ...forbidden, aliases: listOf(this.settings.aliases, product) };
  }

  async inquire({ request }: Order, signal: AbortSignal): Promise<InquiryReply> {
    const { result, reading } = await this.send('check', checkPayload(this.partnerId, request), signal);
    const unclear = { kind: 'unclear', at: reading.at, code: '' } as const;
    if (result.kind !== 'reply') return { ...unclear, message: troubleText(result), why: result.why };
    const pause = pauseOf(result);
    const said = saidIn(result);
    if (typeof said === 'string') return { ...unclear, message: httpText(result), why: said, ...pause };
    const { product, customerNo } = request;
    const asked = { product, customerNo, aliases: listOf(this.settings.aliases, product) };
    const reply = readInquiry(said, asked, { ...reading, nominal: request.amount });
    if (reply.kind === 'bill' && !isOk(result)) {
      return { ...unclear, code: reply.code, message: reply.message, why: 'contradiction', ...pause };
    }
    return reply.kind === 'unclear' ? { ...reply, ...pause } : reply;
  }

  async pay({ request, bill, amount = bill?.amount }: Order, signal: AbortSignal): Promise<Evidence> {
    const inquiryId = bill?.handle?.['inquiryId'];
    if (inquiryId === undefined || amount === undefined) return this.notSent(inquiryId ? 'no-amount' : 'no-inquiry');
    const { callbackUrls } = this.settings;
    const payload = paymentPayload(this.partnerId, request, { inquiryId, amount, callbackUrls });
    const contact = await this.send('payment', payload, signal);
    const evidence = this.evidenceOf(contact, request, 'pay');
    return contact.result.kind === 'not-sent' ? { ...evidence, kind: 'not-sent' } : evidence;
  }

  async check({ request }: Order, signal: AbortSignal): Promise<Evidence> {
    const contact = await this.send('status', statusPayload(this.partnerId, request), signal);
    return this.evidenceOf(contact, request, 'status');
  }

  notice(delivery: Delivery): NoticeReading {
    return readNotice(delivery);
  }

  balance(signal: AbortSignal): Promise<Balance> {
    return this.account('balance', readBalance, signal);
  }

  products(signal: AbortSignal): Promise<ProviderProduct[]> {
    return this.account('products', readProducts, signal);
  }

  /** A call about no payment. Throws `TuntasError` (code Unreachable) for everything but an answer that can be read. */
  private async account<T>(
    call: 'balance' | 'products',
    read: (body: Buffer, fail: Fail) => T,
    signal: AbortSignal,
  ): Promise<T> {
    const { result, reading } = await this.send(call, accountPayload(this.partnerId), signal, MAX_PRODUCT_LIST);
    const shown = (why: string) => clean(reading.redact(clean(why, Infinity)));
    const fail: Fail = (why, refusedFor) => {
      const message = `${this.name}: ${shown(why)}`;
      return refusedFor ? new AccountRefused(message, refusedFor) : new TuntasError('Unreachable', message);
    };
    if (result.kind !== 'reply') throw fail(troubleText(result));
    if (!isOk(result)) throw fail(httpText(result));
    return read(result.body, fail);
  }

  private async send(
    call: keyof typeof PATHS,
    payload: Payload,
    signal: AbortSignal,
    maxBytes?: number,
  ): Promise<Contact> {
    const token = tokenOf(payload, this.secret);
    const result = await this.setup.world.exchange({
      method: 'POST',
      url: this.setup.config.baseUrl.replace(/\/+$/, '') + PATHS[call],
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        KEY: this.key,
        TOKEN: token,
        VERSION: this.settings.version,
      },
      body: '',
      timeoutMs: milliseconds(this.setup.config.timeout),
      signal,
      ...(maxBytes !== undefined && { maxBytes }),
    });
    return { result, reading: this.reading(token) };
  }

  private evidenceOf({ result, reading }: Contact, request: PaymentRequest, from: 'pay' | 'status'): Evidence {
    if (result.kind !== 'reply') return { ...unknown(from, reading, result.why), message: troubleText(result) };
    const said = saidIn(result);
    if (typeof said === 'string') {
      return { ...unknown(from, reading, said), message: httpText(result), ...pauseOf(result) };
    }
    const evidence = readEvidence(said, this.asked(request), from, reading);
    if (evidence.kind === 'success' && !isOk(result)) return unknown(from, reading, 'contradiction', said);
    return evidence.kind === 'unknown' || evidence.kind === 'pending' ? { ...evidence, ...pauseOf(result) } : evidence;
  }

  private notSent(why: string): Evidence {
    const at = new Date(this.setup.now()).toISOString();
    return { kind: 'not-sent', from: 'pay', at, code: '', message: 'the inquiry left nothing to pay with', why };
  }

  private asked({ refId, product, customerNo }: PaymentRequest): Asked {
    return { refId, product, customerNo, aliases: listOf(this.settings.aliases, product) };
  }

  /** The token holds the customer's number and is as good as a signed request: no part of it is shown. */
  private reading(token: string): Reading {
    const secrets = [this.secret, token, ...token.split('.').slice(1)];
    return {
      at: new Date(this.setup.now()).toISOString(),
      settings: this.settings,
      redact: redactor(secrets, { words: [this.key], atLeast: 4 }),
      redactValue: redactor(secrets, { atLeast: 8 }),
    };
  }
}

/**
 * The gateway answers with these, or they are about an account that an operator must mend: the protocol's own refusals
 * come with 200 or 400.
 */
const OF_THE_GATEWAY = [401, 403, 404, 405, 407];

function saidIn(reply: HttpReply): Said | string {
  const { status } = reply;
  if (isTransportStatus(status, OF_THE_GATEWAY)) return `http-${status}`;
  const said = parseBody(reply.body);
  return typeof said === 'string' && !isOk(reply) ? `http-${status}` : said;
}

function listOf(lists: Record<string, string[]>, product: string): string[] {
  return Object.hasOwn(lists, product) ? [...(lists[product] ?? [])] : [];
}

import type { HttpReply, HttpResult } from '../../../activities/http.js';
import type { Reading } from '../../../activities/providers/details.js';
import type {
  Delivery,
  InquiryReply,
  NoticeReading,
  Order,
  ProductTerms,
  Provider,
  ProviderSetup,
} from '../../../activities/providers/provider.js';
import {
  httpText,
  isOk,
  isTransportStatus,
  pauseOf,
  redactor,
  troubleText,
} from '../../../activities/providers/reading.js';
import { milliseconds } from '../../../contract/duration.js';
import { InvalidInput } from '../../../contract/errors.js';
import type { Evidence } from '../../../contract/evidence.js';
import type { PaymentRequest } from '../../../contract/request.js';
import type { Asked } from './identity.js';
import { readNotice } from './notice.js';
import { readEvidence, readInquiry, unknown } from './read.js';
import { aliasesOf, settingsSchema, type Settings } from './settings.js';
import { bodyOf, parseBody, signatureOf, type Command, type Said } from './wire.js';

/** One HTTP call and what is needed to read its answer. */
interface Contact {
  result: HttpResult;
  reading: Reading;
}

/** A provider to start from, for a protocol that was made up: one signed JSON object each way. */
export class TemplateProvider implements Provider {
  readonly name: string;
  private readonly settings: Settings;
  private readonly apiKey: string;

  constructor(private readonly setup: ProviderSetup) {
    this.name = setup.name;
    this.settings = settingsSchema.parse(setup.config.settings);
    this.apiKey = setup.secrets['apiKey'] ?? '';
  }

  /** To do: whatever else can be known to be wrong before a call is made. */
  async terms({ product, customerNo }: PaymentRequest): Promise<ProductTerms> {
    if (customerNo.trim() === '') {
      throw new InvalidInput('InvalidRequest', [{ path: 'customerNo', reason: 'must not be empty' }]);
    }
    return { inquiry: true, aliases: aliasesOf(this.settings, product) };
  }

  async inquire({ request }: Order, signal: AbortSignal): Promise<InquiryReply> {
    const { result, reading } = await this.send('inquiry', request, signal);
    const unclear = { kind: 'unclear', at: reading.at, code: '' } as const;
    if (result.kind !== 'reply') return { ...unclear, message: troubleText(result), why: result.why };
    const said = saidIn(result);
    if (typeof said === 'string') return { ...unclear, message: httpText(result), why: said, ...pauseOf(result) };
    const reply = readInquiry(said, this.asked(request), reading);
    if (reply.kind === 'bill' && !isOk(result)) return { ...unclear, message: '', why: 'contradiction' };
    return reply.kind === 'unclear' ? { ...reply, ...pauseOf(result) } : reply;
  }

  async pay({ request }: Order, signal: AbortSignal): Promise<Evidence> {
    const contact = await this.send('pay', request, signal);
    const evidence = this.evidenceOf(contact, request, 'pay');
    return contact.result.kind === 'not-sent' ? { ...evidence, kind: 'not-sent' } : evidence;
  }

  async check({ request }: Order, signal: AbortSignal): Promise<Evidence> {
    return this.evidenceOf(await this.send('status', request, signal), request, 'status');
  }

  notice(delivery: Delivery): NoticeReading {
    return readNotice(delivery, this.apiKey, this.reading());
  }

  private async send(command: Command, request: PaymentRequest, signal: AbortSignal): Promise<Contact> {
    const body = bodyOf(command, request);
    const signature = signatureOf(body, this.apiKey);
    const result = await this.setup.world.exchange({
      method: 'POST',
      url: `${this.setup.config.baseUrl.replace(/\/+$/, '')}/${command}`,
      headers: { 'content-type': 'application/json', 'x-signature': signature },
      body,
      timeoutMs: milliseconds(this.setup.config.timeout),
      signal,
    });
    return { result, reading: this.reading(signature) };
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

  private asked({ refId, product, customerNo }: PaymentRequest): Asked {
    return { refId, product, customerNo, aliases: aliasesOf(this.settings, product) };
  }

  /** Whatever went out with a call and must not come back in a message: credentials, signatures, tokens. */
  private reading(...made: string[]): Reading {
    const secrets = [this.apiKey, ...made];
    return {
      at: new Date(this.setup.now()).toISOString(),
      redact: redactor(secrets, { atLeast: 4 }),
      redactValue: redactor(secrets, { atLeast: 8 }),
    };
  }
}

/** The reply in an answer, or why there is none. To do: the other 4xx that the protocol never gives to a refusal. */
function saidIn(reply: HttpReply): Said | string {
  const { status } = reply;
  if (isTransportStatus(status, [401, 403])) return `http-${status}`;
  const said = parseBody(reply.body);
  return typeof said === 'string' && !isOk(reply) ? `http-${status}` : said;
}

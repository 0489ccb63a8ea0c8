import type { HttpResult } from '../../../activities/http.js';
import type {
  InquiryReply,
  Order,
  ProductTerms,
  Provider,
  ProviderSetup,
} from '../../../activities/providers/provider.js';
import type { Evidence } from '../../../contract/evidence.js';
import { troubleText } from '../../../activities/providers/reading.js';
import { milliseconds } from '../../../contract/duration.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { readEvidence, readInquiry } from './read.js';
import { settingsSchema, type Settings } from './settings.js';
import { bodyOf, parseReply, type Command, type Said } from './wire.js';

/** A provider to start from: it sends its commands, and believes nothing yet. */
export class TemplateProvider implements Provider {
  readonly name: string;
  private readonly settings: Settings;

  constructor(private readonly setup: ProviderSetup) {
    this.name = setup.name;
    this.settings = settingsSchema.parse(setup.config.settings);
  }

  /** To do: refuse with `InvalidInput` what the provider cannot take. */
  async terms({ product }: PaymentRequest): Promise<ProductTerms> {
    return { inquiry: true, aliases: this.settings.aliases[product] ?? [] };
  }

  async inquire({ request }: Order, signal: AbortSignal): Promise<InquiryReply> {
    const result = await this.send('inquiry', request, signal);
    const said = saidIn(result);
    if (typeof said !== 'string') return readInquiry(said, this.at());
    return { kind: 'unclear', at: this.at(), code: '', message: textOf(result), why: said };
  }

  async pay({ request }: Order, signal: AbortSignal): Promise<Evidence> {
    const result = await this.send('pay', request, signal);
    const evidence = this.evidenceOf(result, 'pay');
    return result.kind === 'not-sent' ? { ...evidence, kind: 'not-sent' } : evidence;
  }

  async check({ request }: Order, signal: AbortSignal): Promise<Evidence> {
    return this.evidenceOf(await this.send('status', request, signal), 'status');
  }

  private evidenceOf(result: HttpResult, from: 'pay' | 'status'): Evidence {
    const said = saidIn(result);
    if (typeof said !== 'string') return readEvidence(said, from, this.at());
    return { kind: 'unknown', from, at: this.at(), code: '', message: textOf(result), why: said };
  }

  private send(command: Command, request: PaymentRequest, signal: AbortSignal): Promise<HttpResult> {
    return this.setup.world.exchange({
      method: 'POST',
      url: `${this.setup.config.baseUrl}/${command}`,
      headers: { 'content-type': 'application/json' },
      body: bodyOf(command, request),
      timeoutMs: milliseconds(this.setup.config.timeout),
      signal,
    });
  }

  private at(): string {
    return new Date(this.setup.now()).toISOString();
  }
}

/** A status other than 2xx is the transport's word, unless the protocol says otherwise. */
function saidIn(result: HttpResult): Said | string {
  if (result.kind !== 'reply') return result.why;
  return result.status >= 200 && result.status < 300 ? parseReply(result.body) : `http-${result.status}`;
}

function textOf(result: HttpResult): string {
  return result.kind === 'reply' ? `HTTP ${result.status} without an answer that could be read` : troubleText(result);
}

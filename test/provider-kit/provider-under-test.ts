import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerConfigSchema } from '../../contract/config.js';
import type { HttpCall, HttpResult } from '../../activities/http.js';
import type { InquiryReply, Order, Provider } from '../../activities/providers/provider.js';
import { thisMachine } from '../../activities/world.js';
import type { Evidence } from '../../contract/evidence.js';
import { SANDBOX_SECRETS, startSandbox, type Sandbox } from '../../sandbox/index.js';
import { edited, textOf } from './edit.js';
import { Broken, shown } from './promise.js';
import { forwarding, StandIn } from './stand-in.js';
import type { Answer, Ask, Change, Samples, Subject } from './subject.js';

export type Reply = Evidence | InquiryReply;

/** The timeout of a provider that is to run into it. */
export const SHORT = '2s';
const never = new AbortController().signal;

/** A provider under test, its end of the line as the promises want it, and replies to start from. */
export class ProviderUnderTest {
  provider: Provider;
  samples!: Samples;
  /** The payment that the samples are about. */
  order!: Order;
  /** Answers in place of the network, so that an adapter is tried whole and without a socket. */
  line: ((call: HttpCall) => Answer) | undefined;
  #references = 0;
  #wrap = (provider: Provider): Provider => provider;

  private constructor(
    readonly subject: Subject,
    readonly standIn: StandIn,
    readonly url: string,
    readonly sandbox: Sandbox | undefined,
    private readonly folder: string,
  ) {
    this.provider = this.make();
  }

  static async open(subject: Subject): Promise<ProviderUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'tuntas-kit-'));
    const { samples, sandboxSecrets: secrets = SANDBOX_SECRETS } = subject;
    const sandbox = samples === 'sandbox' ? await startSandbox({ state: folder, secrets }) : undefined;
    const aside = async (request: Parameters<Subject['commandOf']>[0]) => subject.aside?.(request);
    const standIn = new StandIn((request) => subject.commandOf(request), sandbox ? forwarding(sandbox.url) : aside);
    const kit = new ProviderUnderTest(subject, standIn, await standIn.open(), sandbox, folder);
    try {
      await kit.#gather();
      return kit;
    } catch (error) {
      await kit.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.standIn.close();
    await this.sandbox?.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** As it was at the start: the provider answers, nothing was counted. */
  reset(): void {
    const { standIn } = this;
    standIn.act = { kind: 'pass' };
    standIn.onCommand = () => undefined;
    standIn.asideAnswer = undefined;
    standIn.connections = 0;
    standIn.commands.length = 0;
    this.sandbox?.rules.clear();
  }

  /** Puts something between the promises and the provider: for trying the kit itself. */
  wrap(wrap: (provider: Provider) => Provider): void {
    this.#wrap = wrap;
    this.provider = this.make();
  }

  /** A provider of its own; `commands` is where it sends them. */
  make({ commands = this.url, timeout = '20s' }: { commands?: string; timeout?: string } = {}): Provider {
    const { adapter, provider, secrets } = this.subject;
    const config = providerConfigSchema.parse({
      adapter: 'under-test',
      credentials: {},
      timeout,
      // So short that an adapter that follows a payment by itself would be seen doing it.
      ...{ minGap: '1ms', firstCheck: '1ms', poll: [{ every: '1ms', for: '1h' }] },
      ...this.subject.config({ commands, asides: this.url }),
    });
    const world = { ...thisMachine, exchange: (call: HttpCall) => this.#exchange(call) };
    const settings = adapter.settings.parse(config.settings) as Record<string, unknown>;
    const made = adapter.create({ name: provider, config: { ...config, settings }, secrets, world, now: Date.now });
    return this.#wrap(made);
  }

  /** A provider that has its token already, so that the next contact is the command's. */
  async ready(options: { timeout?: string } = {}): Promise<Provider> {
    const provider = this.make(options);
    const act = this.standIn.act;
    this.standIn.act = { kind: 'answer', answer: this.samples.inquiry };
    await this.ask('inquiry', { provider });
    this.standIn.act = act;
    this.standIn.commands.length = 0;
    this.standIn.connections = 0;
    return provider;
  }

  /** Makes a call. A provider's method that rejects has broken its promise, whatever the occasion. */
  async ask(
    ask: Ask,
    { order = this.order, provider = this.provider, signal = never }: AskOptions = {},
  ): Promise<Reply> {
    const act = { inquiry: 'inquire', pay: 'pay', status: 'check' } as const;
    try {
      return await provider[act[ask]](order, signal);
    } catch (error) {
      throw new Broken(`${act[ask]}() threw ${String(error)}; what the provider does must become a reply`);
    }
  }

  /** The sample of a reply with changes made to it, proven to be the provider's again where it signs. */
  answer(ask: Ask, change: Change = {}): Answer {
    const { status, headers, body } = this.samples[ask];
    const json: unknown = 'json' in change ? change.json : JSON.parse(body.toString());
    const changed = change.body ?? Buffer.from(textOf(edited(json, change.set ?? {})));
    return {
      status: change.status ?? status,
      headers: { ...headers, ...this.subject.seal?.(changed, ask), ...change.headers },
      body: changed,
    };
  }

  /** What the provider makes of a changed reply. */
  async reading(ask: Ask, change: Change = {}, options: AskOptions = {}): Promise<Reply> {
    this.standIn.act = { kind: 'answer', answer: this.answer(ask, change) };
    return this.ask(ask, options);
  }

  /** A new payment, like the example but for its reference. */
  freshRequest(change: Partial<Order['request']> = {}): Order['request'] {
    const { provider, request } = this.subject;
    this.#references += 1;
    return { provider, refId: `kit-${this.#references}`, ...request, ...change };
  }

  #exchange(call: HttpCall): Promise<HttpResult> {
    if (!this.line) return thisMachine.exchange(call);
    const { status, headers, body } = this.line(call);
    return Promise.resolve({ kind: 'reply', status, headers, body });
  }

  async #gather(): Promise<void> {
    const { samples } = this.subject;
    this.samples = samples === 'sandbox' ? await this.#record() : samples;
    const request = { ...this.freshRequest(), refId: this.samples.refId };
    this.order = { request };
    this.standIn.act = { kind: 'answer', answer: this.samples.inquiry };
    const bill = await this.ask('inquiry');
    if (bill.kind === 'bill') this.order = orderOf(request, bill);
    this.reset();
  }

  /** Pays the example at the sandbox and keeps what it answers. */
  async #record(): Promise<Samples> {
    const request = this.freshRequest();
    this.sandbox?.rules.add({ match: { asks: 'pay', ref: request.refId }, answer: 'sukses' });
    this.order = { request };
    const { standIn } = this;
    const absent = await this.#recorded('status', { order: { request: this.freshRequest() } });
    await this.provider.terms(request);
    const inquiry = await this.#recorded('inquiry');
    const bill = await this.ask('inquiry');
    if (bill.kind !== 'bill') throw new Broken(`the sandbox's inquiry was read as ${shown(bill)}`);
    this.order = orderOf(request, bill);
    const pay = await this.#recorded('pay');
    let status = await this.#recorded('status');
    for (let i = 0; i < 5 && (await this.ask('status')).kind !== 'success'; i += 1) {
      status = await this.#recorded('status');
    }
    standIn.commands.length = 0;
    return { refId: request.refId, absent, inquiry, pay, status };
  }

  async #recorded(ask: Ask, options: AskOptions = {}): Promise<Answer> {
    this.standIn.commands.length = 0;
    const reply = await this.ask(ask, options);
    const answer = this.standIn.commands.find((command) => command.ask === ask)?.answer;
    if (!answer) throw new Broken(`no ${ask} reached the sandbox: ${shown(reply)}`);
    return answer;
  }
}

export interface AskOptions {
  order?: Order;
  provider?: Provider;
  signal?: AbortSignal;
}

/** As the workflow makes it: the bill says what is paid, unless it leaves the customer a choice. */
export function orderOf(request: Order['request'], bill: Extract<Reply, { kind: 'bill' }>): Order {
  const choice = bill.minAmount !== undefined || bill.maxAmount !== undefined;
  const amount = choice ? (request.amount ?? bill.amount) : (bill.amount ?? request.amount);
  return { request, bill, ...(amount === undefined ? {} : { amount }) };
}

/** Whether a reply could end a payment or show a bill. */
export function isVerdict(reply: Reply): boolean {
  return !['unknown', 'unclear', 'not-sent', 'pending'].includes(reply.kind);
}

/** The reply that settles nothing, by what was asked. */
export function nothingOf(ask: Ask): 'unclear' | 'unknown' {
  return ask === 'inquiry' ? 'unclear' : 'unknown';
}

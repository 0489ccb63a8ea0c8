import type { Order, Provider } from '../../../activities/providers/provider.js';
import { ProviderUnderTest, type Reply } from '../provider-under-test.js';
import { ASKS, type Answer, type Ask, type Incoming, type Subject } from '../subject.js';
import { fault, faultOfNotice } from './judge.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';

export interface Figures {
  subject: string;
  seed: number;
  mutations: number;
  /** Replies that still were a verdict or a bill, and rightly so. */
  kept: number;
  /** Replies that settled nothing. */
  unknown: number;
  notices: number;
  seconds: number;
  wrong: string[];
}

export interface Options {
  mutations: number;
  seed: number;
  /** Puts something between the fuzzer and the provider: for trying the fuzzer itself. */
  wrap?: ((provider: Provider) => Provider) | undefined;
}

/** Enough to see what is wrong; the rest is the same again. */
const MOST_WRONG = 5;
const ODD_STATUS = [201, 302, 400, 401, 403, 404, 408, 422, 429, 500, 503];
const never = new AbortController().signal;

/**
 * Changes a provider's real replies at random and looks at what its adapter makes of them. No method may throw, and no
 * reply may be believed that does not say what it is believed to say.
 */
export async function fuzz(subject: Subject, options: Options): Promise<Figures> {
  const kit = await ProviderUnderTest.open(subject);
  try {
    if (options.wrap) kit.wrap(options.wrap);
    return await run(kit, options);
  } finally {
    await kit.close();
  }
}

async function run(kit: ProviderUnderTest, { mutations, seed }: Options): Promise<Figures> {
  const { subject } = kit;
  const random = new Random(seed);
  const stock = ASKS.flatMap((ask) => stockOf(kit, ask).map((answer) => ({ ask, answer })));
  const figures: Figures = {
    subject: subject.name,
    seed,
    mutations: 0,
    kept: 0,
    unknown: 0,
    notices: 0,
    seconds: 0,
    wrong: [],
  };
  const started = performance.now();
  while (figures.mutations < mutations && figures.wrong.length < MOST_WRONG) {
    figures.mutations += 1;
    const { ask, answer } = random.one(stock);
    const body = mutate(random, answer.body);
    const status = random.below(10) === 0 ? random.one(ODD_STATUS) : answer.status;
    const changed = { status, headers: { ...answer.headers, ...subject.seal?.(body, ask) }, body };
    const wrong = ask === 'status' && random.below(4) === 0 ? notice(kit, changed, figures) : undefined;
    const seen = wrong ?? (await read(kit, ask, changed, figures));
    if (seen !== undefined) figures.wrong.push(`${ask}, HTTP ${status}: ${seen}\n    ${body.toString('latin1')}`);
  }
  figures.seconds = Math.round((performance.now() - started) / 100) / 10;
  return figures;
}

/** The samples and what the protocol's table makes of them: every kind of reply is changed. */
function stockOf(kit: ProviderUnderTest, ask: Ask): Answer[] {
  const cases = kit.subject.cases[ask].map((change) => kit.answer(ask, change));
  const whole = [kit.samples[ask], ...(ask === 'status' ? [kit.samples.absent] : [])];
  // As often as all the others: it says the most.
  return [...cases, ...Array.from({ length: cases.length }, () => whole).flat()].filter(isJson);
}

async function read(kit: ProviderUnderTest, ask: Ask, answer: Answer, figures: Figures): Promise<string | undefined> {
  const { subject, order } = kit;
  kit.line = ({ method, url, headers = {}, body = '' }) => {
    const { pathname, search } = new URL(url);
    const request = { method, path: pathname + search, headers: lower(headers), body };
    return subject.commandOf(request) ? answer : aside(kit, request);
  };
  let reply: Reply;
  try {
    reply = await call(kit, ask, order);
  } catch (error) {
    return `threw ${String(error)}`;
  } finally {
    kit.line = undefined;
  }
  figures[reply.kind === 'unknown' || reply.kind === 'unclear' ? 'unknown' : 'kept'] += 1;
  const wrong = fault(subject, ask, order, answer, reply);
  return wrong && `${wrong}: ${JSON.stringify(reply)}`;
}

function call({ provider }: ProviderUnderTest, ask: Ask, order: Order): Promise<Reply> {
  if (ask === 'inquiry') return provider.inquire(order, never);
  return ask === 'pay' ? provider.pay(order, never) : provider.check(order, never);
}

function notice({ subject, provider }: ProviderUnderTest, answer: Answer, figures: Figures): string | undefined {
  if (!provider.notice) return undefined;
  figures.notices += 1;
  const headers = { 'content-type': 'application/json', ...subject.notice?.headers(answer.body) };
  try {
    const reading = provider.notice({ headers, body: answer.body });
    const wrong = faultOfNotice(subject, answer, reading);
    return wrong && `notice: ${wrong}: ${JSON.stringify(reading)}`;
  } catch (error) {
    return `notice threw ${String(error)}`;
  }
}

/** What the sandbox answered to the same call while the samples were taken. */
function aside({ standIn }: ProviderUnderTest, { method, path }: Incoming): Answer {
  const known = standIn.asides.find(({ request }) => request.method === method && request.path === path);
  return known?.answer ?? { status: 503, headers: {}, body: Buffer.alloc(0) };
}

function lower(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function isJson({ body }: Answer): boolean {
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}

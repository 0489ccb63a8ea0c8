import type { NoticeReading, Order } from '../../../activities/providers/provider.js';
import type { Reply } from '../provider-under-test.js';
import { member } from '../edit.js';
import type { Answer, Ask, Subject, Words } from '../subject.js';

const SETTLES_NOTHING = ['unknown', 'unclear'];
/** Whatever stands in the body: the transport's word, not the provider's. */
const TRANSPORT = (status: number) => status < 200 || (status >= 300 && status < 400) || status >= 500;
const BUSY = [408, 425, 429];

/** What is wrong with a reading of an answer; undefined when nothing is. Reads the answer by itself, with JSON.parse. */
export function fault(subject: Subject, ask: Ask, order: Order, answer: Answer, reply: Reply): string | undefined {
  const json = parsed(answer.body);
  return faultOfKind(subject, ask, order, answer, reply.kind, json) ?? faultOfAmounts(subject.words[ask], reply, json);
}

/** The same for a delivery with proof: its claim must say what its body says. */
export function faultOfNotice(subject: Subject, answer: Answer, reading: NoticeReading): string | undefined {
  if (reading.kind !== 'claim') return undefined;
  const { refId, product, customerNo, evidence } = reading.claim;
  if (!subject.notice?.proves) return 'a claim from a provider that proves nothing';
  const json = parsed(answer.body);
  if (evidence.kind === 'unknown') return undefined;
  const words = subject.words.status;
  const same = [
    [words.reference, refId],
    [words.product, product],
    [words.customer, customerNo],
  ].every(([path, said]) => path === undefined || isSame(member(json, path), said ?? ''));
  if (!same) return 'a claim about another payment than the one in its body';
  const belief = [...(['pay', 'status'] as const)].flatMap((ask) => subject.believable(ask, json, 200)?.kinds ?? []);
  const kinds = belief.includes('refused') ? [...belief, 'failed'] : belief;
  return kinds.includes(evidence.kind) ? faultOfAmounts(words, evidence, json) : `${evidence.kind} without ground`;
}

function faultOfKind(
  subject: Subject,
  ask: Ask,
  { request }: Order,
  { status }: Answer,
  kind: string,
  json: unknown,
): string | undefined {
  if (SETTLES_NOTHING.includes(kind)) return undefined;
  if (json === undefined) return `${kind} from what is no JSON`;
  if (TRANSPORT(status) || BUSY.includes(status)) return `${kind} under HTTP ${status}`;
  if (status >= 300 && ['success', 'bill'].includes(kind)) return `${kind} under HTTP ${status}`;
  const belief = subject.believable(ask, json, status);
  if (!belief?.kinds.includes(kind)) return `${kind} without ground`;
  if (belief.anonymous) return undefined;
  const { reference, product, customer } = subject.words[ask];
  if (reference !== undefined && !isSame(member(json, reference), request.refId)) return `${kind} of another reference`;
  const aliases = subject.aliases ?? [];
  const products = [request.product, ...aliases];
  const mayMiss = (path: string) => belief.byReference && isNothing(member(json, path));
  if (product !== undefined && !mayMiss(product) && !products.some((each) => isSame(member(json, product), each)))
    return `${kind} of another product`;
  if (customer !== undefined && !mayMiss(customer) && !sameNumber(member(json, customer), request.customerNo))
    return `${kind} of another customer`;
  return undefined;
}

function faultOfAmounts(words: Words, reply: Reply, json: unknown): string | undefined {
  for (const field of ['amount', 'cost', 'admin'] as const) {
    const read = field in reply ? (reply as Partial<Record<typeof field, number>>)[field] : undefined;
    if (read === undefined) continue;
    if (!Number.isSafeInteger(read) || read < 0) return `${field} is ${read}`;
    const path = words[field];
    if (path === undefined) continue;
    const stated = member(json, path);
    const text = typeof stated === 'number' ? String(stated) : typeof stated === 'string' ? stated : '';
    if (!/^\d+(\.0+)?$/.test(text) || Number(text) !== read) return `${field} is ${read}, stated is ${text}`;
  }
  return undefined;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

function isNothing(said: unknown): boolean {
  return said === undefined || said === null || (typeof said === 'string' && ['', '-', 'N/A'].includes(said.trim()));
}

function isSame(said: unknown, asked: string): boolean {
  // A number's spelling is lost to JSON.parse, so the other side gives up its own.
  if (typeof said === 'number') return said === Number(asked);
  return typeof said === 'string' && said.trim() === asked.trim();
}

function sameNumber(said: unknown, asked: string): boolean {
  if (typeof said === 'number') return said === Number(asked);
  if (typeof said !== 'string') return false;
  const bare = (text: string) => text.split(',').map((part) => part.trim().replace(/^0+(?=.)/, ''));
  return bare(said).join() === bare(asked).join();
}

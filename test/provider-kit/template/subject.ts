import { member } from '../edit.js';
import { jsonAnswer, type Ask, type Belief, type Incoming, type Subject, type Words } from '../subject.js';
import { template as adapter } from './index.js';

const REFERENCE = 'kit-0';

/** What the provider's documentation shows. To do: its own samples, and `samples: 'sandbox'` once there is a sandbox. */
const said = {
  reference: REFERENCE,
  product: 'pln',
  customer: '530000000001',
  status: 'SUCCESS',
  amount: 11_000,
  message: 'ok',
  rows: [{ name: 'Tarif', value: 'R1' }],
};

const words: Words = {
  reference: 'reference',
  product: 'product',
  customer: 'customer',
  amount: 'amount',
  message: 'message',
  verdict: ['status'],
  texts: [],
};

/** What the kit must know of the provider. Everything here comes from the provider's documentation. */
export const template: Subject = {
  name: 'template',
  provider: 'template',
  adapter,
  secrets: { apiKey: 'template-api-key' },
  config: ({ commands }) => ({ baseUrl: commands, settings: {} }),
  request: { product: 'pln', customerNo: '530000000001' },
  oddCustomers: ['000530000001', '007,000'],
  badRequests: [[{ customerNo: ' ' }, 'customerNo']],
  commandOf: ({ path }) => (['inquiry', 'pay', 'status'] as const).find((ask) => path === `/${ask}`),
  sent: (request) => {
    const body = bodyOf(request);
    return { refId: text(body['reference']), product: text(body['product']), customerNo: text(body['customer']) };
  },
  // To do: the signature or the token that goes out with a request.
  confidential: () => [],
  words: { inquiry: words, pay: words, status: words },
  cases: {
    inquiry: [
      { name: 'a bill', set: { status: 'SUCCESS' }, is: 'bill' },
      { name: 'a wrong number', set: { status: 'FAILED' }, is: 'refused' },
    ],
    pay: [
      { name: 'accepted', set: { status: 'PENDING' }, is: 'pending' },
      { name: 'paid', set: { status: 'SUCCESS' }, is: 'success' },
      { name: 'failed', set: { status: 'FAILED' }, is: 'failed' },
      { name: 'a duplicate', set: { status: 'DUPLICATE' }, is: 'unknown' },
    ],
    status: [
      { name: 'under way', set: { status: 'PENDING' }, is: 'pending' },
      { name: 'paid', set: { status: 'SUCCESS' }, is: 'success' },
      { name: 'failed', set: { status: 'FAILED' }, is: 'failed' },
      { name: 'not found', set: { status: 'NOT_FOUND' }, is: 'unknown' },
    ],
  },
  rows: (_ask, rows) => ({ rows }),
  samples: {
    refId: REFERENCE,
    inquiry: jsonAnswer(said),
    pay: jsonAnswer(said),
    status: jsonAnswer(said),
    absent: jsonAnswer({ ...said, status: 'NOT_FOUND' }),
  },
  believable,
};

/** From the documentation, and not from the adapter: the fuzzer compares the two. */
function believable(ask: Ask, json: unknown): Belief | undefined {
  switch (member(json, 'status')) {
    case 'SUCCESS':
      return { kinds: [ask === 'inquiry' ? 'bill' : 'success'] };
    case 'FAILED':
      return { kinds: [ask === 'inquiry' ? 'refused' : 'failed'] };
    case 'PENDING':
      return { kinds: ['pending'] };
    default:
      return undefined;
  }
}

function bodyOf({ body }: Incoming): Record<string, unknown> {
  return JSON.parse(body) as Record<string, unknown>;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

import { createHmac } from 'node:crypto';
import { member } from '../edit.js';
import { jsonAnswer, type Ask, type Belief, type Case, type Incoming, type Subject, type Words } from '../subject.js';
import { template as adapter } from './index.js';

const REFERENCE = 'kit-0';

const SECRETS = { apiKey: 'template-api-key' };

/** What the provider's documentation shows. To do: its own samples, and `samples: 'sandbox'` once there is a sandbox. */
const said = {
  reference: REFERENCE,
  product: 'pln',
  customer: '530000000001',
  name: 'BUDI',
  status: 'SUCCESS',
  amount: 11_000,
  admin: 2_500,
  message: 'ok',
  serial: '1234',
  rows: [{ name: 'Tarif', value: 'R1' }],
};

const words: Words = {
  reference: 'reference',
  product: 'product',
  customer: 'customer',
  amount: 'amount',
  admin: 'admin',
  message: 'message',
  verdict: ['status'],
  texts: ['name', 'serial'],
};

/** The documentation's codes that say nothing about a payment. */
const aboutTheCall: Case[] = ['DUPLICATE', 'BAD_SIGNATURE'].map((status) => ({
  name: status,
  set: { status },
  is: 'unknown',
}));

/** What the kit must know of the provider. Everything here comes from the provider's documentation. */
export const template: Subject = {
  name: 'template',
  provider: 'template',
  adapter,
  secrets: SECRETS,
  config: ({ commands }) => ({ baseUrl: commands, settings: {} }),
  request: { product: 'pln', customerNo: '530000000001' },
  oddCustomers: ['000530000001', '007,000'],
  badRequests: [[{ customerNo: ' ' }, 'customerNo']],
  commandOf: ({ path }) => (['inquiry', 'pay', 'status'] as const).find((ask) => path === `/${ask}`),
  sent: (request) => {
    const body = bodyOf(request);
    return { refId: text(body['reference']), product: text(body['product']), customerNo: text(body['customer']) };
  },
  // The signature or the token that goes out with a request.
  confidential: ({ headers }) => [headers['x-signature'] ?? ''],
  words: { inquiry: words, pay: words, status: words },
  cases: {
    inquiry: [
      { name: 'a bill', set: { status: 'SUCCESS' }, is: 'bill' },
      { name: 'a wrong number', set: { status: 'FAILED' }, is: 'refused' },
      { name: 'a bad signature', set: { status: 'BAD_SIGNATURE' }, is: 'unclear' },
    ],
    pay: [
      { name: 'accepted', set: { status: 'PENDING' }, is: 'pending' },
      { name: 'paid', set: { status: 'SUCCESS' }, is: 'success' },
      { name: 'failed', set: { status: 'FAILED' }, is: 'failed' },
      { name: 'not made', set: { status: 'REJECTED' }, is: 'refused' },
      ...aboutTheCall,
    ],
    status: [
      { name: 'under way', set: { status: 'PENDING' }, is: 'pending' },
      { name: 'paid', set: { status: 'SUCCESS' }, is: 'success' },
      { name: 'failed', set: { status: 'FAILED' }, is: 'failed' },
      { name: 'rejected before', set: { status: 'REJECTED' }, is: 'failed' },
      { name: 'not found', set: { status: 'NOT_FOUND' }, is: 'unknown' },
      ...aboutTheCall,
    ],
  },
  rows: (_ask, rows) => ({ rows }),
  notice: { proves: true, headers: (body) => ({ 'x-signature': signed(body) }) },
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
  const status = member(json, 'status');
  switch (typeof status === 'string' ? status.trim() : undefined) {
    case 'SUCCESS':
      return { kinds: [ask === 'inquiry' ? 'bill' : 'success'] };
    case 'FAILED':
      return { kinds: [ask === 'inquiry' ? 'refused' : 'failed'] };
    case 'REJECTED':
      return { kinds: [ask === 'status' ? 'failed' : 'refused'] };
    case 'PENDING':
      return ask === 'inquiry' ? undefined : { kinds: ['pending'] };
    default:
      return undefined;
  }
}

function signed(body: Buffer): string {
  return createHmac('sha256', SECRETS.apiKey).update(body).digest('hex');
}

function bodyOf({ body }: Incoming): Record<string, unknown> {
  return JSON.parse(body) as Record<string, unknown>;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

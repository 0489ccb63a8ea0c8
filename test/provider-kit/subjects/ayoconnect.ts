import { ayoconnect as adapter } from '../../../activities/providers/ayoconnect/index.js';
import { SANDBOX_SECRETS } from '../../../sandbox/index.js';
import { member } from '../edit.js';
import type { Ask, Belief, Case, Incoming, Subject, Words } from '../subject.js';

const CALLS: Record<string, Ask> = {
  '/api/v2/bill/check': 'inquiry',
  '/api/v2/bill/payment': 'pay',
  '/api/v2/bill/status': 'status',
};

const says = (responseCode: unknown, success: unknown, is: Case['is'], more: Record<string, unknown> = {}): Case => ({
  name: `code ${String(responseCode)} with success ${String(success)}`,
  set: { responseCode, success, ...more },
  is,
});

/** Duplicates (102, 108), an unavailable reference (183) and no such transaction (188): about the reference alone. */
const ABOUT_REFERENCE = [102, 108, 183, 188];

const verdicts: Case[] = [
  ...[0, 1, 99].map((code) => says(code, true, 'success')),
  ...[100, 101, 103, 199, 301, 313, 399].map((code) => says(code, false, 'failed')),
  ...[200, 250, 299].map((code) => says(code, true, 'pending')),
  ...[...ABOUT_REFERENCE, 400, 401, 500, 999, -1].map((code) => says(code, false, 'unknown')),
  says(300, true, 'unknown'),
  says(0, false, 'unknown'),
  says(103, true, 'unknown'),
  says(undefined, true, 'unknown'),
];

const CASES: Record<Ask, Case[]> = {
  inquiry: [
    says(300, true, 'bill'),
    ...[100, 304, 399].map((code) => says(code, false, 'refused')),
    ...[0, 99, 200, 299].map((code) => says(code, true, 'unclear')),
    ...[400, 401, 999].map((code) => says(code, false, 'unclear')),
    says(300, false, 'unclear'),
    says(304, true, 'unclear'),
    says(300, true, 'unclear', { 'data.inquiryId': undefined }),
  ],
  pay: verdicts,
  status: [
    ...verdicts,
    says(103, false, 'unknown', { 'data.refNumber': '' }),
    says(103, false, 'unknown', { 'message.ID': 'Transaksi tidak ditemukan' }),
  ],
};

const common = {
  product: 'data.productCode',
  customer: 'data.accountNumber',
  amount: 'data.amount',
  admin: 'data.totalAdmin',
  message: 'message.ID',
  verdict: ['responseCode'],
  texts: ['data.customerName'],
};
const paid: Words = {
  ...common,
  reference: 'data.refNumber',
  texts: ['data.customerName', 'data.token', 'data.transactionId'],
};

export const ayoconnect: Subject = {
  name: 'ayoconnect',
  provider: 'ayoconnect',
  adapter,
  secrets: { ...SANDBOX_SECRETS.ayoconnect },
  names: ['key'],
  config: ({ commands }) => ({ baseUrl: commands, settings: {} }),
  request: { product: 'TLSTPOS', customerNo: '516070377775' },
  oddCustomers: ['000516070377', '0', '007,000'],
  badRequests: [
    [{ customerNo: ' ' }, 'customerNo'],
    [{ testing: true }, 'testing'],
    [{ fields: { refNumber: 'x' } }, 'fields.refNumber'],
    [{ fields: { month: 'Mei' } }, 'fields.month'],
  ],
  commandOf: ({ method, path }) => (method === 'POST' ? CALLS[path] : undefined),
  sent: (request) => {
    const payload = payloadOf(request);
    return {
      refId: text(payload['refNumber']),
      product: text(payload['productCode']),
      customerNo: text(payload['accountNumber']),
    };
  },
  confidential: ({ headers }) => {
    const token = headers['token'] ?? '';
    return [token, token.split('.')[1] ?? '', token.split('.')[2] ?? ''];
  },
  words: { inquiry: common, pay: paid, status: paid },
  cases: CASES,
  rows: (_ask, rows) => ({ 'data.productDetails': rows.map(({ name, value }) => ({ key: name, value })) }),
  notice: { proves: false, headers: () => ({}) },
  samples: 'sandbox',
  believable,
};

function believable(ask: Ask, json: unknown): Belief | undefined {
  const code = String(member(json, 'responseCode')).trim();
  const n = /^\d{1,3}$/.test(code) ? Number(code) : Number.NaN;
  const success = String(member(json, 'success'));
  const failed = ((n >= 100 && n <= 199) || (n >= 301 && n <= 399)) && success !== 'true';
  // A failed inquiry names nobody, and nothing was sent: it may be believed.
  if (ask === 'inquiry') return failed ? { kinds: ['refused'], anonymous: true } : billOf(n, success);
  if (n <= 99 && success !== 'false') return { kinds: ['success'] };
  if (n >= 200 && n <= 299) return { kinds: ['pending'], byReference: true };
  return failed && !ABOUT_REFERENCE.includes(n) ? { kinds: ['failed'], byReference: true } : undefined;
}

function billOf(code: number, success: string): Belief | undefined {
  return code === 300 && success !== 'false' ? { kinds: ['bill', 'refused'] } : undefined;
}

/** The request is the middle part of the token. */
function payloadOf({ headers }: Incoming): Record<string, unknown> {
  const payload = Buffer.from(headers['token']?.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(payload) as Record<string, unknown>;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

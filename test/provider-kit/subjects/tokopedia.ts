import { constants, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { tokopedia as adapter } from '../../../activities/providers/tokopedia/index.js';
import { SANDBOX_SECRETS } from '../../../sandbox/index.js';
import { member } from '../edit.js';
import type { Ask, Belief, Case, Incoming, Subject, Words } from '../subject.js';

/** The shortest keys that are accepted: every mutation of the fuzzer is signed. */
const keys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const OURS = keys();
const THEIRS = keys();
const KEY = createPrivateKey(THEIRS.privateKey);
const SECRETS = {
  ...SANDBOX_SECRETS.tokopedia,
  privateKey: OURS.privateKey,
  publicKey: THEIRS.publicKey,
};
const ORDER = '/api/v2/order';

const says = (status: unknown, is: Case['is'], error = '', more: Record<string, unknown> = {}): Case => ({
  name: `status ${String(status)} with error ${error}`,
  set: {
    'data.attributes.status': status,
    'data.attributes.error_code': error,
    'data.attributes.error_detail': error,
    ...more,
  },
  is,
});

const error = (code: string, is: Case['is'], status = 400): Case => ({
  name: `error ${code}`,
  status,
  json: { errors: [{ code, detail: `about ${code}`, status: String(status) }] },
  is,
});

const verdicts: Case[] = [
  says('Success', 'success'),
  says('Failed', 'failed', 'S00'),
  says('Pending', 'pending'),
  says('Success', 'unknown', 'S00'),
  says('Failed', 'unknown'),
  ...['success', 'FAILED', 'Refunded', 'Cancelled'].map((status) => says(status, 'unknown')),
  says('Success', 'unknown', '', { 'data.type': 'inquiry' }),
  says('Success', 'unknown', '', { errors: [{ code: 'P02' }] }),
];

const CASES: Record<Ask, Case[]> = {
  inquiry: [
    { name: 'a bill', is: 'bill' },
    error('U00', 'refused'),
    error('P00', 'refused'),
    error('S00', 'unclear', 500),
    error('X99', 'unclear'),
    { name: 'an order', set: { 'data.type': 'order' }, is: 'unclear' },
    { name: 'a sum that does not add up', set: { 'data.attributes.admin_fee': 1 }, is: 'bill' },
    { name: 'no price', set: { 'data.attributes.sales_price': 0 }, is: 'unclear' },
  ],
  pay: [
    ...verdicts,
    error('P04', 'refused'),
    ...['P00', 'P02', 'P03', 'U00', 'X99'].map((code) => error(code, 'unknown')),
    error('S00', 'unknown', 500),
  ],
  status: [
    ...verdicts,
    ...['P00', 'P02', 'P03', 'P04', 'U00', 'X99'].map((code) => error(code, 'unknown')),
    error('S00', 'unknown', 500),
    { ...says('Success', 'unknown'), name: 'a success without a signature', headers: { signature: '' } },
    { ...says('Failed', 'unknown', 'S00'), name: 'a failure signed by somebody else', headers: { signature: 'AAAA' } },
  ],
};

const about = {
  product: 'data.attributes.product_code',
  customer: 'data.attributes.client_number',
  amount: 'data.attributes.sales_price',
  admin: 'data.attributes.admin_fee',
};
const inquired: Words = { ...about, verdict: ['data.type'], texts: ['data.attributes.client_name'] };
const ordered: Words = {
  ...about,
  reference: 'data.id',
  message: 'data.attributes.error_detail',
  verdict: ['data.attributes.status'],
  texts: ['client_name', 'serial_number', 'voucher_code'].map((name) => `data.attributes.${name}`),
};

export const tokopedia: Subject = {
  name: 'tokopedia',
  provider: 'tokopedia',
  adapter,
  secrets: SECRETS,
  sandboxSecrets: { ...SANDBOX_SECRETS, tokopedia: { ...SECRETS, signingKey: THEIRS.privateKey } },
  names: ['clientId'],
  withheld: ['privateKey', 'publicKey'],
  config: ({ commands, asides }) => ({ baseUrl: `${commands}/api`, settings: { tokenUrl: `${asides}/token` } }),
  request: { product: 'pln-postpaid-new', customerNo: '102111106111' },
  oddCustomers: ['000102111106', '0', '007,000'],
  badRequests: [
    [{ customerNo: ' ' }, 'customerNo'],
    [{ testing: true }, 'testing'],
    [{ amount: 5_000 }, 'amount'],
    [{ product: 'no-such-product' }, 'product'],
  ],
  commandOf: ({ method, path }) => {
    if (method === 'GET') return path.startsWith(`${ORDER}/`) ? 'status' : undefined;
    return path === ORDER ? 'pay' : path === '/api/v2/inquiry' ? 'inquiry' : undefined;
  },
  sent,
  confidential: ({ headers }) => [headers['authorization']?.replace(/^Bearer /, '') ?? ''],
  words: { inquiry: inquired, pay: ordered, status: ordered },
  cases: CASES,
  rows: (ask, rows) => ({ [`data.attributes.${ask === 'inquiry' ? 'inquiry' : 'fulfillment'}_result`]: rows }),
  seal: (body, ask) => (ask === 'inquiry' ? {} : { signature: signed(body) }),
  notice: { proves: true, headers: (body) => ({ signature: signed(body) }) },
  samples: 'sandbox',
  believable,
};

function believable(ask: Ask, json: unknown): Belief | undefined {
  const [type, status, code] = ['type', 'attributes.status', 'attributes.error_code'].map((path) => {
    const value = member(json, `data.${path}`);
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  });
  const errors = member(json, 'errors');
  if (Array.isArray(errors) && errors.length > 0) return refusalIn(ask, member(errors, '0.code'));
  if (ask === 'inquiry') return type === 'inquiry' ? { kinds: ['bill'] } : undefined;
  if (type !== 'order') return undefined;
  if (status === 'Pending') return { kinds: ['pending'] };
  if (status === 'Success' && code === '') return { kinds: ['success'] };
  return status === 'Failed' && code !== '' ? { kinds: ['failed'] } : undefined;
}

/** Errors name nobody: they answer the request that they come for. */
function refusalIn(ask: Ask, code: unknown): Belief | undefined {
  const said = typeof code === 'string' ? code.trim() : '';
  const refused = ask === 'inquiry' ? /^[PU]\d\d$/.test(said) : ask === 'pay' && said === 'P04';
  return refused ? { kinds: ['refused'], anonymous: true } : undefined;
}

function sent({ method, path, body }: Incoming) {
  if (method === 'GET') return { refId: decodeURIComponent(path.slice(ORDER.length + 1)) };
  const json: unknown = JSON.parse(body);
  return {
    refId: text(member(json, 'data.id')),
    product: text(member(json, about.product)),
    customerNo: text(member(json, about.customer)),
  };
}

function signed(body: Buffer): string {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return sign('sha256', body, { key: KEY, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }).toString('base64');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

import { createHmac } from 'node:crypto';
import { digiflazz as adapter } from '../../../activities/providers/digiflazz/index.js';
import { SANDBOX_SECRETS } from '../../../sandbox/index.js';
import { member, raw, textOf } from '../edit.js';
import type { Ask, Belief, Case, Incoming, Subject, Words } from '../subject.js';

const DIALECTS = {
  digiflazz: { command: 'commands', product: 'buyer_sku_code', name: 'customer_name', path: '/v1' },
  digiswitch: { command: 'command', product: 'code', name: 'name', path: '/v1/user/api' },
} as const;

const COMMANDS: Record<string, Ask> = { 'inq-pasca': 'inquiry', 'pay-pasca': 'pay', 'status-pasca': 'status' };
const SECRETS = { ...SANDBOX_SECRETS.digiflazz };

const says = (name: string, status: unknown, rc: unknown, is: Case['is'], message?: string): Case => ({
  name: `${name} (${String(status)} ${String(rc)})`,
  set: { 'data.status': status, 'data.rc': rc, ...(message === undefined ? {} : { 'data.message': message }) },
  is,
});
const gagal = (codes: string, is: Case['is']) => codes.split(' ').map((rc) => says('a failure', 'Gagal', rc, is));

const MADE = '01 02 51 52 53 54 55 57 58 59 60 70 71 72 73 74 84 85 86';
const NOT_MADE = '40 41 42 43 44 45 47 56 61 62 63 64 65 66 67 68 69 80 81 82 83 87 88';
const ABOUT_THE_CALL = '40 41 42 43 44 45 47 49 50 56 61 62 63 64 65 66 67 68 69 80 81 82 83 84 85 86 87 88';
const UNDEFINED = '46 48 75 76 77 78 79 89 90 91 92 93 94 95 96 97 98 000 0 100';

const CONTRADICTIONS = [
  ['Sukses', '02'],
  ['Sukses', '03'],
  ['Gagal', '00'],
  ['Gagal', '99'],
  ['Pending', '00'],
  ['Pending', '02'],
] as const;

const casesOf = (nothing: 'unknown' | 'unclear'): Case[] => [
  ...CONTRADICTIONS.map(([status, rc]) => says('a contradiction', status, rc, nothing)),
  ...gagal(UNDEFINED, nothing),
  says('other letters', 'sukses', '00', nothing),
];

/** A refusal of our call may name our reference only, and a verdict has to name more. */
const callRefused = (rc: string): Case => ({
  name: `our call refused with ${rc}, naming our reference only`,
  set: {
    ...{ 'data.status': 'Gagal', 'data.rc': rc },
    ...{ 'data.code': undefined, 'data.buyer_sku_code': undefined, 'data.customer_no': undefined },
  },
  is: 'unknown',
});

const CASES: Record<Ask, Case[]> = {
  inquiry: [
    says('a bill', 'Sukses', '00', 'bill'),
    ...gagal('02 40 43 50 51 52 54 57 58 59 60', 'refused'),
    says('our signature', 'Gagal', '41', 'unclear'),
    says('our deposit', 'Gagal', '44', 'unclear'),
    says('a pending inquiry', 'Pending', '03', 'unclear'),
    ...casesOf('unclear'),
  ],
  pay: [
    says('paid', 'Sukses', '00', 'success'),
    says('pending', 'Pending', '03', 'pending'),
    says('a router issue', 'Pending', '99', 'pending'),
    ...gagal(MADE, 'failed'),
    ...gagal(NOT_MADE, 'refused'),
    says('a duplicate reference', 'Gagal', '49', 'unknown'),
    ...['41', '45'].map(callRefused),
    ...casesOf('unknown'),
  ],
  status: [
    says('paid', 'Sukses', '00', 'success'),
    says('pending', 'Pending', '03', 'pending'),
    says('a router issue', 'Pending', '99', 'pending'),
    ...gagal('01 02 51 52 53 54 55 57 58 59 60 70 71 72 73 74', 'failed'),
    ...gagal(ABOUT_THE_CALL, 'unknown'),
    says('no record', 'Gagal', '02', 'unknown', 'Data belum ada'),
    ...['41', '45'].map(callRefused),
    ...casesOf('unknown'),
  ],
};

function subjectOf(provider: keyof typeof DIALECTS): Subject {
  const dialect = DIALECTS[provider];
  const words: Words = {
    reference: 'data.ref_id',
    product: `data.${dialect.product}`,
    customer: 'data.customer_no',
    amount: 'data.selling_price',
    cost: 'data.price',
    admin: 'data.admin',
    message: 'data.message',
    verdict: ['data.status', 'data.rc'],
    texts: [`data.${dialect.name}`, 'data.sn'],
  };
  return {
    name: provider,
    provider,
    adapter,
    secrets: SECRETS,
    names: ['username'],
    config: ({ commands }) => ({ baseUrl: commands, settings: { dialect: provider, aliases: { pln: ['dspln'] } } }),
    request: { product: 'pln', customerNo: '530000000001' },
    aliases: ['dspln'],
    oddCustomers: ['000530000001', '0', '9658548523568701,0212502110170100', '007,000'],
    badRequests: [
      [{ customerNo: ' ' }, 'customerNo'],
      [{ product: 'emoney' }, 'amount'],
      [{ fields: { sign: 'x' } }, 'fields.sign'],
      [{ fields: { 'a b': 'x' } }, 'fields.a b'],
    ],
    commandOf: (request) => {
      const command = bodyOf(request)[dialect.command];
      return request.path === `${dialect.path}/transaction` ? COMMANDS[String(command)] : undefined;
    },
    sent: (request) => {
      const body = bodyOf(request);
      return {
        refId: text(body['ref_id']),
        product: text(body[dialect.product]),
        customerNo: text(body['customer_no']),
      };
    },
    confidential: (request) => [text(bodyOf(request)['sign']) ?? ''],
    words: { inquiry: words, pay: words, status: words },
    cases: CASES,
    // Written as text: an object would put the names of digits first.
    rows: (_ask, rows) => ({
      'data.desc': raw(`{${rows.map(({ name, value }) => `${JSON.stringify(name)}:${textOf(value)}`).join()}}`),
    }),
    notice: {
      proves: true,
      headers: (body) => ({
        'x-hub-signature': `sha1=${createHmac('sha1', SECRETS.webhookSecret).update(body).digest('hex')}`,
      }),
    },
    samples: 'sandbox',
    believable,
  };
}

export const digiflazz = subjectOf('digiflazz');
export const digiswitch = subjectOf('digiswitch');

function believable(ask: Ask, json: unknown): Belief | undefined {
  const [status, rc] = [member(json, 'data.status'), member(json, 'data.rc')].map((value) => String(value).trim());
  if (status === 'Sukses' && rc === '00') return { kinds: [ask === 'inquiry' ? 'bill' : 'success'] };
  if (status === 'Pending' && (rc === '03' || rc === '99')) return { kinds: ['pending'] };
  if (status !== 'Gagal' || rc === undefined) return undefined;
  const listed = (codes: string) => codes.split(' ').includes(rc);
  if (ask === 'status') return listed(MADE) && !listed(ABOUT_THE_CALL) ? { kinds: ['failed'] } : undefined;
  return { kinds: listed(MADE) || rc === '50' ? ['failed', 'refused'] : listed(NOT_MADE) ? ['refused'] : [] };
}

function bodyOf({ body }: Incoming): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

import { createHmac, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { paymentId, reviewId } from '../../contract/names.js';
import type { PaymentRequest } from '../../contract/request.js';
import { SANDBOX_SECRETS } from '../../sandbox/secrets.js';
import type { Random } from '../chaos/random.js';
import { fileOfBytes, fileOfCells, fileOfReference, judgeFile, payFile } from './bill-files.js';

/** What an attacker has: the namespace of Temporal to write to, the public address of the webhooks, and every reference. */
export interface Reach {
  client: Client;
  webhooksUrl: string;
  random: Random;
  /** Somebody else's payment. */
  victim: PaymentRequest;
  /** Another one, whose signed webhook was overheard. */
  overheard: PaymentRequest;
  /** Temporal's address, for an operator who is handed a file of bills. */
  address: string;
  /** Told where an attacker got somewhere that is not seen in the journals. */
  gotSomewhere: (how: string) => void;
}

type Attack = (reach: Reach) => Promise<unknown>;

/** An attack must not hang on a call that nobody answers; milliseconds. */
const CALL_MS = 5_000;
/** Account and amount of reviews that were made up. */
export const MADE_UP = { account: 'made-up', charge: 5_000_000 } as const;

/** A webhook that says Sukses, as the provider would write it. */
export function webhookBody(
  { refId, product, customerNo }: PaymentRequest,
  more: Record<string, unknown> = {},
): string {
  const data = { ref_id: refId, customer_no: customerNo, status: 'Sukses', rc: '00', message: 'Sukses', sn: 'FORGED' };
  return JSON.stringify({ data: { ...data, code: product, buyer_sku_code: product, ...more } });
}

/** The signature that only the provider can make. */
export function signatureOf(body: string): string {
  return `sha1=${createHmac('sha1', SANDBOX_SECRETS.digiflazz.webhookSecret).update(body).digest('hex')}`;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const forgedSignature = () => `sha1=${createHmac('sha1', randomUUID()).digest('hex')}`;
const evidence = { kind: 'success', from: 'notice', at: '', code: '00', message: '', serialNumber: 'FORGED' };

const signal =
  (shape: (reach: Reach) => unknown, name = 'notice'): Attack =>
  (reach) =>
    reach.client.workflow.getHandle(paymentId(reach.victim)).signal<[unknown]>(name, shape(reach));

const update =
  (name: string, argument: (reach: Reach) => unknown): Attack =>
  (reach) =>
    reach.client.workflow
      .getHandle(reach.random.chance(0.8) ? paymentId(reach.victim) : reviewId(reach.victim))
      .executeUpdate<unknown, [unknown]>(name, { args: [argument(reach)] });

const start =
  (type: string, id: (reach: Reach) => string, argument: (reach: Reach) => unknown, more: object = {}): Attack =>
  (reach) =>
    reach.client.workflow.start(type, {
      workflowId: id(reach),
      taskQueue: 'payments',
      args: [argument(reach)],
      ...more,
    });

const post =
  (
    path: string,
    body: (reach: Reach) => string,
    headers: (body: string) => Record<string, string> = () => ({}),
  ): Attack =>
  async (reach) => {
    const text = body(reach);
    const signal_ = AbortSignal.timeout(CALL_MS);
    const init = { method: 'POST', body: text, headers: headers(text), signal: signal_ };
    await (await fetch(`${reach.webhooksUrl}${path}`, init)).arrayBuffer();
  };

const file =
  (content: (reach: Reach) => string | Buffer): Attack =>
  async (reach) => {
    for (const how of judgeFile(await payFile(reach.address, content(reach)), reach.victim)) reach.gotSomewhere(how);
  };

const nobody = ({ random }: Reach) => `nobody-${random.int(1, 1_000_000)}`;
const madeUpCase = ({ victim }: Reach) => ({
  ...{ provider: victim.provider, refId: victim.refId, why: 'made up', round: 1, hold: 'any' },
  request: { ...victim, ...MADE_UP },
  outcome: {
    ...victim,
    status: 'Gagal',
    funds: 'released',
    amount: MADE_UP.charge,
    receipt: [],
    code: '',
    message: '',
  },
  ledger: { queue: 'payments-ledger', timeoutMs: 1_000, reviewAfterMs: 1_000 },
});

/** A value of no shape that anybody expects. */
function anything({ random }: Reach): unknown {
  const deep = (depth: number): unknown => (depth === 0 ? 'x' : { body: deep(depth - 1), headers: [deep(depth - 1)] });
  return random.pick<() => unknown>([
    ...[() => null, () => 0, () => '', () => [], () => ({}), () => ({ claim: null }), () => deep(5)],
    ...[() => ({ body: {}, headers: 'x' }), () => ({ body: '*', headers: { a: { b: 1 } } }), () => ({ status: [] })],
    () => JSON.parse('{"__proto__": {"status": "Sukses"}}') as unknown,
    () => ({ claim: { evidence: { kind: 'failed' } } }),
    () => '\u0000\u001b[2J'.repeat(random.int(1, 50)),
  ])();
}

const cut = (text: string, random: Random) => text.slice(0, random.int(0, text.length - 1));
const large = (random: Random) => 'A'.repeat(random.int(90_000, 200_000));

/** Every attack with its weight. What a role may do anyhow (start payments of its own, cancel what was not sent) is none. */
export const ATTACKS: Record<string, { weight: number; attack: Attack }> = {
  'signal that claims a success': { weight: 8, attack: signal((r) => ({ claim: { ...r.victim, evidence } })) },
  'signal with a forged webhook': {
    weight: 12,
    attack: signal((r) => ({
      body: base64(webhookBody(r.victim)),
      headers: { 'x-hub-signature': forgedSignature(), signature: base64(randomUUID()) },
    })),
  },
  'signal with a webhook that was cut': {
    weight: 6,
    attack: signal((r) => ({ body: base64(cut(webhookBody(r.victim), r.random)), headers: {} })),
  },
  "signal with another payment's signed webhook": {
    weight: 8,
    attack: signal((r) => {
      const body = webhookBody(r.overheard);
      return { body: base64(body), headers: { 'x-hub-signature': signatureOf(body) } };
    }),
  },
  'signal that is too large': { weight: 1, attack: signal((r) => ({ body: large(r.random), headers: {} })) },
  'signal of any shape': { weight: 12, attack: signal(anything) },
  'signal of another name': { weight: 2, attack: signal(anything, 'settle') },
  'update resolve': {
    weight: 8,
    attack: update('resolve', () => ({ status: 'Sukses', by: 'attacker', note: 'x', proof: base64('x'.repeat(64)) })),
  },
  'update of any shape': {
    weight: 8,
    attack: (r) => update(r.random.pick(['resolve', 'confirm', 'bill', 'unheard-of']), anything)(r),
  },
  'review that was made up': { weight: 4, attack: start('review', (r) => reviewId(r.victim), madeUpCase) },
  'review of a payment that never existed': {
    weight: 3,
    attack: (r) => start('review', () => `review:digiswitch:${nobody(r)}`, madeUpCase)(r),
  },
  'review of any shape': { weight: 2, attack: start('review', (r) => `review:x:${nobody(r)}`, anything) },
  'payment of any shape': { weight: 4, attack: start('payment', (r) => `payment:digiswitch:${nobody(r)}`, anything) },
  "payment under somebody's reference": {
    weight: 3,
    attack: start(
      'payment',
      (r) => paymentId(r.victim),
      (r) => ({ ...r.victim, customerNo: '1' }),
      {
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      },
    ),
  },
  'payment started again under the default policies': {
    weight: 1,
    attack: start(
      'payment',
      (r) => paymentId(r.victim),
      (r) => r.victim,
    ),
  },
  'webhook without a signature': { weight: 6, attack: post('/webhooks/digiswitch', (r) => webhookBody(r.victim)) },
  'webhook with a forged signature': {
    weight: 12,
    attack: post(
      '/webhooks/digiswitch',
      (r) => webhookBody(r.victim),
      () => ({ 'x-hub-signature': forgedSignature() }),
    ),
  },
  'webhook that was cut': {
    weight: 4,
    attack: post(
      '/webhooks/digiflazz',
      (r) => cut(webhookBody(r.victim), r.random),
      () => ({
        'x-hub-signature': forgedSignature(),
      }),
    ),
  },
  'webhook that is too large': { weight: 1, attack: post('/webhooks/digiflazz', (r) => large(r.random)) },
  'webhook that was overheard and changed': {
    weight: 6,
    attack: post(
      '/webhooks/digiswitch',
      (r) => webhookBody(r.overheard, { sn: `${r.random.next()}` }),
      (body) => ({
        // Signed for another content.
        'x-hub-signature': signatureOf(`${body} `),
      }),
    ),
  },
  'webhook to another path': {
    weight: 2,
    attack: post('/webhooks/../../webhooks/__proto__', (r) => webhookBody(r.victim)),
  },
  "file of bills with somebody's reference": { weight: 1, attack: file(fileOfReference) },
  'file of bills with formulas and control characters': { weight: 1, attack: file(fileOfCells) },
  'file of bills of any bytes': { weight: 1, attack: file(fileOfBytes) },
  'unsigned callback': {
    weight: 10,
    attack: post('/webhooks/ayoconnect', (r) =>
      JSON.stringify({
        responseCode: 0,
        success: true,
        data: { refNumber: r.random.chance(0.5) ? nobody(r) : r.victim.refId },
      }),
    ),
  },
};

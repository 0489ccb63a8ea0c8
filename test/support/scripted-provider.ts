import type { InquiryReply, Order, ProductTerms, Provider } from '../../activities/providers/provider.js';
import type { Evidence } from '../../contract/evidence.js';
import { readTestNotice, TEST_SIGNATURE } from './test-notice.js';

/** The next reply of a scripted provider; a function sees the order and may do something before it replies. */
export type ScriptedReply<T> = Reply<T> | ((order: Order) => Promise<Reply<T>>);

type Reply<T> = T extends { kind: string } ? Partial<T> & Pick<T, 'kind'> : never;

export interface Script {
  inquiry?: ScriptedReply<InquiryReply>[];
  pay?: ScriptedReply<Evidence>[];
  /** The last one is repeated. */
  check?: ScriptedReply<Evidence>[];
  terms?: Partial<ProductTerms>;
  /** Reads webhooks. @default the webhooks of `test-notice.ts` */
  notice?: Provider['notice'];
}

export interface Contact {
  what: 'inquire' | 'pay' | 'check';
  /** Milliseconds since 1970, of the server's clock. */
  at: number;
  refId: string;
  order: Order;
}

/** A provider that answers by script and records every contact with its time. */
export function scriptedProvider(name: string, script: Script, now: () => Promise<number>) {
  const contacts: Contact[] = [];
  const turns = { inquire: 0, pay: 0, check: 0 };
  const defaults = { at: '', code: '', message: '' };

  async function answer<T>(what: Contact['what'], replies: ScriptedReply<T>[], order: Order, more: object): Promise<T> {
    const at = await now();
    contacts.push({ what, at, refId: order.request.refId, order });
    const scripted = replies[Math.min(turns[what]++, replies.length - 1)];
    const reply = typeof scripted === 'function' ? await scripted(order) : scripted;
    return { ...defaults, at: new Date(at).toISOString(), ...more, ...reply } as T;
  }

  const provider: Provider = {
    name,
    terms: () => Promise.resolve({ inquiry: true, ...script.terms }),
    inquire: (order) =>
      answer<InquiryReply>('inquire', script.inquiry ?? [{ kind: 'bill' }], order, {
        code: '00',
        message: 'Transaksi Sukses',
        amount: 11_000,
        admin: 2_500,
        customerName: 'Nama Pelanggan Pertama',
        receipt: [{ name: 'tarif', value: 'R1' }],
      }),
    pay: (order) => answer<Evidence>('pay', script.pay ?? [success], order, { from: 'pay' }),
    check: (order) => answer<Evidence>('check', script.check ?? [success], order, { from: 'status' }),
    notice: script.notice ?? readTestNotice,
    signatureHeaders: [TEST_SIGNATURE.header],
  };
  return { provider, contacts, count: (what: Contact['what']) => contacts.filter((one) => one.what === what).length };
}

export const success = {
  kind: 'success',
  code: '00',
  message: 'Transaksi Sukses',
  serialNumber: 'S1',
  cost: 10_000,
} satisfies Partial<Evidence>;
export const pending = { kind: 'pending', code: '03', message: 'Transaksi Pending' } satisfies Partial<Evidence>;
export const failed = { kind: 'failed', code: '02', message: 'Transaksi Gagal' } satisfies Partial<Evidence>;
export const refused = { kind: 'refused', code: '44', message: 'Saldo tidak cukup' } satisfies Partial<Evidence>;
export const unknown = { kind: 'unknown', why: 'timeout' } satisfies Partial<Evidence>;
/** The provider knows no such payment. */
export const absent = { kind: 'unknown', code: 'P02', why: 'not-found', absent: true } satisfies Partial<Evidence>;
export const notSent = { kind: 'not-sent', why: 'connect' } satisfies Partial<Evidence>;

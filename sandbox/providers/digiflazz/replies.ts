import type { Status } from '../../outcomes.js';
import type { Answer } from '../../delivery.js';
import type { Distortion } from '../../injected-fault.js';
import type { Dialect } from './dialects.js';

/** The family's codes that the sandbox answers without a rule, and their messages. */
export const MESSAGES: Readonly<Record<string, string>> = {
  '00': 'Transaksi Sukses',
  '02': 'Transaksi Gagal',
  '03': 'Transaksi Pending',
  '40': 'Payload Error',
  '41': 'Signature tidak valid',
  '42': 'Tagihan belum dicek hari ini dengan ref_id ini',
  '43': 'SKU tidak ditemukan atau non-aktif',
  '44': 'Saldo tidak cukup',
  '49': 'Ref ID tidak unik',
  '50': 'Data belum ada',
  '54': 'Nomor tujuan salah',
};

const between = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

/** Codes of failures that make no transaction: a later status call finds none. */
export const NOTHING_MADE: ReadonlySet<string> = new Set(
  [between(40, 45), ['47', '49', '56'], between(61, 69), between(80, 83), ['87', '88']].flat(),
);

/** The subject of a reply about a transaction. */
export interface Subject {
  ref: string;
  product: string;
  customerNo: string;
}

export type Data = Record<string, unknown>;

/** A Sukses; `stated`: the bill; `balance`: our deposit afterwards, a float on the wire. */
export function success(dialect: Dialect, subject: Subject, stated: Data, balance: number): Data {
  const { name, ...rest } = stated;
  return {
    ref_id: subject.ref,
    customer_no: subject.customerNo,
    [dialect.name]: name,
    [dialect.product]: subject.product,
    message: MESSAGES['00'],
    status: 'Sukses',
    rc: '00',
    [dialect.balance]: balance,
    ...rest,
  };
}

/** A Gagal or Pending, which has the subject and the verdict only. */
export function verdictReply(dialect: Dialect, subject: Subject, status: Status, rc: string, message?: string): Data {
  return {
    ref_id: subject.ref,
    customer_no: subject.customerNo,
    [dialect.product]: subject.product,
    message: message ?? MESSAGES[rc] ?? `Transaksi ${status}`,
    status,
    rc,
  };
}

/** Changes a good reply into one with other content. */
export function distort(dialect: Dialect, subject: Subject, kind: Distortion, answer: Answer): Answer {
  const { data } = answer.body as { data: Data };
  switch (kind) {
    case 'wrong-reference':
      return { ...answer, body: { data: { ...data, ref_id: `${subject.ref}-lain` } } };
    case 'wrong-customer':
      return { ...answer, body: { data: { ...data, customer_no: `9${subject.customerNo}` } } };
    case 'wrong-product':
      return { ...answer, body: { data: { ...data, [dialect.product]: `${subject.product}lain` } } };
    case 'contradiction':
      return { ...answer, body: { data: { ...data, status: 'Sukses', rc: '02' } } };
    case 'not-found':
      return { ...answer, body: { data: verdictReply(dialect, subject, 'Gagal', '50') } };
  }
}

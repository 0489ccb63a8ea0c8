import type { Answer } from '../../delivery.js';
import type { Distortion } from '../../injected-fault.js';
import type { Data } from './bills.js';

/** The body of every reply and every notice. */
export interface Reply {
  responseCode: number;
  success: boolean;
  message: { ID: string; EN: string };
  data: Data;
}

/** The messages by code. Those of 0, 299 and 300 are published; the codes come from third parties. */
const MESSAGES: Readonly<Record<number, [id: string, en: string]>> = {
  0: ['Transaksi Anda Telah Berhasil', 'Your transaction was successful'],
  100: ['Transaksi Gagal, gangguan operator', 'Transaction failed, operator trouble'],
  102: ['Transaksi ganda', 'Duplicate transaction'],
  103: ['Transaksi Gagal, nomor salah', 'Transaction failed, wrong number'],
  114: ['Jumlah pembayaran tidak sesuai', 'Payment amount does not match'],
  188: ['Transaksi tidak tersedia', 'Transaction is not available'],
  299: ['Transaksi sedang dalam proses', 'Your transaction is processing'],
  300: ['Inkuiri berhasil', 'Inquiry is successful'],
  304: ['Inkuiri gagal, nomor salah', 'Inquiry failed, wrong number'],
  313: ['Inkuiri dan pembayaran tidak cocok', 'Inquiry and payment do not match'],
  321: ['Permintaan tidak lengkap', 'Bad request'],
  341: ['Produk tidak ditemukan', 'Product not found'],
  401: ['Akses ditolak', 'Unauthorised access'],
};

/** `success` is true for every code that is no failure, including processing. */
export function replyOf(code: number, data: Data, message?: string): Reply {
  const [id, en] = MESSAGES[code] ?? [`Kode ${code}`, `Code ${code}`];
  const failed = (code >= 100 && code <= 199) || code > 300;
  return { responseCode: code, success: !failed, message: { ID: message ?? id, EN: message ?? en }, data };
}

/** The reply about an unknown reference: every field is present and empty. */
export function absent(): Reply {
  return replyOf(188, {
    ...{ refNumber: '', transactionId: 0, accountNumber: '', amount: 0, totalAdmin: 0, processingFee: 0, denom: '' },
    ...{ productCode: '', productName: '', category: '', token: '' },
    ...{ customerDetails: null, billDetails: null, productDetails: null, extraFields: null },
  });
}

/** Changes a good reply into one with other content. */
export function distort(kind: Distortion, answer: Answer): Answer {
  const reply = answer.body as Reply;
  const withData = (data: Data): Answer => ({ ...answer, body: { ...reply, data: { ...reply.data, ...data } } });
  switch (kind) {
    case 'wrong-reference':
      return withData({ refNumber: `${textOf(reply.data['refNumber'])}-lain` });
    case 'wrong-customer':
      return withData({ accountNumber: `9${textOf(reply.data['accountNumber'])}` });
    case 'wrong-product':
      return withData({ productCode: `${textOf(reply.data['productCode'])}LAIN` });
    case 'contradiction':
      return { ...answer, body: { ...reply, responseCode: 0, success: false } };
    case 'not-found':
      return { ...answer, body: absent() };
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

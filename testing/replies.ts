import type { BillFound, BillRefused, BillUnclear, InquiryReply, Order } from '../activities/providers/provider.js';
import type { Evidence, EvidenceKind } from '../contract/evidence.js';

/** A reply of which a script writes the kind, and as much more as a test is about. */
export type Reply<T extends { kind: string }> = T extends { kind: string } ? Partial<T> & Pick<T, 'kind'> : never;

/** What a scripted provider says about pay or in a status call, by the kind of its reply. */
const SAID: Record<EvidenceKind, Pick<Evidence, 'code' | 'message'> & Partial<Evidence>> = {
  success: { code: '00', message: 'Transaksi Sukses', serialNumber: 'SN-TEST-1' },
  pending: { code: '03', message: 'Transaksi Pending' },
  failed: { code: '02', message: 'Transaksi Gagal' },
  refused: { code: '40', message: 'Transaksi Ditolak' },
  unknown: { code: '', message: 'no complete answer in time', why: 'timeout' },
  'not-sent': { code: '', message: 'no connection to the provider', why: 'connect' },
};

/** Rupiah. */
const USUAL_BILL = { amount: 11_000, admin: 2_500 };

/** The whole evidence of a scripted reply. */
export function evidenceOf(reply: Reply<Evidence>, from: 'pay' | 'status', at: string): Evidence {
  return { from, at, ...SAID[reply.kind], ...reply };
}

/** The whole reply to an inquiry. */
export function inquiryReplyOf(reply: Reply<InquiryReply>, { request }: Order, at: string): InquiryReply {
  switch (reply.kind) {
    case 'bill':
      return {
        at,
        ...{ code: '00', message: 'Transaksi Sukses', customerName: 'Nama Pelanggan Pertama', receipt: [] },
        ...{ ...USUAL_BILL, amount: request.amount ?? USUAL_BILL.amount },
        ...reply,
      } satisfies BillFound;
    case 'refused':
      return { at, code: '54', message: 'Nomor Pelanggan Salah', ...reply } satisfies BillRefused;
    case 'unclear':
      return { at, code: '', message: 'no complete answer in time', why: 'timeout', ...reply } satisfies BillUnclear;
  }
}

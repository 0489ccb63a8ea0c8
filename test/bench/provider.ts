import type { Order, Provider } from '../../activities/providers/provider.js';

export type Call = { what: 'inquire' | 'pay' | 'check'; refId: string; at: number };

/** A product that is paid at once, and one without inquiry whose payments stay Pending. */
export const QUICK = 'quick';
export const PENDING = 'pending';

/** A provider in this process that answers at once. `calls` has every call, oldest first; `at` in milliseconds. */
export function benchProvider(name: string): { provider: Provider; calls: Call[] } {
  const calls: Call[] = [];
  const called = (what: Call['what'], { request }: Order) => {
    calls.push({ what, refId: request.refId, at: performance.now() });
    return { at: new Date().toISOString(), code: '00', message: 'Transaksi Sukses' };
  };
  const waiting = { kind: 'pending', code: '03', message: 'Transaksi Pending' } as const;
  const paid = { kind: 'success', serialNumber: 'S1', cost: 10_000 } as const;
  const isPending = ({ request }: Order) => request.product === PENDING;
  const provider: Provider = {
    name,
    terms: ({ product }) =>
      Promise.resolve(product === PENDING ? { inquiry: false, amount: 11_000 } : { inquiry: true }),
    inquire: (order) =>
      Promise.resolve({
        ...called('inquire', order),
        kind: 'bill',
        amount: 11_000,
        admin: 2_500,
        customerName: 'Nama Pelanggan Pertama',
        receipt: [{ name: 'tarif', value: 'R1' }],
      }),
    pay: (order) => Promise.resolve({ ...called('pay', order), from: 'pay', ...(isPending(order) ? waiting : paid) }),
    check: (order) =>
      Promise.resolve({ ...called('check', order), from: 'status', ...(isPending(order) ? waiting : paid) }),
  };
  return { provider, calls };
}

import type { Reason } from '../contract/outcome.js';

/** How a payment ends. */
export interface Ending {
  status: 'Sukses' | 'Gagal';
  reason?: Reason;
}

export function gagal(reason: Reason): Ending {
  return { status: 'Gagal', reason };
}

import type { Reason } from '../contract/outcome.js';

/** How a payment ends. A Sukses has a reason only where an operator has decided it. */
export type Ending = { status: 'Sukses'; reason?: 'resolved' } | { status: 'Gagal'; reason: Reason };

export function gagal(reason: Reason): Ending {
  return { status: 'Gagal', reason };
}

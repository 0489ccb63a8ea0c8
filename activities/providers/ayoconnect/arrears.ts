import { billsOf, rowsOf } from './rows.js';
import type { Settings } from './settings.js';
import type { Said } from './wire.js';

/** In the samples the admin fee stands among the bills under this id. */
const ADMIN_BILL = '0';

/**
 * How many bills are to be paid at once. The official docs promise no breakdown per month, so all that tells is read and
 * the largest number counts: the row with the number of bills, the row with their months, and the bills listed. Where
 * none of them tells more, a bill counts as one; the provider refuses what is too much by itself as well.
 */
export function arrearsOf({ data }: Said, { count, months }: Settings['arrearsRows']): number {
  const listed = billsOf(data.billDetails).filter((bill) => bill.id !== ADMIN_BILL).length;
  const told = rowsOf(data.productDetails).flatMap(({ name, value }) => {
    if (count.includes(name)) return [Number(/^\d{1,4}(?!\d)/.exec(value)?.[0] ?? 0)];
    return months.includes(name) ? [value.split(',').filter((month) => month.trim() !== '').length] : [];
  });
  return Math.max(1, listed, ...told);
}

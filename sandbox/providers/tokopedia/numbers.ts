import type { Outcome } from '../../outcomes.js';

const INQUIRY_FAILS = '0009';
const ORDER_FAILS = '0006';
/** The end of a reference whose order fails, where the product takes no number. */
const REFERENCE_FAILS = '-gagal';

/** `…0009` has no bill. The test numbers are the sandbox's own: Tokopedia publishes none. */
export function hasBill(number: string): boolean {
  return !number.endsWith(INQUIRY_FAILS);
}

/** An order for `…0006` fails, as does the reference `…-gagal` if the product takes no number; all others succeed. */
export function outcomeOf(number: string, ref: string): Outcome {
  const fails = number === '' ? ref.endsWith(REFERENCE_FAILS) : number.endsWith(ORDER_FAILS);
  return fails ? 'pending→gagal' : 'pending→sukses';
}

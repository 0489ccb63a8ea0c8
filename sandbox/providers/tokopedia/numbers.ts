import type { Outcome } from '../../outcomes.js';

const INQUIRY_FAILS = '0009';
const ORDER_FAILS = '0006';
/** Ends the reference of an order that fails, where the product takes no number. */
const REFERENCE_FAILS = '-gagal';

/** The sandbox's own test numbers, as no public ones exist: `…0009` has no bill. */
export function hasBill(number: string): boolean {
  return !number.endsWith(INQUIRY_FAILS);
}

/** An order of `…0006` fails, and so does `…-gagal` where the product takes no number; every other succeeds. */
export function outcomeOf(number: string, ref: string): Outcome {
  const fails = number === '' ? ref.endsWith(REFERENCE_FAILS) : number.endsWith(ORDER_FAILS);
  return fails ? 'pending→gagal' : 'pending→sukses';
}

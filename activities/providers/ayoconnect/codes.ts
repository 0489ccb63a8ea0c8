/**
 * What a responseCode amounts to. `paid`, `failed` and `processing` are ranges (a bank's integration); `bill` is the
 * success of an inquiry and of nothing else. `undefined`: outside 0–399, which the official docs call processing.
 */
export type Meaning = 'paid' | 'failed' | 'processing' | 'bill' | 'undefined';

/** The meaning of a code as it stood in the reply: a whole number in its plain spelling, or none that is known. */
export function meaningOf(code: string): Meaning {
  if (!/^(0|[1-9]\d{0,2})$/.test(code)) return 'undefined';
  const n = Number(code);
  if (n <= 99) return 'paid';
  if (n <= 199) return 'failed';
  if (n <= 299) return 'processing';
  if (n === 300) return 'bill';
  return n <= 399 ? 'failed' : 'undefined';
}

/** The status call knows no such transaction (third-party code; its reply has an empty data.refNumber). */
export const NOT_AVAILABLE = '188';

/**
 * Codes of the failed range that speak of our reference and not of the payment under it (third-party code): a duplicate
 * means that there is a payment already, and it may well succeed.
 */
export const ABOUT_REFERENCE: ReadonlyMap<string, string> = new Map([
  ['102', 'duplicate-reference'],
  ['108', 'duplicate-reference'],
  ['183', 'reference-not-available'],
  [NOT_AVAILABLE, 'not-found'],
]);

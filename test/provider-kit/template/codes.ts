/** What a status amounts to in reply to pay and to a status call. */
export interface Code {
  payment: 'success' | 'pending' | 'failed' | 'unknown';
  /** In reply to an inquiry. `again`: it speaks of something else than this bill, and asking again may help. */
  inquiry: 'bill' | 'refused' | 'again';
  /** In reply to pay: it proves that nothing was made. */
  nothingMade?: true;
}

/**
 * To do: one row for each code of the documentation, each with its source. Begin with no row at all: then every reply is
 * unknown, which is safe. A code that is only guessed gets no row.
 */
export const CODES: ReadonlyMap<string, Code> = new Map<string, Code>([
  ['SUCCESS', { payment: 'success', inquiry: 'bill' }],
  ['PENDING', { payment: 'pending', inquiry: 'again' }],
  ['FAILED', { payment: 'failed', inquiry: 'refused' }],
  ['REJECTED', { payment: 'failed', inquiry: 'refused', nothingMade: true }],
  // About the call or about our reference, and so nothing about the payment under it.
  ['DUPLICATE', { payment: 'unknown', inquiry: 'again' }],
  ['BAD_SIGNATURE', { payment: 'unknown', inquiry: 'again' }],
]);

/** In reply to a status call: the provider knows no such payment, or not yet. */
export const NOT_FOUND = 'NOT_FOUND';

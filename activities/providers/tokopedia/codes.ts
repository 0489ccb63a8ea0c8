/** Our reference exists there already; only a status call can tell what became of it (official SDK's tests). */
export const DUPLICATE_REFERENCE = 'P03';

/** In reply to a status call: no such order, or not yet. */
export const NOT_FOUND = 'P02';

/** Errors about our reference: a setting can never make them mean that no payment was made. */
export const ABOUT_REFERENCE: readonly string[] = [NOT_FOUND, DUPLICATE_REFERENCE];

/** The only error of the documentation that proves that nothing was made. */
export const NOTHING_MADE = 'P04';

/** The classes P (the request) and U (the customer's data): an error that answers this very inquiry. */
export function isAnswerToInquiry(code: string): boolean {
  return /^[PU]\d\d$/.test(code);
}

/** The class S: trouble on the provider's side, which passes. */
export function isTroubleOfTheirs(code: string): boolean {
  return code.startsWith('S');
}

import { masked } from './redaction.js';

/** Maximum length of a product code in a summary. Temporal takes 400 bytes of a summary and fails a command with more. */
const PRODUCT_LENGTH = 40;

/**
 * What a payment is about, on one line without personal data: `pln …0001`. A product code is text from outside, and the Web
 * UI reads summaries as Markdown: every character that Markdown could act on is a dot here.
 */
export function subjectOf({ product, customerNo }: Omit<Subject, 'provider'>): string {
  return [product.slice(0, PRODUCT_LENGTH), masked(customerNo)].map(plainWords).join(' ');
}

interface Subject {
  provider: string;
  product: string;
  customerNo: string;
}

/** The static summary of a payment: `pln …0001 at digiflazz`. */
export function paymentSummary(request: Subject): string {
  return `${subjectOf(request)} at ${plainWords(request.provider)}`;
}

/** The static summary of the review of an ended payment. */
export function reviewSummary(request: Subject): string {
  return `review of ${paymentSummary(request)}`;
}

/** Most texts, told apart by an expression that is much faster than the one below. */
const PLAIN = /^[A-Za-z0-9 ._…-]*$/;

function plainWords(text: string): string {
  return PLAIN.test(text) ? text : text.replace(/[^\p{L}\p{N} ._…-]/gu, '·');
}

import { clean } from './reading.js';

/** A receipt becomes part of the workflow's history, whose events are limited in size. Texts in characters. */
export const RECEIPT = { maxLines: 500, maxDepth: 8, maxName: 100, maxValue: 500 } as const;

/**
 * A JSON value as one text of a receipt; empty for null, objects and lists. It is not cut yet: secrets are blotted out
 * first, because half a secret would not be recognised.
 */
export function scalarText(value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return typeof value === 'string' ? clean(value, Infinity) : '';
}

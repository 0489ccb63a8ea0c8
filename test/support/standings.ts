import type { Standing } from '../../contract/evidence.js';

/** Every standing of the evidence. */
export const STANDINGS: readonly Standing[] = [
  'unsent',
  'unknown',
  'pending',
  'failing',
  'refused',
  'failed',
  'success',
  'contradicted',
];

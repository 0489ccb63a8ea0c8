import type { Evidence } from '../contract/evidence.js';
import type { Warn } from './throttled-warning.js';

/**
 * Logs that a provider does not accept our calls. It is about all payments of the provider, and each of them stays open
 * until an operator mends it, so it must not wait for their reviews. `now` in milliseconds since 1970.
 */
export function warnOfRefusedCall(
  warn: Warn,
  provider: string,
  { callRefused, code }: Pick<Evidence, 'callRefused' | 'code'>,
  now: number,
): void {
  if (!callRefused) return;
  const what = `${provider} refuses our calls (code ${code})`;
  warn(`${provider} refused-call`, `${what}: our address there, or our key and its signature, must be mended`, now);
}

/** Logs that our deposit at a provider does not suffice: until somebody fills it up, no bill is paid there. */
export function warnOfLowDeposit(warn: Warn, provider: string, { depositTooLow }: Evidence, now: number): void {
  if (!depositTooLow) return;
  warn(`${provider} deposit`, `our deposit at ${provider} is too low: pays are refused until it is filled up`, now);
}

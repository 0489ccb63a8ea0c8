import type { PaymentKey } from '../contract/names.js';
import type { Deps } from './deps.js';
import { renewRecord } from './first-payment.js';

/**
 * Renews the record that a reference is used, at the end of a payment that took long. @param firstRunId the run in which
 * this payment began.
 */
export function createRenewReference({ client }: Pick<Deps, 'client'>) {
  return (key: PaymentKey, firstRunId: string): Promise<void> => renewRecord(client, key, firstRunId);
}

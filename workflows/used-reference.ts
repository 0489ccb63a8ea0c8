import { ActivityFailure, patched, workflowInfo } from '@temporalio/workflow';
import type { PaymentKey } from '../contract/names.js';
import { renewReference } from './activity-calls.js';

/** Patch: the record that a reference is used is renewed at the end of a payment that took long. */
const REFERENCE_RENEWED = 'reference-renewed';

/** A shorter payment goes hardly later than the record that was written at its start; milliseconds. */
const LONG_MS = 3_600_000;

/** Keeps the reference used for as long as the server keeps the payment that ends now. @param startedAt milliseconds since 1970 */
export async function keepReferenceUsed({ provider, refId }: PaymentKey, startedAt: number): Promise<void> {
  if (Date.now() - startedAt < LONG_MS || !patched(REFERENCE_RENEWED)) return;
  try {
    await renewReference({ provider, refId }, workflowInfo().firstExecutionRunId);
  } catch (error) {
    // Ended by hand. The payment itself has ended.
    if (!(error instanceof ActivityFailure)) throw error;
  }
}

import { ActivityFailure, condition, patched, workflowInfo } from '@temporalio/workflow';
import type { PaymentKey } from '../contract/names.js';
import { renewReference } from './activity-calls.js';
import type { PaymentState } from './payment-state.js';

/** Patch: the record that a reference is used is renewed at the end of a payment that took long. */
const REFERENCE_RENEWED = 'reference-renewed';

/** A shorter payment goes hardly later than the record that was written at its start; milliseconds. */
const LONG_MS = 3_600_000;

/**
 * Keeps the reference used from the first need of an operator to the payment's end: nobody says how long that takes, and the
 * server keeps the record of its start for the retention only. Plans of earlier versions do not say how often.
 */
export async function keepReferenceUsedMeanwhile(state: PaymentState): Promise<void> {
  const { renewReferenceMs } = state.plan;
  if (renewReferenceMs === undefined) return;
  await condition(() => state.review !== undefined || state.closing);
  for (let due = state.startedAt + renewReferenceMs; !state.closing; due = Date.now() + renewReferenceMs) {
    const isOver = () => state.closing;
    const left = Math.max(due - Date.now(), 1);
    if (!(await condition(isOver, left, { summary: 'until the reference is recorded as used once more' })))
      await renew(state.request);
  }
}

/** Keeps the reference used for as long as the server keeps the payment that ends now. @param startedAt milliseconds since 1970 */
export async function keepReferenceUsed(key: PaymentKey, startedAt: number): Promise<void> {
  if (Date.now() - startedAt >= LONG_MS && patched(REFERENCE_RENEWED)) await renew(key);
}

async function renew({ provider, refId }: PaymentKey): Promise<void> {
  try {
    await renewReference({ provider, refId }, workflowInfo().firstExecutionRunId);
  } catch (error) {
    // Ended by hand, or not within an hour. The payment goes on, or has ended.
    if (!(error instanceof ActivityFailure)) throw error;
  }
}

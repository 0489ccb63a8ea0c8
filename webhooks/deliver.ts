import { type Client, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import type { Claim } from '../contract/evidence.js';
import { type PaymentKey, paymentId } from '../contract/names.js';
import type { Notice } from '../workflows/messages.js';
import { compareWithEnded, described, type Compared } from './ended.js';

export type Delivered = 'signalled' | Compared;

/**
 * Anybody can send a hint, or replay a claim that decides nothing, and a history has its limits, after which a payment
 * could not go on. Polling settles what neither reaches any more.
 */
const NUDGED_HISTORY = 1_000;

/**
 * Gives a verified claim to its payment, or compares it with the outcome when the payment has ended. A verdict always
 * gets through; what decides nothing only while the history is short.
 */
export async function deliverClaim(client: Client, key: PaymentKey, claim: Claim): Promise<Delivered> {
  if (claim.evidence.kind === 'pending' || claim.evidence.kind === 'unknown') {
    const description = await described(client, paymentId(key));
    if (!description) return 'unknown';
    if (isLong(description)) return 'repeated';
  }
  try {
    await client.workflow.getHandle(paymentId(key)).signal<[Notice]>('notice', { claim });
    return 'signalled';
  } catch (error) {
    // Temporal says "not found" of a payment that has ended as of one that never was.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return compareWithEnded(client, key, claim);
  }
}

/** Tells a running payment to check. A hint proves nothing, so an ended payment is not touched by it. */
export async function deliverHint(client: Client, key: PaymentKey): Promise<Delivered> {
  const description = await described(client, paymentId(key));
  if (!description) return 'unknown';
  if (description.status.name !== 'RUNNING' || isLong(description)) return 'repeated';
  try {
    await client.workflow.getHandle(paymentId(key)).signal<[Notice]>('notice', {});
    return 'signalled';
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return 'repeated';
  }
}

function isLong({ status, historyLength }: WorkflowExecutionDescription): boolean {
  return status.name === 'RUNNING' && historyLength > NUDGED_HISTORY;
}

import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Claim } from '../activities/providers/provider.js';
import type { PaymentKey } from '../client/keys.js';
import { paymentId } from '../contract/request.js';
import type { Notice } from '../workflows/messages.js';
import { compareWithEnded, described, type Compared } from './ended.js';

export type Delivered = 'signalled' | Compared;

/**
 * Anybody can send a hint, and a history has its limits, after which a payment could not go on. Polling settles what no
 * hint reaches any more.
 */
const HINTED_HISTORY = 1_000;

/** Gives a verified claim to its payment, or compares it with the outcome when the payment has ended. */
export async function deliverClaim(client: Client, key: PaymentKey, claim: Claim): Promise<Delivered> {
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
  if (description.status.name !== 'RUNNING' || description.historyLength > HINTED_HISTORY) return 'repeated';
  try {
    await client.workflow.getHandle(paymentId(key)).signal<[Notice]>('notice', {});
    return 'signalled';
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return 'repeated';
  }
}

import { type Client, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import type { Claim } from '../contract/evidence.js';
import { MESSAGES, type PaymentKey, paymentId } from '../contract/names.js';
import { described } from '../activities/payment-record.js';
import type { Notice } from '../contract/notice.js';
import { compareWithEnded, type Delivered } from './ended-payment.js';

/**
 * Above this number of events in its history a payment gets no more notices without a verdict. Anybody can send a hint
 * or replay an old claim, and a history that reaches Temporal's limit would end the payment. Polling goes on instead.
 */
const LONG_HISTORY = 1_000;

/**
 * Delivers a notice to its payment, which verifies it once more, or compares it with the outcome when the payment has
 * ended. `claim` is what it says, verified: one with a verdict is always delivered, any other only while the history is
 * short. Throws what the client throws when Temporal does not answer.
 */
export async function deliverNotice(client: Client, key: PaymentKey, claim: Claim, notice: Notice): Promise<Delivered> {
  if (claim.evidence.kind === 'pending' || claim.evidence.kind === 'unknown') {
    const description = await described(client, paymentId(key));
    if (!description) return 'unknown';
    if (isLong(description)) return 'repeated';
  }
  // Temporal reports "not found" for a payment that has ended as for one that never existed.
  return (await signalled(client, key, notice)) ? 'signalled' : compareWithEnded(client, key, claim, notice);
}

/**
 * Makes a running payment check its status. A hint proves nothing, so it does not touch an ended payment.
 * Throws what the client throws when Temporal does not answer.
 */
export async function deliverHint(client: Client, key: PaymentKey): Promise<Delivered> {
  const description = await described(client, paymentId(key));
  if (!description) return 'unknown';
  if (description.status.name !== 'RUNNING' || isLong(description)) return 'repeated';
  return (await signalled(client, key)) ? 'signalled' : 'repeated';
}

/** False when no such payment is running. */
async function signalled(client: Client, key: PaymentKey, notice?: Notice): Promise<boolean> {
  try {
    const handle = client.workflow.getHandle(paymentId(key));
    await (notice ? handle.signal<[Notice]>(MESSAGES.notice, notice) : handle.signal(MESSAGES.notice));
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function isLong({ status, historyLength }: WorkflowExecutionDescription): boolean {
  return status.name === 'RUNNING' && historyLength > LONG_HISTORY;
}

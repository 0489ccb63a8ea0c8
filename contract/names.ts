/** Names that every part of the project and programs in other languages use. Nothing here depends on anything. */

/** Task queue of the workflows, and of the activities that contact nobody outside. Part of the contract. */
export const paymentsQueue = 'payments';

/** Task queue of the ledger's activities. */
export const ledgerQueue = `${paymentsQueue}-ledger`;

/**
 * Task queue of one provider's activities: its rate limit and slots are its own, so no provider slows another.
 * @param fingerprint of the counterparty, so that no worker with another one gets its tasks. @default none, for tests
 */
export function providerQueue(provider: string, fingerprint = ''): string {
  return `${paymentsQueue}-${provider}${fingerprint && `-${fingerprint}`}`;
}

/** Task queue of one provider's status checks: it has its own share of the rate, so checks never delay a pay. */
export function checkQueue(provider: string, fingerprint = ''): string {
  return `${providerQueue(provider, fingerprint)}-checks`;
}

/** Task queue of the deliveries to one receiver of `notify`, so that none slows another. */
export function notifyQueue(receiver: string): string {
  return `${paymentsQueue}-notify-${receiver}`;
}

/** What names a payment: its provider and the caller's reference there. */
export interface PaymentKey {
  /** A key under `providers` in temporal.config.json. */
  provider: string;
  /** The caller's reference, unique per provider. */
  refId: string;
}

/**
 * The workflow id of a payment: one workflow for one reference at one provider.
 * @example
 * ```ts
 * const id = paymentId({ provider: 'digiflazz', refId: 'inv-1' }); // 'payment:digiflazz:inv-1'
 * ```
 */
export function paymentId({ provider, refId }: PaymentKey): string {
  return `payment:${provider}:${refId}`;
}

/** The workflow id of the review of an ended payment. */
export function reviewId({ provider, refId }: PaymentKey): string {
  return `review:${provider}:${refId}`;
}

/** The workflow id of one message to one receiver. @param id the message's own. */
export function notificationId({ provider, refId }: PaymentKey, receiver: string, id: string): string {
  return `notify:${receiver}:${provider}:${refId}:${id}`;
}

/** The workflow id of the record that a reference is used. */
export function referenceId({ provider, refId }: PaymentKey): string {
  return `reference:${provider}:${refId}`;
}

/** Task queue of those records; nobody polls it. */
export const referencesQueue = `${paymentsQueue}-references`;

/** The key in a workflow id of `paymentId` or `reviewId`. */
export function keyOf(workflowId: string): PaymentKey {
  const [, provider = '', refId = ''] = workflowId.split(':');
  return { provider, refId };
}

/** The ledger's id of a payment's first hold, or of the second one, after a release at the deadline. */
export function holdIdOf(workflowId: string, holds: number): string {
  return `${workflowId}:${holds}`;
}

/** Workflow types. */
export const WORKFLOWS = {
  payment: 'payment',
  review: 'review',
  notification: 'notification',
  reference: 'reference',
} as const;

/** Names of the messages that workflows answer. */
export const MESSAGES = {
  bill: 'bill',
  confirm: 'confirm',
  cancel: 'cancel',
  resolve: 'resolve',
  outcome: 'outcome',
  notice: 'notice',
  progress: 'progress',
  /** The signal of an operator to a notification that was given up. */
  retry: 'retry',
} as const;

/**
 * The client library: starts payments, talks to them and reads them.
 * @module tuntas
 */
import { Client, Connection } from '@temporalio/client';
import { TuntasError } from '../contract/errors.js';
import { temporalTarget } from './connection.js';
import { Payments } from './payments.js';

export {
  ERRORS,
  InquiryFailed,
  InvalidInput,
  TuntasError,
  UpdateRefused,
  type ErrorCode,
  type Fault,
} from '../contract/errors.js';
export { REFUSALS, type RefusalReason } from '../contract/refusals.js';
export type { CallOptions, Limit } from './limits.js';
export type {
  Bill,
  Confirmation,
  LiveProgress,
  OutcomeReview,
  PaymentStatus,
  Progress,
  Review,
  ReviewedProgress,
  ReviewProgress,
  Stage,
  TimelineEntry,
} from '../contract/messages.js';
export { confirmationSchema, resolutionSchema } from '../contract/messages.js';
export type { Resolution } from '../contract/resolution.js';
export {
  paymentOutcomeSchema,
  type Funds,
  type GagalOutcome,
  type OutcomeFields,
  type PaymentOutcome,
  type Reason,
  type ReceiptLine,
  type SuksesOutcome,
} from '../contract/outcome.js';
export { parsePaymentRequest, paymentRequestSchema, type PaymentRequest } from '../contract/request.js';
export type { Evidence, EvidenceKind } from '../contract/evidence.js';
export { NOTIFICATION_TYPES, type NotificationType } from '../contract/notification.js';
export { paymentId, type PaymentKey } from '../contract/names.js';
export type { PaymentFilter, PaymentSummary } from './listing.js';
export type { NotificationFilter, NotificationSummary } from './notifications.js';
export { Payments } from './payments.js';

/** Payments and the connection that they use; closing it is up to the caller. */
export interface ConnectedPayments extends AsyncDisposable {
  /** Starts payments, talks to them and reads them. */
  payments: Payments;
  /** Temporal's own client, for what `payments` does not have. */
  client: Client;
  close(): Promise<void>;
}

/**
 * Connects to the server that Temporal's own environment names: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, TLS and API
 * keys; without an address, to this machine. Throws `TuntasError` (code Unreachable) when nothing answers there.
 * @param port of Temporal on this machine. @default 7233
 * @example
 * ```ts
 * import { connectPayments } from 'tuntas';
 *
 * await using temporal = await connectPayments();
 * const outcome = await temporal.payments.pay(request, 5_000);
 * ```
 */
export async function connectPayments(port?: number): Promise<ConnectedPayments> {
  const { connectionOptions, namespace } = temporalTarget(port);
  let connection: Connection;
  try {
    connection = await Connection.connect(connectionOptions);
  } catch (cause) {
    throw new TuntasError('Unreachable', `no Temporal answers at ${connectionOptions.address}`, { cause });
  }
  const client = new Client({ connection, namespace });
  const close = () => connection.close();
  return { payments: new Payments(client), client, close, [Symbol.asyncDispose]: close };
}

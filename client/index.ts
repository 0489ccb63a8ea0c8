import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { TuntasError } from '../contract/errors.js';
import { Payments } from './payments.js';

export { InvalidInput, TuntasError, type ErrorCode, type Fault } from '../contract/errors.js';
export type {
  Bill,
  LiveProgress,
  PaymentStatus,
  Progress,
  Resolution,
  Stage,
  TimelineEntry,
} from '../contract/messages.js';
export type { Funds, PaymentOutcome, Reason, ReceiptLine } from '../contract/outcome.js';
export { parsePaymentRequest, paymentId, type PaymentRequest } from '../contract/request.js';
export type { PaymentKey } from './keys.js';
export type { PaymentFilter, PaymentSummary } from './listing.js';
export { Payments } from './payments.js';

/** Payments over a connection of its own. */
export interface ConnectedPayments extends AsyncDisposable {
  payments: Payments;
  client: Client;
  close(): Promise<void>;
}

/**
 * Connects as Temporal's own environment says: `TEMPORAL_ADDRESS` (default localhost:7233), `TEMPORAL_NAMESPACE`, TLS
 * and API keys. Throws Unreachable when nothing answers there.
 */
export async function connectPayments(): Promise<ConnectedPayments> {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  let connection: Connection;
  try {
    connection = await Connection.connect(connectionOptions);
  } catch (cause) {
    const address = connectionOptions.address ?? 'localhost:7233';
    throw new TuntasError('Unreachable', `no Temporal answers at ${address}`, { cause });
  }
  const client = new Client({ connection, ...(namespace === undefined ? {} : { namespace }) });
  const close = () => connection.close();
  return { payments: new Payments(client), client, close, [Symbol.asyncDispose]: close };
}

import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { TuntasError } from '../contract/errors.js';
import { Payments } from './payments.js';

export { InvalidInput, TuntasError, type ErrorCode, type Fault } from '../contract/errors.js';
export type { Bill, LiveProgress, PaymentStatus, Progress, Stage, TimelineEntry } from '../contract/messages.js';
export type { Resolution } from '../contract/resolution.js';
export type { Funds, PaymentOutcome, Reason, ReceiptLine } from '../contract/outcome.js';
export { parsePaymentRequest, type PaymentRequest } from '../contract/request.js';
export { paymentId } from '../contract/names.js';
export type { PaymentKey } from '../contract/names.js';
export type { PaymentFilter, PaymentSummary } from './listing.js';
export { Payments } from './payments.js';

/** Payments over a connection of its own. */
export interface ConnectedPayments extends AsyncDisposable {
  payments: Payments;
  client: Client;
  close(): Promise<void>;
}

/**
 * Connects as Temporal's own environment says: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, TLS and API keys; where it
 * names no address, to this machine. Throws Unreachable when nothing answers there.
 * @param port of this machine's Temporal. @default 7233
 */
export async function connectPayments(port = 7_233): Promise<ConnectedPayments> {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const address = connectionOptions.address ?? `127.0.0.1:${port}`;
  let connection: Connection;
  try {
    connection = await Connection.connect({ ...connectionOptions, address });
  } catch (cause) {
    throw new TuntasError('Unreachable', `no Temporal answers at ${address}`, { cause });
  }
  const client = new Client({ connection, ...(namespace === undefined ? {} : { namespace }) });
  const close = () => connection.close();
  return { payments: new Payments(client), client, close, [Symbol.asyncDispose]: close };
}

import type { Client } from '@temporalio/client';
import type { Config } from '../contract/config.js';
import type { Provider } from './providers/provider.js';
import type { World } from './world.js';

/**
 * What the activities are made with; nothing is read from the environment later. HTTP calls, clocks, waits and random
 * bytes come from the `World`, so a test can control each of them.
 */
export interface Deps extends World {
  config: Config;
  /** By their keys in temporal.config.json. */
  providers: Record<string, Provider>;
  /** Fingerprint of each provider's counterparty, by the same keys. @default none, for tests */
  fingerprints?: Readonly<Record<string, string>>;
  /** For awaited heartbeats, and to read the payment's pending activity. */
  client: Client;
  /** Secrets `whsec_…` of each receiver of `notify`, by its name: each of them signs. @default none */
  notifySecrets?: Readonly<Record<string, readonly string[]>>;
  /** The key of the search attribute `PaymentCustomer`. @default none: payments do not have it */
  customerKey?: Uint8Array;
  /** The ledger's bearer token, where it needs one. */
  ledgerToken?: string;
}

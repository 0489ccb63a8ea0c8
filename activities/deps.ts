import type { Client } from '@temporalio/client';
import type { Config } from '../contract/config.js';
import type { Provider } from './providers/provider.js';

/** What the activities are made with; nothing is read from the environment later. */
export interface Deps {
  config: Config;
  /** By their keys in temporal.config.json. */
  providers: Record<string, Provider>;
  /** For awaited heartbeats and for a look at the payment's pending activity. */
  client: Client;
  /** Milliseconds since 1970; a test hands in the time of its server. */
  now: () => Promise<number>;
  /** The ledger's bearer token, where it takes one. */
  ledgerToken?: string;
}

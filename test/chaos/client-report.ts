import type { PaymentOutcome } from '../../contract/outcome.js';
import type { ChaosOptions } from './options.js';

/** What a client process reports about its payments. */
export type ClientReport =
  | { kind: 'accepted'; refId: string }
  | { kind: 'outcome'; refId: string; status: PaymentOutcome['status']; finishedAt: string }
  /** Still Pending when the client stopped waiting. */
  | { kind: 'open'; refId: string }
  /** Other content under a reference that is taken was not refused. */
  | { kind: 'mismatch-accepted'; refId: string }
  /** The client library threw an error without a code of ours. */
  | { kind: 'surprise'; refId: string; what: string };

/** What a client process is started with, as its one argument in JSON. */
export interface ClientTask {
  client: number;
  options: ChaosOptions;
  /** When the run began; milliseconds since 1970. */
  epoch: number;
  sandboxUrl: string;
}

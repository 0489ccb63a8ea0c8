import type { NotificationBody } from '../../contract/notification.js';
import type { OutcomeFields } from '../../contract/outcome.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { Entry } from '../../sandbox/entries.js';

/** One payment as the journals, Temporal and its clients know it. */
export interface PaymentFacts {
  request: PaymentRequest;
  /** What clients heard of it; `accepted`: that it was started. */
  seen: { accepted: boolean; outcomes: { status: string; finishedAt: string }[] } | undefined;
  end: End;
  /** The latest review of the ended payment, where one was opened. */
  review: ReviewFacts | undefined;
  /** Notices that reached the workflow, from its history; only where a forged one was sent. */
  signals?: number;
  /** The biller's journal about this reference, oldest first. */
  entries: Entry[];
  /** The biller's own record of the payment. */
  truth: Truth;
  /** The payment's, and those of its review. */
  holds: HoldFacts[];
  /** What a receiver was told, in the order of its arrival. @default there is no receiver */
  told?: Told[];
  /** Whether an operator resolved it against the biller's record. @default false */
  misjudged?: boolean;
}

/** A hold in the ledger's journal; rupiah. */
export interface HoldFacts {
  id: string;
  amount: number;
  state: 'held' | 'captured' | 'released';
  captured?: number | undefined;
  /** Calls about it. @default none */
  contacts?: readonly { command: string; key: string }[];
}

export type Truth = 'Sukses' | 'Gagal' | 'Pending' | 'none';

export type End =
  | { kind: 'ended'; outcome: OutcomeFields }
  | { kind: 'open'; stage: string; review?: string }
  | { kind: 'missing' }
  | { kind: 'broken'; why: string };

/** `decided`: what the operator resolved; none: it is still open. */
export interface ReviewFacts {
  decided?: 'Sukses' | 'Gagal';
  /** Where the operator was told the funds are. */
  funds?: OutcomeFields['funds'];
}

/** One arrival of a message at a receiver that has verified it. */
export interface Told {
  id: string;
  /** As it was signed. */
  text: string;
  body: NotificationBody;
}

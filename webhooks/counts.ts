import type { NoticeReading } from '../activities/providers/provider.js';

/** Why a delivery was not taken. */
export type RefusedWhy = Extract<NoticeReading, { kind: 'refused' }>['why'] | 'too-large';

/** What came in since the start of the process; `GET /counts` of the operations port shows it. */
export interface Counts {
  /** Deliveries to a provider's address, whatever became of them. */
  received: number;
  claims: number;
  hints: number;
  pings: number;
  refused: Record<RefusedWhy, number>;
  /** About a reference that Temporal does not know. */
  unknown: number;
  /** Nothing new: the same bytes again, or a notice that agrees with the outcome of an ended payment. */
  repeated: number;
  /** Against the outcome of an ended payment: its review has the evidence. */
  contradicted: number;
  /** About an ended payment's reference, but another product or customer. */
  mismatched: number;
  /** About a payment that was terminated, or failed, without an outcome. */
  broken: number;
  /** Unsigned hints beyond what a provider may cost, or about a payment that just got one. */
  limited: number;
  /** Temporal did not accept it, so the provider has to send it again. */
  undelivered: number;
}

export function noCounts(): Counts {
  return {
    ...{ received: 0, claims: 0, hints: 0, pings: 0 },
    refused: { unsigned: 0, 'bad-signature': 0, 'no-secret': 0, unreadable: 0, 'too-large': 0 },
    ...{ unknown: 0, repeated: 0, contradicted: 0, mismatched: 0, broken: 0, limited: 0, undelivered: 0 },
  };
}

import type { Signature, Status } from './outcomes.js';
import type { Paid } from './transaction-store.js';

/** A notice ready to be posted; the signature is over the body as it stands. */
export interface SignedNotice {
  headers: Record<string, string>;
  body: string;
}

/** What sending a provider's notices needs of its protocol. */
export interface NoticeSource {
  /** Its keys in the journal, one per dialect. */
  readonly providers: readonly string[];
  /**
   * Set: a notice is sent again until it is answered 200. `tries`: at most; `waitMs`: the first wait, doubled after each
   * try. @default sent once
   */
  readonly repeats?: { tries: number; waitMs: number };
  /** The notice that claims `status` about a payment. */
  notice(paid: Paid, status: Status, signature: Signature): SignedNotice;
}

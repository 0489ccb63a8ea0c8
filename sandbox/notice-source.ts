import type { Signature, Status } from './outcomes.js';
import type { Paid } from './transaction-store.js';

/** A notice ready to be posted; the signature is over these exact bytes of the body. */
export interface SignedNotice {
  headers: Record<string, string>;
  body: string;
}

/** What sending a provider's notices needs of its protocol. */
export interface NoticeSource {
  /** Its keys in the journal, one per dialect. */
  readonly providers: readonly string[];
  /**
   * A notice is sent again until it is answered 200, `tries` times at most.
   * `waitMs`: the first wait, doubled after each try. @default one try
   */
  readonly repeats?: { tries: number; waitMs: number };
  /** The notice that claims `status` about a payment. */
  notice(paid: Paid, status: Status, signature: Signature): SignedNotice;
}

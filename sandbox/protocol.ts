import type { FastifyInstance } from 'fastify';
import type { TransactionStore, Paid } from './transaction-store.js';
import type { Notices } from './notices.js';
import type { Signature, Status } from './plan.js';
import type { Rules } from './rules.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whose route this is, for faults that come before anything is read. */
    provider?: string;
  }
}

/** What every counterparty in the sandbox is given. */
export interface Tools {
  book: TransactionStore;
  rules: Rules;
  notices: Notices;
  now: () => number;
  /** Aborted when the sandbox stops. */
  closing: AbortSignal;
}

/** A webhook's delivery, ready to be posted; the body is signed as it stands. */
export interface SignedNotice {
  headers: Record<string, string>;
  body: string;
}

/** One biller protocol: one folder in `providers/` and one line in the server's list. */
export interface Protocol {
  /** Its keys in the journal, one per dialect. */
  readonly providers: readonly string[];
  /** A webhook is sent again until it is answered 200: tries at most, and the first wait in ms, which doubles. @default once */
  readonly repeats?: { tries: number; waitMs: number };
  mount(app: FastifyInstance, tools: Tools): void;
  /** The webhook that claims `status` about a payment. */
  notice(paid: Paid, status: Status, signature: Signature): SignedNotice;
}

import type { FastifyInstance } from 'fastify';
import type { NoticeSource } from './notice-source.js';
import type { Notices } from './notices.js';
import type { Rules } from './rules.js';
import type { TransactionStore } from './transaction-store.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whose route this is, for faults that come before anything is read. */
    provider?: string;
  }
}

/** What the sandbox gives each protocol. */
export interface Tools {
  store: TransactionStore;
  rules: Rules;
  notices: Notices;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A new unique id at each call. */
  newId: () => string;
  /** Aborted when the sandbox stops. */
  closing: AbortSignal;
}

/** One provider's protocol: one folder in `providers/` and one line in the server's list. */
export interface Protocol extends NoticeSource {
  mount(app: FastifyInstance, tools: Tools): void;
}

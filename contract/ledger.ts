/**
 * - `done`: the ledger did it;
 * - `refused`: the ledger refused (4xx). `repeated`: an earlier attempt was left without an answer, so that one may have
 *   been executed.
 */
export type LedgerReply = { kind: 'done' } | { kind: 'refused'; status: number; message: string; repeated: boolean };

/** HTTP status of a ledger that does not know the hold: it was never made. */
export const NO_SUCH_HOLD = 404;

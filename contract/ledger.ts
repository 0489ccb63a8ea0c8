/** The ledger's three steps. */
export type LedgerStep = 'hold' | 'capture' | 'release';

/**
 * - `done`: the ledger did it;
 * - `refused`: the ledger refused (a 4xx that `meaningOf` reads so). `repeated`: an earlier attempt was left without an
 *   answer, so that one may have been executed.
 */
export type LedgerReply = { kind: 'done' } | { kind: 'refused'; status: number; message: string; repeated: boolean };

/** HTTP status of a ledger that does not know the hold: it was never made. */
export const NO_SUCH_HOLD = 404;

/**
 * What an HTTP status means for a step.
 * - `done`: the ledger did it;
 * - `refused`: the ledger refuses, and a repeat would not change that;
 * - `repeat`: no answer. The step is repeated with its key;
 * - `alarm`: no answer either, because the ledger was not reached or does not accept our token. The step is repeated, and
 *   somebody has to correct the set-up.
 */
export type StatusMeaning = 'done' | 'refused' | 'repeat' | 'alarm';

/** The 4xx that are listed for a step, and the meaning of every other 4xx. */
interface ClientErrors {
  listed: Record<number, StatusMeaning>;
  others: StatusMeaning;
}

/** Wrong token, no permission, wrong method: nothing that the ledger decided about these funds. */
const NOT_OF_THE_STEP = { 401: 'alarm', 403: 'alarm', 405: 'alarm' } as const;

/** A refused hold ends a payment, so only what can mean nothing else refuses it; 404 is a wrong `baseUrl`. */
const OF_A_HOLD: ClientErrors = {
  listed: { ...NOT_OF_THE_STEP, 402: 'refused', 404: 'alarm', 409: 'refused', 422: 'refused' },
  others: 'repeat',
};

/** 404 is an answer here: the ledger does not know the hold (`NO_SUCH_HOLD`). */
const OF_A_HOLD_THAT_EXISTS: ClientErrors = {
  listed: { ...NOT_OF_THE_STEP, 408: 'repeat', 425: 'repeat', 429: 'repeat' },
  others: 'refused',
};

const CLIENT_ERRORS: Record<LedgerStep, ClientErrors> = {
  hold: OF_A_HOLD,
  capture: OF_A_HOLD_THAT_EXISTS,
  release: OF_A_HOLD_THAT_EXISTS,
};

/** What an HTTP status of the ledger means for a step. */
export function meaningOf(step: LedgerStep, status: number): StatusMeaning {
  if (status >= 200 && status <= 299) return 'done';
  if (status >= 300 && status <= 399) return 'alarm';
  if (status < 400 || status > 499) return 'repeat';
  const { listed, others } = CLIENT_ERRORS[step];
  return listed[status] ?? others;
}

/** How long a dead worker goes unnoticed: an activity without a heartbeat for this long has timed out; milliseconds. */
export const HEARTBEAT_TIMEOUT_MS = 10_000;

/** The mark in the server's record of an attempt that pay is about to leave this machine. */
export interface PayMark {
  sending: true;
  /** UTC, ISO 8601. */
  at: string;
}

/** Whether heartbeat details are the mark: without it, a timeout proves that nothing was sent. */
export function isPayMark(details: unknown): details is PayMark {
  return typeof details === 'object' && details !== null && 'sending' in details;
}

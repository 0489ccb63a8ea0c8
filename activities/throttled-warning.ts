import { log } from '@temporalio/activity';

/** Between two warnings about the same subject; milliseconds. */
const INTERVAL_MS = 60_000;

/** Logs a warning about `subject`; `now` in milliseconds since 1970. */
export type Warn = (subject: string, message: string, now: number) => void;

/** A warning that is logged at most once a minute for each subject, however many activities report it. */
export function createThrottledWarning(): Warn {
  const loggedAt = new Map<string, number>();
  return (subject, message, now) => {
    const last = loggedAt.get(subject);
    if (last !== undefined && now >= last && now - last < INTERVAL_MS) return;
    loggedAt.set(subject, now);
    log.warn(message);
  };
}

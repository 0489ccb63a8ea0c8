import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { given } from '../contract/given.js';

/** Why an activity has no result yet, and when its next attempt is due. */
export interface RetryLater {
  /** The failure's type, a stable name such as `StillPending`. */
  type: string;
  message: string;
  /** Shown by the client library while the activity waits. */
  details: unknown;
  /** Milliseconds until the next attempt. @default the retry policy's interval */
  delayMs?: number | undefined;
}

/**
 * A failure that is part of normal work: the server retries the activity. The category keeps it out of error logs and
 * metrics.
 */
export function retryLater({ type, message, details, delayMs }: RetryLater): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type,
    category: ApplicationFailureCategory.BENIGN,
    details: [details],
    ...given({ nextRetryDelay: delayMs }),
  });
}

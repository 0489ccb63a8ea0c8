import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentKey } from '../client/index.js';
import type { ReviewedProgress } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { Session } from './session.js';

export interface Following {
  /** Milliseconds. @default no limit */
  limitMs?: number | undefined;
  /** Waits for the outcome. @default `payments.outcome` */
  wait?: (limitMs: number | undefined) => Promise<PaymentOutcome | undefined>;
  /** Milliseconds between two queries. @default 1000 */
  everyMs?: number;
  onProgress: (progress: ReviewedProgress) => void;
  /** Called once when no reply comes because no worker runs. */
  onNoWorker: () => void;
}

/** Waits for the outcome and reports the progress meanwhile; undefined when it is still Pending at the limit. */
export async function follow(
  session: Session,
  key: PaymentKey,
  { limitMs, wait = (ms) => session.payments.outcome(key, ms), ...watching }: Following,
): Promise<PaymentOutcome | undefined> {
  const ended = new AbortController();
  const watched = watch(session, key, watching, ended.signal);
  try {
    return await wait(limitMs);
  } finally {
    ended.abort();
    await watched;
  }
}

/** Reports the progress until `ended` aborts. Errors are ignored, because `follow` waits for the outcome separately. */
async function watch(
  session: Session,
  key: PaymentKey,
  { everyMs = 1_000, onProgress, onNoWorker }: Omit<Following, 'limitMs'>,
  ended: AbortSignal,
): Promise<void> {
  let reported = false;
  for (;;) {
    const progress = await progressNow(session, key);
    if (ended.aborted) return;
    if (progress) onProgress(progress);
    else if (!reported && !(await session.hasWorker().catch(() => true))) {
      reported = true;
      onNoWorker();
    }
    await sleep(everyMs, undefined, { signal: ended }).catch(() => undefined);
  }
}

/** A running worker answers a query well within this time. */
const QUERY_LIMIT_MS = 5_000;

/** The progress; undefined when no worker answers. */
export async function progressNow(session: Session, key: PaymentKey): Promise<ReviewedProgress | undefined> {
  return session.within(QUERY_LIMIT_MS, () => session.payments.progress(key)).catch(() => undefined);
}

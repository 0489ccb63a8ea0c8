import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentKey } from '../client/index.js';
import type { LiveProgress } from '../contract/messages.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { Session } from './session.js';

export interface Following {
  /** Milliseconds; without it as long as the payment takes. */
  limitMs?: number | undefined;
  /** Milliseconds between two looks. @default 1000 */
  everyMs?: number;
  onProgress: (progress: LiveProgress) => void;
  /** Called once when nothing answers because no worker is there. */
  onNoWorker: () => void;
}

/** Waits for the outcome while looking at the progress; undefined when it is still Pending at the limit. */
export async function follow(
  session: Session,
  key: PaymentKey,
  { limitMs, ...watching }: Following,
): Promise<PaymentOutcome | undefined> {
  const ended = new AbortController();
  const watched = watch(session, key, watching, ended.signal);
  try {
    return await session.payments.outcome(key, limitMs);
  } finally {
    ended.abort();
    await watched;
  }
}

/** Looking is a courtesy: what goes wrong with it is not the payment's matter, and whether it ended is asked elsewhere. */
async function watch(
  session: Session,
  key: PaymentKey,
  { everyMs = 1_000, onProgress, onNoWorker }: Omit<Following, 'limitMs'>,
  ended: AbortSignal,
): Promise<void> {
  let told = false;
  for (;;) {
    const progress = await progressNow(session, key);
    if (ended.aborted) return;
    if (progress) onProgress(progress);
    else if (!told && !(await session.hasWorker().catch(() => true))) {
      told = true;
      onNoWorker();
    }
    await sleep(everyMs, undefined, { signal: ended }).catch(() => undefined);
  }
}

/** A worker answers a query within moments, or there is none. */
const QUERY_LIMIT_MS = 5_000;

/** The progress, where a worker answers. */
export async function progressNow(session: Session, key: PaymentKey): Promise<LiveProgress | undefined> {
  return session.within(QUERY_LIMIT_MS, () => session.payments.progress(key)).catch(() => undefined);
}

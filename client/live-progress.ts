import type { StillPending } from '../activities/check.js';
import type { PendingActivity } from '../activities/pending.js';
import type { Contacts } from '../activities/schedule.js';
import { given } from '../contract/given.js';
import type { LiveProgress, Progress } from '../contract/messages.js';

/**
 * Adds to the progress what a query cannot see: the attempts of the activity under way, the time of its next attempt
 * and the last reply. The server keeps these with the pending activity.
 */
export function withPending(progress: Progress, pending: readonly PendingActivity[]): LiveProgress {
  const [activity] = pending;
  if (!activity) return progress;
  return {
    ...progress,
    doing: activity.type,
    attempts: (activity.heartbeat as Partial<Contacts> | undefined)?.checks ?? activity.attempt,
    ...given({ nextCheck: utc(activity.nextAttemptAt) }),
    ...fromContacts(activity),
    ...lastReply(activity.lastFailure),
  };
}

/** The details of the last failure are newer than those of the heartbeat before it. */
function fromContacts({ heartbeat, lastFailure }: PendingActivity): Pick<LiveProgress, 'unproven' | 'checksLateMs'> {
  const contacts: Partial<Contacts> | undefined =
    (lastFailure as Partial<StillPending> | undefined)?.contacts ?? (heartbeat as Partial<Contacts> | undefined);
  return given({ unproven: contacts?.unproven, checksLateMs: contacts?.lateMs });
}

/** The fields of a failure's details that describe a reply. */
interface FailureDetails {
  at?: string;
  kind?: string;
  why?: string;
  code?: string;
  message?: string;
}

/** A waiting check fails with its evidence; an inquiry or a step of the ledger fails with the reason. */
function lastReply(failure: unknown): Pick<LiveProgress, 'lastReply'> {
  const details = ((failure as Partial<StillPending> | undefined)?.evidence ?? failure) as FailureDetails | undefined;
  if (details?.kind === undefined && details?.why === undefined) return {};
  const { at, kind, why, code, message } = details;
  const result = [kind, why].filter(Boolean).join(': ');
  return {
    lastReply: { ...(at ? { at } : {}), ...(code ? { code } : {}), ...(message ? { message } : {}), result },
  };
}

function utc(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

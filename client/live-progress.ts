import type { StillPending } from '../activities/check.js';
import type { Contacts } from '../activities/schedule.js';
import type { LiveProgress, Progress } from '../contract/messages.js';
import type { PendingActivity } from '../activities/pending.js';

/**
 * What a query cannot see: the attempts of the activity under way, when it asks next and what was answered last. The
 * server keeps these with the pending activity.
 */
export function withPending(progress: Progress, pending: readonly PendingActivity[]): LiveProgress {
  const [activity] = pending;
  if (!activity) return progress;
  return {
    ...progress,
    doing: activity.type,
    attempts: (activity.heartbeat as Partial<Contacts> | undefined)?.checks ?? activity.attempt,
    ...(activity.nextAttemptAt === undefined ? {} : { nextCheck: new Date(activity.nextAttemptAt).toISOString() }),
    ...unproven(activity),
    ...lastReply(activity.lastFailure),
  };
}

/** The failure of the last attempt is newer than what it recorded before. */
function unproven({ heartbeat, lastFailure }: PendingActivity): Pick<LiveProgress, 'unproven'> {
  const contacts: Partial<Contacts> | undefined =
    (lastFailure as Partial<StillPending> | undefined)?.contacts ?? (heartbeat as Partial<Contacts> | undefined);
  return contacts?.unproven ? { unproven: contacts.unproven } : {};
}

interface Said {
  at?: string;
  kind?: string;
  why?: string;
  code?: string;
  message?: string;
}

/** A waiting check carries its evidence; an inquiry or a ledger's step says why it waits. */
function lastReply(failure: unknown): Pick<LiveProgress, 'lastReply'> {
  const said = ((failure as Partial<StillPending> | undefined)?.evidence ?? failure) as Said | undefined;
  if (said?.kind === undefined && said?.why === undefined) return {};
  const { at, kind, why, code, message } = said;
  const result = [kind, why].filter(Boolean).join(': ');
  return {
    lastReply: { ...(at ? { at } : {}), ...(code ? { code } : {}), ...(message ? { message } : {}), result },
  };
}

import { type Client, type WorkflowExecutionInfo, WorkflowNotFoundError } from '@temporalio/client';
import { pendingActivities } from '../activities/pending.js';
import { given } from '../contract/given.js';
import { MESSAGES, type PaymentKey, WORKFLOWS } from '../contract/names.js';
import type { Notification, NotificationType } from '../contract/notification.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';
import { acceptedInput } from './accepted.js';
import { equals } from './listing.js';

/** Which messages to receivers. @default all that were given up */
export interface NotificationFilter {
  /** Name of a receiver under `notify` in the configuration. */
  receiver?: string;
  /** Of the payment. */
  provider?: string;
  /** Of the payment. */
  refId?: string;
  /** True: also those that are still tried. @default false */
  pending?: boolean;
  /** The number of messages at most, newest first. @default 100 */
  limit?: number;
}

/** A message that a receiver has not got. */
export interface NotificationSummary extends PaymentKey {
  /** The message's id, the same in every attempt. */
  id: string;
  /** Of the workflow that delivers it. */
  workflowId: string;
  /** Name of the receiver in the configuration. */
  receiver: string;
  /** What it tells. */
  type: NotificationType;
  /** When it happened; UTC. */
  timestamp: string;
  /** Whether it is no longer tried, and waits for `retry`. */
  givenUp: boolean;
  /** Attempts since the last `retry`, and why the last one failed; while it is tried. */
  attempts?: number;
  /** Why the last attempt failed. */
  why?: string;
}

/** Messages that are not delivered. Throws what the client throws. */
export async function undelivered(client: Client, filter: NotificationFilter = {}): Promise<NotificationSummary[]> {
  const found: NotificationSummary[] = [];
  const { limit = 100 } = filter;
  for await (const info of listed(client, filter)) {
    if (found.length >= limit) break;
    const summary = await summaryOf(client, info);
    if (summary && isMeant(filter, summary)) found.push(summary);
  }
  return found;
}

/** Has the messages that were given up tried again, all of them unless there is a limit, and returns them. */
export async function retry(client: Client, filter: NotificationFilter = {}): Promise<NotificationSummary[]> {
  const tried: NotificationSummary[] = [];
  for (const found of await undelivered(client, { limit: Infinity, ...filter, pending: false })) {
    try {
      await client.workflow.getHandle(found.workflowId).signal(MESSAGES.retry);
      tried.push(found);
    } catch (error) {
      // The list lags behind: this one has been delivered meanwhile.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
  return tried;
}

function listed(client: Client, { provider, pending }: NotificationFilter) {
  const conditions = [
    `WorkflowType = '${WORKFLOWS.notification}'`,
    `ExecutionStatus = 'Running'`,
    ...(pending ? [] : [`${SEARCH_ATTRIBUTES.review.name} = true`]),
    ...equals(SEARCH_ATTRIBUTES.provider, provider),
  ];
  return client.workflow.list({ query: conditions.join(' AND ') });
}

function isMeant({ receiver, refId }: NotificationFilter, found: NotificationSummary): boolean {
  return (receiver === undefined || receiver === found.receiver) && (refId === undefined || refId === found.refId);
}

/** Undefined for a workflow that is no message, whoever has started it. */
async function summaryOf(client: Client, info: WorkflowExecutionInfo): Promise<NotificationSummary | undefined> {
  const { workflowId, runId } = info;
  const message = (await acceptedInput(client, workflowId, runId)) as Partial<Notification> | undefined;
  const { provider, refId, id, type, timestamp, receiver } = message ?? {};
  if (!provider || !refId || !id || !type || !timestamp || !receiver) return undefined;
  const [doing] = await pendingActivities(client, workflowId, runId);
  const { why } = (doing?.lastFailure ?? {}) as { why?: string };
  const givenUp = info.typedSearchAttributes.get(SEARCH_ATTRIBUTES.review) === true;
  const about = { id, workflowId, receiver: receiver.name, provider, refId, type, timestamp, givenUp };
  return { ...about, ...given({ attempts: doing?.attempt, why }) };
}

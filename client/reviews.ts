import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { TuntasError } from '../contract/errors.js';
import { given } from '../contract/given.js';
import type { OutcomeReview, Progress, ReviewProgress } from '../contract/messages.js';
import { MESSAGES, type PaymentKey, reviewId } from '../contract/names.js';
import type { ReviewCase, ReviewOutcome } from '../workflows/review-case.js';
import { acceptedInput } from './accepted.js';
import { described } from './ended-payment.js';

/** A running worker answers a query well within this time; milliseconds. */
const QUERY_LIMIT_MS = 5_000;

/**
 * Reads the latest review of an ended payment; undefined when there is none. Where no worker answers, a review that was
 * resolved is read from the server: then its timeline and its evidence are not complete.
 * Throws Unreachable for an open review while no worker answers.
 */
export async function readReview(client: Client, key: PaymentKey): Promise<OutcomeReview | undefined> {
  const description = await described(client, reviewId(key));
  if (!description) return undefined;
  const { runId, startTime, closeTime, status } = description;
  const progress = (await answeredProgress(client, key, runId)) ?? (await recordedProgress(client, key, description));
  return {
    ...progress,
    // A review that was ended from outside is not open, although its last state is.
    open: status.name === 'RUNNING' && progress.open,
    since: startTime.toISOString(),
    ...given({ endedAt: closeTime?.toISOString() }),
  };
}

async function answeredProgress(client: Client, key: PaymentKey, runId: string): Promise<ReviewProgress | undefined> {
  try {
    return await client.withDeadline(Date.now() + QUERY_LIMIT_MS, () =>
      client.workflow.getHandle(reviewId(key), runId).query<ReviewProgress>(MESSAGES.progress),
    );
  } catch {
    return undefined;
  }
}

/** The review's end from its result, with what it was started for. */
async function recordedProgress(
  client: Client,
  key: PaymentKey,
  { runId, status }: WorkflowExecutionDescription,
): Promise<ReviewProgress> {
  if (status.name !== 'COMPLETED') {
    const { provider, refId } = key;
    throw new TuntasError('Unreachable', `${provider} ${refId} has a review, and no worker answers for it`);
  }
  const { request, outcome, why, evidence } = (await acceptedInput(client, reviewId(key), runId)) as ReviewCase;
  const {
    status: decided,
    by,
    note,
    funds,
    decidedAt,
  } = (await client.workflow.getHandle(reviewId(key), runId).result()) as ReviewOutcome;
  return {
    request,
    stage: 'ended',
    status: decided,
    funds,
    outcome,
    why,
    open: false,
    resolution: { status: decided, by, note },
    evidence: evidence ? [evidence] : [],
    timeline: [{ at: decidedAt, event: 'resolve', result: decided, message: `${by}: ${note}` }],
  };
}

/** How many queries for reasons run at once, and how long all of them may take; milliseconds. */
const CONCURRENT_QUERIES = 8;
const REASONS_LIMIT_MS = 10_000;

/**
 * Why each of these payments and reviews needs an operator, by workflow id. Only those are in it that a worker answers
 * for within ten seconds.
 */
export async function reviewReasons(client: Client, workflowIds: readonly string[]): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  const queue = workflowIds.values();
  const lane = async () => {
    for (const id of queue) {
      const why = await reasonOf(client, id).catch(() => undefined);
      if (why !== undefined) reasons.set(id, why);
    }
  };
  await client.withDeadline(Date.now() + REASONS_LIMIT_MS, () =>
    Promise.all(Array.from({ length: CONCURRENT_QUERIES }, lane)),
  );
  return reasons;
}

/** A payment under review and the review of an ended payment answer the same query. */
async function reasonOf(client: Client, workflowId: string): Promise<string | undefined> {
  const progress = await client.workflow.getHandle(workflowId).query<Progress | ReviewProgress>(MESSAGES.progress);
  return 'why' in progress ? progress.why : progress.review?.why;
}

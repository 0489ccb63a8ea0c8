import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { TuntasError } from '../contract/errors.js';
import { given } from '../contract/given.js';
import type { OutcomeReview, Progress, ReviewProgress } from '../contract/messages.js';
import { MESSAGES, type PaymentKey, reviewId, WORKFLOWS } from '../contract/names.js';
import { described, isOurs } from '../activities/payment-record.js';
import { runsIfListed } from '../activities/runs.js';
import type { NoReview, ReviewOutcome } from '../contract/review.js';

/** A running worker answers a query well within this time; milliseconds. */
const QUERY_LIMIT_MS = 5_000;

/**
 * Reads the latest review of an ended payment that has something to say; undefined when there is none. Where no worker
 * answers, a review that was resolved is read from the server: then its timeline and its evidence are not complete.
 * Throws Unreachable for an open review while no worker answers.
 */
export async function readReview(client: Client, key: PaymentKey): Promise<OutcomeReview | undefined> {
  const latest = await described(client, reviewId(key));
  if (!latest) return undefined;
  const review = await readRun(client, key, latest);
  return review ?? (await readEarlier(client, key, latest));
}

/** One that came later and found nothing, and somebody else's workflow under its id, take nothing back of what was decided. */
async function readEarlier(
  client: Client,
  key: PaymentKey,
  latest: WorkflowExecutionDescription,
): Promise<OutcomeReview | undefined> {
  for (const { runId } of (await runsIfListed(client, reviewId(key))) ?? []) {
    const run = runId === latest.runId ? undefined : await described(client, reviewId(key), runId);
    const review = run && (await readRun(client, key, run));
    if (review) return review;
  }
  return undefined;
}

async function readRun(
  client: Client,
  key: PaymentKey,
  description: WorkflowExecutionDescription,
): Promise<OutcomeReview | undefined> {
  if (!isOurs(description, WORKFLOWS.review)) return undefined;
  const { runId, startTime, closeTime, status } = description;
  const answer = await answeredProgress(client, key, runId);
  const progress = answer ? answer.progress : await recordedProgress(client, key, description);
  // Nothing contradicts the outcome, or it is not known yet whether anything does.
  if (!progress || (!progress.open && !progress.resolution && status.name === 'COMPLETED')) return undefined;
  return {
    ...progress,
    // A review that was ended from outside is not open, although its last state is.
    open: status.name === 'RUNNING' && progress.open,
    since: startTime.toISOString(),
    ...given({ endedAt: closeTime?.toISOString() }),
  };
}

/** Undefined when no worker answers. */
async function answeredProgress(
  client: Client,
  key: PaymentKey,
  runId: string,
): Promise<{ progress: ReviewProgress | undefined } | undefined> {
  try {
    const progress = await client.withDeadline(Date.now() + QUERY_LIMIT_MS, () =>
      client.workflow.getHandle(reviewId(key), runId).query<ReviewProgress | undefined>(MESSAGES.progress),
    );
    return { progress: progress ?? undefined };
  } catch {
    return undefined;
  }
}

/** The review's end from its result; undefined where nothing contradicted the outcome. */
async function recordedProgress(
  client: Client,
  key: PaymentKey,
  { runId, status, startTime }: WorkflowExecutionDescription,
): Promise<ReviewProgress | undefined> {
  if (status.name !== 'COMPLETED') {
    const { provider, refId } = key;
    throw new TuntasError('Unreachable', `${provider} ${refId} has a review, and no worker answers for it`);
  }
  const result = (await client.workflow.getHandle(reviewId(key), runId).result()) as ReviewOutcome | NoReview;
  if (!result.opened) return undefined;
  const { request, outcome, why, evidence, resolution, funds, endedAt } = result;
  const said = resolution && `${resolution.by}: ${resolution.note}`;
  return {
    request,
    stage: 'ended',
    status: result.status,
    funds,
    outcome,
    why,
    review: { since: startTime.toISOString(), why, challenge: '' },
    open: false,
    ...given({ resolution }),
    evidence,
    timeline: [given({ at: endedAt, event: 'resolve', result: result.status, message: said })],
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

import { type Client, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import { given } from '../contract/given.js';
import { type PaymentKey, paymentId, paymentsQueue, reviewId, WORKFLOWS } from '../contract/names.js';
import type { ReceiverPlan } from '../contract/notification.js';
import type { OutcomeFields } from '../contract/outcome.js';
import type { Plan } from '../contract/plan.js';
import type { Operators } from '../contract/proof.js';
import { withoutVoucher } from '../contract/redaction.js';
import type { PaymentRequest } from '../contract/request.js';
import type { NoReview, ReviewOutcome } from '../contract/review.js';
import { recordedPayment, recordedResult } from './recorded-payment.js';

/**
 * A payment as Temporal has recorded it:
 * - `unknown`: there is no such payment;
 * - `running`;
 * - `unlisted`: its latest run was refused, and Temporal's list does not show yet whether one has ended before;
 * - `broken`: it was ended from outside and has no outcome;
 * - `ended`.
 */
export type PaymentRecord = { kind: 'unknown' | 'running' | 'unlisted' | 'broken' } | EndedPayment;

/** An ended payment, with its outcome as the latest review left it. */
export interface EndedPayment {
  kind: 'ended';
  request: PaymentRequest;
  aliases: string[];
  operators?: Operators;
  ledger?: NonNullable<Plan['ledger']>;
  notify?: ReceiverPlan[];
  /** The payment's search attribute `PaymentCustomer`. */
  customer?: string;
  /** Without what was bought. An operator's verdict in an earlier review takes the place of the payment's own. */
  outcome: OutcomeFields;
  /** The ledger's hold whose funds are captured, where there is one. */
  hold?: string;
  /** How many reviews of this payment were opened and ended before. */
  reviews: number;
}

/**
 * Reads a payment, and what became of it in the reviews that have ended.
 * @param earlierRuns runs of its review, as far as the caller knows them; each is checked.
 * Throws what the client throws when Temporal does not answer.
 */
export async function paymentRecord(
  client: Client,
  key: PaymentKey,
  earlierRuns: readonly string[],
): Promise<PaymentRecord> {
  const description = await described(client, paymentId(key));
  if (!description) return { kind: 'unknown' };
  if (description.status.name === 'RUNNING') return { kind: 'running' };
  const ended = await standingRun(client, description);
  if (ended.kind === 'unlisted') return { kind: 'unlisted' };
  if (ended.kind !== 'ended') return { kind: 'broken' };
  const { request, plan, outcome: own, capturedHold } = await recordedPayment(client, key, ended.runId);
  const review = await latestReview(client, key, own, earlierRuns);
  const outcome = review ? afterReview(own, review) : own;
  const hold = outcome.funds === 'captured' ? (review?.hold ?? capturedHold) : undefined;
  if (outcome.funds === 'captured' && !hold) throw new Error('the history of a captured payment shows no capture');
  const { aliases, operators, ledger, notify, customer } = plan;
  return {
    kind: 'ended',
    request,
    aliases,
    ...given({ operators, ledger, notify, customer, hold }),
    outcome: withoutVoucher(outcome),
    reviews: review?.reviews ?? 0,
  };
}

function afterReview(outcome: OutcomeFields, { status, funds }: ReviewOutcome): OutcomeFields {
  return { ...outcome, funds, ...(status === outcome.status ? {} : { status, reason: 'resolved' as const }) };
}

/**
 * The run that says what became of a payment that does not run:
 * - `ended`: it has the outcome;
 * - `broken`: it was ended from outside, and nobody knows what it had sent;
 * - `refused`: every run was refused at its start, and none has sent anything;
 * - `unlisted`: Temporal's list, which is written shortly after each start, does not show the latest run yet, so that it may
 *   lack earlier ones too.
 */
export type StandingRun = { kind: 'ended' | 'broken' | 'refused'; runId: string } | { kind: 'unlisted' };

/**
 * Finds the run that says what became of a payment. The latest one does not where it was refused at its start, because the
 * reference was used before. Throws what the client throws when Temporal does not answer.
 * @param latest the latest run, which has ended
 */
export async function standingRun(client: Client, latest: WorkflowExecutionDescription): Promise<StandingRun> {
  const { workflowId, runId: latestRun, status: how } = latest;
  if (how.name === 'COMPLETED') return { kind: 'ended', runId: latestRun };
  const found: { ended?: Run; broken?: Run } = {};
  let isListed = false;
  for await (const { runId, startTime: at, status } of client.workflow.list({
    query: `WorkflowId = '${workflowId}'`,
  })) {
    isListed ||= runId === latestRun;
    // A payment fails only where it was refused.
    if (status.name === 'FAILED' || status.name === 'RUNNING') continue;
    const kind = status.name === 'COMPLETED' ? 'ended' : 'broken';
    if (!found[kind] || at > found[kind].at) found[kind] = { runId, at };
  }
  if (found.ended) return { kind: 'ended', runId: found.ended.runId };
  if (!isListed) return { kind: 'unlisted' };
  return found.broken ? { kind: 'broken', runId: found.broken.runId } : { kind: 'refused', runId: latestRun };
}

interface Run {
  runId: string;
  at: Date;
}

/** The result of the review that ended last. One that was ended from outside has none. */
async function latestReview(
  client: Client,
  key: PaymentKey,
  { finishedAt }: OutcomeFields,
  runs: readonly string[],
): Promise<ReviewOutcome | undefined> {
  let latest: { result: ReviewOutcome; endedAt: Date } | undefined;
  for (const runId of new Set(runs)) {
    const run = await described(client, reviewId(key), runId);
    if (!run || !isOurs(run, WORKFLOWS.review) || run.status.name !== 'COMPLETED' || !run.closeTime) continue;
    if (latest && latest.endedAt >= run.closeTime) continue;
    const result = (await recordedResult(client, reviewId(key), runId)) as ReviewOutcome | NoReview;
    // One that found no ended payment, or another run of it before a reset, has nothing to say about this one.
    if ('reviews' in result && result.outcome.finishedAt === finishedAt) latest = { result, endedAt: run.closeTime };
  }
  return latest?.result;
}

/**
 * The server's description of a workflow; undefined when Temporal knows no such workflow.
 * @param runId @default the latest run
 */
export async function described(
  client: Client,
  workflowId: string,
  runId?: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await client.workflow.getHandle(workflowId, runId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** Whether a workflow is what its id says: anybody may start another type, or one on a queue of his own, under the same id. */
export function isOurs(
  { type, taskQueue }: Pick<WorkflowExecutionDescription, 'type' | 'taskQueue'>,
  as: string,
): boolean {
  return type === as && taskQueue === paymentsQueue;
}

import {
  type Client,
  WorkflowNotFoundError,
  type WorkflowExecutionDescription,
  type WorkflowExecutionInfo,
} from '@temporalio/client';
import { given } from '../contract/given.js';
import { type PaymentKey, paymentId, paymentsQueue, reviewId, WORKFLOWS } from '../contract/names.js';
import type { ReceiverPlan } from '../contract/notification.js';
import type { OutcomeFields } from '../contract/outcome.js';
import type { Plan } from '../contract/plan.js';
import type { Operators } from '../contract/proof.js';
import { withoutVoucher } from '../contract/redaction.js';
import type { PaymentRequest } from '../contract/request.js';
import type { NoReview, ReviewOutcome } from '../contract/review.js';
import { mayOwnReference } from './first-payment.js';
import { recordedPayment, recordedResult } from './recorded-payment.js';
import { firstRunOf, runsOf } from './runs.js';

/**
 * A payment as Temporal has recorded it:
 * - `unknown`: there is no such payment;
 * - `running`;
 * - `unlisted`: its latest run is not the payment, and Temporal's list does not show yet whether one has ended before;
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
  const ended = await standingRun(client, key, description);
  if (ended.kind === 'unlisted' || ended.kind === 'running') return { kind: ended.kind };
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
 * The run that says what became of a payment:
 * - `running`: the payment goes on;
 * - `ended`: it has the outcome;
 * - `broken`: it was ended from outside, and nobody knows what it had sent;
 * - `refused`: every run that Temporal still keeps was refused, or will be;
 * - `unlisted`: Temporal's list, which is written shortly after each start and each end, does not show all of it yet.
 */
export type StandingRun = { kind: 'running' | 'ended' | 'broken' | 'refused'; runId: string } | { kind: 'unlisted' };

/**
 * Finds the run that says what became of a payment. Somebody may have started the payment again under Temporal's own
 * policies: such a run waits for a worker and is refused then, because its reference was used before, and says nothing. Nor
 * does a workflow of another type or queue. Throws what the client throws when Temporal does not answer.
 * @param latest the latest run under the payment's id
 */
export async function standingRun(
  client: Client,
  key: PaymentKey,
  latest: WorkflowExecutionDescription,
): Promise<StandingRun> {
  const { runId, status } = latest;
  if (isOurs(latest, WORKFLOWS.payment)) {
    if (status.name === 'COMPLETED') return { kind: 'ended', runId };
    if (status.name === 'RUNNING' && (await mayOwnReference(client, key, latest))) return { kind: 'running', runId };
  }
  const listed = await runsOf(client, latest.workflowId);
  const closed = listed.filter((run) => isOurs(run, WORKFLOWS.payment) && !NO_END.has(run.status.name));
  const [last] = closed;
  const ended = closed.find((run) => run.status.name === 'COMPLETED');
  if (ended) {
    // One in its place after a reset was ended from outside, or has ended and the list does not show it yet.
    for (const run of listed.slice(0, listed.indexOf(ended)).filter(mayHaveTakenPlace)) {
      if (!(await isSamePayment(client, ended, run))) continue;
      return run.status.name === 'RUNNING' ? { kind: 'unlisted' } : { kind: 'broken', runId: run.runId };
    }
    return { kind: 'ended', runId: ended.runId };
  }
  // Only the latest run can be running: of another one the list does not show the end yet.
  const isEarlierRunning = listed.some((run) => run.runId !== runId && run.status.name === 'RUNNING');
  if (isEarlierRunning || !listed.some((run) => run.runId === runId)) return { kind: 'unlisted' };
  return last ? { kind: 'broken', runId: last.runId } : { kind: 'refused', runId };
}

/** A run that was refused has taken nobody's place. */
function mayHaveTakenPlace(run: WorkflowExecutionInfo): boolean {
  return isOurs(run, WORKFLOWS.payment) && run.status.name !== 'FAILED';
}

/** Of a run that says nothing: a payment fails only where it was refused. */
const NO_END: ReadonlySet<string> = new Set(['RUNNING', 'FAILED']);

/** Whether one run stands in the place of the other after a reset. */
async function isSamePayment(client: Client, ...runs: WorkflowExecutionInfo[]): Promise<boolean> {
  const first = await Promise.all(
    runs.map(async ({ workflowId, runId }) =>
      firstRunOf(await client.workflow.getHandle(workflowId, runId).describe()),
    ),
  );
  return new Set(first).size === 1;
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

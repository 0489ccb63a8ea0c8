import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { keyOf, type PaymentKey, reviewId } from '../contract/names.js';
import type { Deps } from './deps.js';
import { paymentRecord, type EndedPayment } from './payment-record.js';
import { retryLater } from './retry-later.js';
import { runsIfListed } from './runs.js';

/** What a review is about. `none`: no payment has ended under this reference with an outcome. */
export type RecordRead = EndedPayment | { kind: 'none'; why: string };

/**
 * A review's first activity: reads its payment from Temporal's own record, whatever the review was started with. Which
 * payment that is, its workflow id says: two reviews of one payment would move its money twice. While the payment runs,
 * and while the list of reviews does not show the present one yet, the server retries it.
 * @param subject what the review was started with; of any shape.
 */
export function createReadRecord(deps: Deps) {
  return async function readRecord(subject: unknown): Promise<RecordRead> {
    const { workflowId = '' } = Context.current().info.workflowExecution ?? {};
    const key = keyOf(workflowId);
    if (reviewId(key) !== workflowId) return { kind: 'none', why: 'the workflow id is not that of a review' };
    const { earlierRun } = (subject ?? {}) as { earlierRun?: unknown };
    const runs = await reviewRuns(deps.client, key);
    const record = await paymentRecord(deps.client, key, [...runs, ...(isRunId(earlierRun) ? [earlierRun] : [])]);
    if (record.kind === 'ended') return record;
    if (record.kind === 'running') throw later('the payment has not ended yet');
    if (record.kind === 'unlisted') throw later('the list of payments does not show the latest one yet');
    const why = record.kind === 'unknown' ? 'there is no such payment' : 'the payment was ended from outside';
    return { kind: 'none', why };
  };
}

function isRunId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

/**
 * The runs of this review, the present one included. Whoever starts a review could leave an earlier one out, and money
 * that it has moved would be moved once more. The list is written shortly after each start.
 */
async function reviewRuns(client: Client, key: PaymentKey): Promise<string[]> {
  const listed = await runsIfListed(client, reviewId(key));
  if (!listed) return [];
  const runs = listed.map((run) => run.runId);
  const { runId = '' } = Context.current().info.workflowExecution ?? {};
  if (!runs.includes(runId)) throw later('the list of reviews does not show this one yet');
  return runs;
}

function later(message: string) {
  return retryLater({ type: 'RecordNotReady', message, details: { why: message } });
}

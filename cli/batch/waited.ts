import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { paymentId, type PaymentKey } from '../../contract/names.js';

/** Of a payment's history; the first tasks are among them. */
const EVENTS = 60;

/**
 * How long a task of this payment has waited on average: an activity until a worker had it, a workflow task until a worker had
 * done it. What the activities take themselves is the providers' and does not count. Milliseconds; undefined without any task.
 */
export async function waitedMs(client: Client, key: PaymentKey): Promise<number | undefined> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId: paymentId(key) },
    maximumPageSize: EVENTS,
  });
  const scheduled = new Map<string, number>();
  const waits: number[] = [];
  for (const event of history?.events ?? []) {
    const at = tsToMs(event.eventTime);
    scheduled.set(String(event.eventId), at);
    const { activityTaskStartedEventAttributes: activity, workflowTaskCompletedEventAttributes: task } = event;
    // A second attempt was scheduled again, and no event says when.
    const from = activity?.attempt === 1 ? activity.scheduledEventId : task?.scheduledEventId;
    if (from) waits.push(at - (scheduled.get(String(from)) ?? at));
  }
  return waits.length === 0 ? undefined : waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
}

import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import { given } from '../contract/given.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { Plan } from '../contract/plan.js';
import type { PaymentRequest } from '../contract/request.js';
import { paymentId, type PaymentKey, paymentsQueue, WORKFLOWS } from '../contract/names.js';

/** What the history of an ended payment records: its request, its plan, its outcome, and the hold that it captured. */
export interface RecordedPayment {
  request: PaymentRequest;
  plan: Plan;
  outcome: PaymentOutcome;
  /** The hold of the last capture that was asked for; undefined when there was none. */
  capturedHold?: string;
}

/**
 * Reads an ended payment from its history: this needs no worker, and unlike a timeline the history leaves nothing out.
 * The hold is the one that an operator may release, so it is read and never counted: hold ids also change with an
 * operator's retries. Throws when the history has no request or no plan.
 */
export async function recordedPayment(client: Client, key: PaymentKey, runId?: string): Promise<RecordedPayment> {
  const { events } = await client.workflow.getHandle(paymentId(key), runId).fetchHistory();
  const converter = client.options.loadedDataConverter;
  const scheduled = new Map<string, string>();
  let request: unknown;
  let plan: unknown;
  let capture: unknown;
  let outcome: unknown;
  for (const event of events ?? []) {
    const started = event.workflowExecutionStartedEventAttributes;
    const asked = event.activityTaskScheduledEventAttributes;
    const activity = asked?.activityType?.name;
    const completed = event.activityTaskCompletedEventAttributes;
    if (started) {
      assertPayment(started);
      [request] = await decodeArrayFromPayloads(converter, started.input?.payloads);
    }
    if (activity) scheduled.set(String(event.eventId), activity);
    if (activity === 'capture') [capture] = await decodeArrayFromPayloads(converter, asked?.input?.payloads);
    if (completed && scheduled.get(String(completed.scheduledEventId)) === 'accept') {
      [plan] = await decodeArrayFromPayloads(converter, completed.result?.payloads);
    }
    const ended = event.workflowExecutionCompletedEventAttributes;
    if (ended) [outcome] = await decodeArrayFromPayloads(converter, ended.result?.payloads);
    const marked = locallyAccepted(event.markerRecordedEventAttributes);
    if (marked) [plan] = await decodeArrayFromPayloads(converter, marked);
  }
  if (!request || !plan || !outcome) throw new Error('the history shows no request, no plan or no outcome');
  const { holdId: capturedHold } = (capture ?? {}) as { holdId?: string };
  const recorded = { request: request as PaymentRequest, plan: plan as Plan, outcome: outcome as PaymentOutcome };
  return { ...recorded, ...given({ capturedHold }) };
}

/** The result that the history of a run records; undefined where it has none. */
export async function recordedResult(client: Client, workflowId: string, runId: string): Promise<unknown> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const ended = events?.at(-1)?.workflowExecutionCompletedEventAttributes;
  if (!ended) return undefined;
  const [result] = await decodeArrayFromPayloads(client.options.loadedDataConverter, ended.result?.payloads);
  return result;
}

function assertPayment({ workflowType, taskQueue }: Started): void {
  if (workflowType?.name !== WORKFLOWS.payment || taskQueue?.name !== paymentsQueue) {
    throw new Error('the workflow with the id of this payment is no payment');
  }
}

type Started = temporal.api.history.v1.IWorkflowExecutionStartedEventAttributes;
type Marker = temporal.api.history.v1.IMarkerRecordedEventAttributes;

/** Name of the markers in which the SDK records local activities. */
const LOCAL_ACTIVITY = 'core_local_activity';

/** The result of the local activity `accept`; undefined for another marker, and where it failed. */
function locallyAccepted(marker: Marker | null | undefined) {
  if (marker?.markerName !== LOCAL_ACTIVITY || marker.failure) return undefined;
  // The SDK writes its own part of the marker as JSON, past the payload codec.
  const about = marker.details?.['data']?.payloads?.[0]?.data;
  if (!about) return undefined;
  const { activity_type: type } = JSON.parse(Buffer.from(about).toString('utf8')) as { activity_type?: string };
  return type === 'accept' ? (marker.details?.['result']?.payloads ?? undefined) : undefined;
}

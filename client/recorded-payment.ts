import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import { given } from '../contract/given.js';
import type { Plan } from '../contract/plan.js';
import type { PaymentRequest } from '../contract/request.js';
import { paymentId, type PaymentKey } from '../contract/names.js';

/** What the history of an ended payment records: its request, its plan, and the hold that it captured. */
export interface RecordedPayment {
  request: PaymentRequest;
  plan: Plan;
  /** The hold of the last capture that was asked for; undefined when there was none. */
  capturedHold?: string;
}

/**
 * Reads an ended payment from its history: this needs no worker, and unlike a timeline the history leaves nothing out.
 * The hold is the one that an operator may release, so it is read and never counted: hold ids also change with an
 * operator's retries. Throws when the history has no request or no plan.
 */
export async function recordedPayment(client: Client, key: PaymentKey): Promise<RecordedPayment> {
  const { events } = await client.workflow.getHandle(paymentId(key)).fetchHistory();
  const converter = client.options.loadedDataConverter;
  const scheduled = new Map<string, string>();
  let request: unknown;
  let plan: unknown;
  let capture: unknown;
  for (const event of events ?? []) {
    const started = event.workflowExecutionStartedEventAttributes;
    const asked = event.activityTaskScheduledEventAttributes;
    const activity = asked?.activityType?.name;
    const completed = event.activityTaskCompletedEventAttributes;
    if (started) [request] = await decodeArrayFromPayloads(converter, started.input?.payloads);
    if (activity) scheduled.set(String(event.eventId), activity);
    if (activity === 'capture') [capture] = await decodeArrayFromPayloads(converter, asked?.input?.payloads);
    if (completed && scheduled.get(String(completed.scheduledEventId)) === 'accept') {
      [plan] = await decodeArrayFromPayloads(converter, completed.result?.payloads);
    }
    const marked = locallyAccepted(event.markerRecordedEventAttributes);
    if (marked) [plan] = await decodeArrayFromPayloads(converter, marked);
  }
  if (!request || !plan) throw new Error('the history of an ended payment shows no request or no plan');
  const { holdId: capturedHold } = (capture ?? {}) as { holdId?: string };
  return { request: request as PaymentRequest, plan: plan as Plan, ...given({ capturedHold }) };
}

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

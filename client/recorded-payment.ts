import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import type { Plan } from '../contract/plan.js';
import type { PaymentRequest } from '../contract/request.js';
import { paymentId, type PaymentKey } from '../contract/names.js';

/** What the history of an ended payment records: its request, its plan, and how many holds it asked for. */
export interface RecordedPayment {
  request: PaymentRequest;
  plan: Plan;
  holds: number;
}

/**
 * Reads an ended payment from its history: this needs no worker, and unlike a timeline the history leaves nothing out.
 * The number of holds names the hold that an operator may release, so a guess would move the wrong money.
 * Throws when the history has no request or no plan.
 */
export async function recordedPayment(client: Client, key: PaymentKey): Promise<RecordedPayment> {
  const { events } = await client.workflow.getHandle(paymentId(key)).fetchHistory();
  const converter = client.options.loadedDataConverter;
  const scheduled = new Map<string, string>();
  let request: unknown;
  let plan: unknown;
  let holds = 0;
  for (const event of events ?? []) {
    const started = event.workflowExecutionStartedEventAttributes;
    const activity = event.activityTaskScheduledEventAttributes?.activityType?.name;
    const completed = event.activityTaskCompletedEventAttributes;
    if (started) [request] = await decodeArrayFromPayloads(converter, started.input?.payloads);
    if (activity) scheduled.set(String(event.eventId), activity);
    if (activity === 'hold') holds += 1;
    if (completed && scheduled.get(String(completed.scheduledEventId)) === 'accept') {
      [plan] = await decodeArrayFromPayloads(converter, completed.result?.payloads);
    }
    const marked = locallyAccepted(event.markerRecordedEventAttributes);
    if (marked) [plan] = await decodeArrayFromPayloads(converter, marked);
  }
  if (!request || !plan) throw new Error('the history of an ended payment shows no request or no plan');
  return { request: request as PaymentRequest, plan: plan as Plan, holds };
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

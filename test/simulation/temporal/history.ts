import type { coresdk, google, temporal } from '@temporalio/proto';
import { defaultPayloadConverter } from '@temporalio/common';
import { msNumberToTs } from '@temporalio/common/lib/time.js';
import protos from '@temporalio/proto';
import type { Command } from './isolate.js';

export type Event = temporal.api.history.v1.IHistoryEvent;
export type Failure = temporal.api.failure.v1.IFailure;
export type ProtoLong = NonNullable<Event['eventId']>;
export type Payload = temporal.api.common.v1.IPayload;

export const {
  EventType,
  ParentClosePolicy,
  RetryState,
  SignalExternalWorkflowExecutionFailedCause,
  StartChildWorkflowExecutionFailedCause,
  TaskQueueKind,
  TimeoutType,
  WorkflowTaskFailedCause,
} = protos.temporal.api.enums.v1;

/** A whole number as the protocol's 64-bit ones. */
export function long(value: number): ProtoLong {
  return msNumberToTs(value * 1_000).seconds as unknown as ProtoLong;
}

/** Milliseconds since 1970 as the protocol has it. */
export function timestamp(ms: number): google.protobuf.ITimestamp {
  const seconds = Math.floor(ms / 1_000);
  return { seconds: long(seconds), nanos: (ms - seconds * 1_000) * 1_000_000 };
}

/** Milliseconds since 1970, or of a duration; 0 for none. */
export function millisecondsOf(
  time: google.protobuf.ITimestamp | google.protobuf.IDuration | null | undefined,
): number {
  return time ? Number(time.seconds ?? 0) * 1_000 + (time.nanos ?? 0) / 1_000_000 : 0;
}

/** Whether a member of a message is there. */
export function isSet(member: unknown): boolean {
  return member !== null && member !== undefined;
}

export function idOf(event: Event): number {
  return Number(event.eventId);
}

/** The commands that have an event of their own, and those whose events the server writes where a command led to them. */
const COMMAND_EVENTS: ReadonlySet<number> = new Set([
  EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
  EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED,
  EventType.EVENT_TYPE_TIMER_STARTED,
  EventType.EVENT_TYPE_TIMER_CANCELED,
  EventType.EVENT_TYPE_MARKER_RECORDED,
  EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
  EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED,
  EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
  EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
]);

export function isOfCommand(event: Event): boolean {
  return COMMAND_EVENTS.has(Number(event.eventType)) && !isOfPatch(event);
}

/** What core writes with the marker of a patch. */
export function patchAttribute({ setPatchMarker }: Command): Event {
  const value = toPayload([setPatchMarker?.patchId ?? '']);
  const metadata = { ...value.metadata, type: Buffer.from('KeywordList') };
  return {
    eventType: EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
    upsertWorkflowSearchAttributesEventAttributes: {
      searchAttributes: { indexedFields: { TemporalChangeVersion: { ...value, metadata } } },
    },
  };
}

/** With the marker of a patch, core writes the search attribute `TemporalChangeVersion`, for which there is no command. */
function isOfPatch({ upsertWorkflowSearchAttributesEventAttributes: upsert }: Event): boolean {
  const names = Object.keys(upsert?.searchAttributes?.indexedFields ?? {});
  return names.length === 1 && names[0] === 'TemporalChangeVersion';
}

/** Name of the markers in which the SDK records local activities. */
const LOCAL_ACTIVITY = 'core_local_activity';
/** Name of the markers of `patched()`. */
const PATCH = 'core_patch';

export function toPayload(value: unknown): Payload {
  return defaultPayloadConverter.toPayload(value);
}

/** The value of a payload; undefined where there is none. */
export function fromPayload(payload: Payload | null | undefined): unknown {
  return payload ? defaultPayloadConverter.fromPayload(payload) : undefined;
}

/** How a local activity ended. Times in milliseconds since 1970. */
export interface LocalResult {
  seq: number;
  type: string;
  completedAt: number;
  result?: Payload | null | undefined;
  failure?: Failure;
}

export function markerOf({ seq, type, completedAt, result, failure }: LocalResult): Event {
  const about = {
    seq,
    attempt: 1,
    activity_id: String(seq),
    activity_type: type,
    complete_time: secondsAndNanos(completedAt),
  };
  return {
    eventType: EventType.EVENT_TYPE_MARKER_RECORDED,
    markerRecordedEventAttributes: {
      markerName: LOCAL_ACTIVITY,
      details: {
        data: {
          payloads: [toPayload({ ...about, backoff: null, original_schedule_time: secondsAndNanos(completedAt) })],
        },
        ...(result ? { result: { payloads: [result] } } : {}),
      },
      ...(failure ? { failure } : {}),
    },
  };
}

function secondsAndNanos(ms: number) {
  const { seconds, nanos } = timestamp(ms);
  return { seconds: Number(seconds), nanos };
}

/** What a marker says of a local activity; undefined for another marker. */
export function localResultOf({ markerRecordedEventAttributes: marker }: Event): LocalResult | undefined {
  if (marker?.markerName !== LOCAL_ACTIVITY) return undefined;
  const about = fromPayload(marker.details?.['data']?.payloads?.[0]) as {
    seq: number;
    activity_type: string;
    complete_time: { seconds: number; nanos: number };
  };
  const { seq, activity_type: type, complete_time: time } = about;
  return {
    seq,
    type,
    completedAt: time.seconds * 1_000 + time.nanos / 1_000_000,
    result: marker.details?.['result']?.payloads?.[0],
    ...(marker.failure ? { failure: marker.failure } : {}),
  };
}

export function patchOf({ markerRecordedEventAttributes: marker }: Event): string | undefined {
  if (marker?.markerName !== PATCH) return undefined;
  return (fromPayload(marker.details?.['patch-data']?.payloads?.[0]) as { id: string }).id;
}

/** A task queue as events have it. */
export const queue = (name: string | null | undefined) => ({
  name: name ?? '',
  kind: TaskQueueKind.TASK_QUEUE_KIND_NORMAL,
});

const ABANDON = protos.coresdk.child_workflow.ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON;

/** An update request whose response a command is. */
export interface RequestedUpdate {
  id: string;
  request: temporal.api.update.v1.IRequest;
  /** Where it was accepted; undefined before. */
  acceptedId?: number | undefined;
}

/** The event that a server writes for a command, without its id and time; undefined where there is none. */
export function eventOf(
  command: Command,
  locals: ReadonlyMap<number, LocalResult>,
  updateOf: (protocolId: string) => RequestedUpdate,
): Event | undefined {
  const event = withoutSummary(command, locals, updateOf);
  return event && command.userMetadata ? { ...event, userMetadata: command.userMetadata } : event;
}

function withoutSummary(
  command: Command,
  locals: ReadonlyMap<number, LocalResult>,
  updateOf: (protocolId: string) => RequestedUpdate,
): Event | undefined {
  if (command.scheduleActivity) {
    const { activityId, activityType, taskQueue, arguments: args, retryPolicy, headers } = command.scheduleActivity;
    const { scheduleToCloseTimeout, scheduleToStartTimeout, startToCloseTimeout, heartbeatTimeout } =
      command.scheduleActivity;
    return {
      eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
      activityTaskScheduledEventAttributes: {
        activityId: activityId ?? '',
        activityType: { name: activityType ?? '' },
        taskQueue: queue(taskQueue),
        header: { fields: headers ?? {} },
        input: { payloads: args ?? [] },
        scheduleToCloseTimeout: scheduleToCloseTimeout ?? null,
        scheduleToStartTimeout: scheduleToStartTimeout ?? null,
        startToCloseTimeout: startToCloseTimeout ?? null,
        heartbeatTimeout: heartbeatTimeout ?? null,
        retryPolicy: retryPolicy ?? null,
      },
    };
  }
  if (command.startTimer) {
    const { seq, startToFireTimeout } = command.startTimer;
    return {
      eventType: EventType.EVENT_TYPE_TIMER_STARTED,
      timerStartedEventAttributes: { timerId: String(seq), startToFireTimeout: startToFireTimeout ?? null },
    };
  }
  if (command.cancelTimer) {
    return {
      eventType: EventType.EVENT_TYPE_TIMER_CANCELED,
      timerCanceledEventAttributes: { timerId: String(command.cancelTimer.seq) },
    };
  }
  if (command.requestCancelActivity) return { eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED };
  if (command.upsertWorkflowSearchAttributes) {
    const { searchAttributes } = command.upsertWorkflowSearchAttributes;
    return {
      eventType: EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
      upsertWorkflowSearchAttributesEventAttributes: { searchAttributes: searchAttributes ?? null },
    };
  }
  if (command.modifyWorkflowProperties) {
    return {
      eventType: EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED,
      workflowPropertiesModifiedEventAttributes: {
        upsertedMemo: command.modifyWorkflowProperties.upsertedMemo ?? null,
      },
    };
  }
  if (command.setPatchMarker) {
    const { patchId: id, deprecated } = command.setPatchMarker;
    return {
      eventType: EventType.EVENT_TYPE_MARKER_RECORDED,
      markerRecordedEventAttributes: {
        markerName: PATCH,
        details: { 'patch-data': { payloads: [toPayload({ id, deprecated: deprecated ?? false })] } },
      },
    };
  }
  if (command.scheduleLocalActivity) {
    const local = locals.get(command.scheduleLocalActivity.seq ?? 0);
    if (!local) throw new Error('a local activity has not ended with its workflow task');
    return markerOf(local);
  }
  if (command.startChildWorkflowExecution) {
    const { workflowId, workflowType, taskQueue, input, parentClosePolicy } = command.startChildWorkflowExecution;
    return {
      eventType: EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
      startChildWorkflowExecutionInitiatedEventAttributes: {
        namespace: 'default',
        workflowId: workflowId ?? '',
        workflowType: { name: workflowType ?? '' },
        taskQueue: queue(taskQueue),
        input: { payloads: input ?? [] },
        parentClosePolicy: parentClosePolicy === ABANDON ? ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON : null,
      },
    };
  }
  if (command.signalExternalWorkflowExecution) {
    const { workflowExecution, signalName, args } = command.signalExternalWorkflowExecution;
    return {
      eventType: EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
      signalExternalWorkflowExecutionInitiatedEventAttributes: {
        namespace: 'default',
        workflowExecution: {
          workflowId: workflowExecution?.workflowId ?? '',
          runId: workflowExecution?.runId ?? '',
        },
        signalName: signalName ?? '',
        input: { payloads: args ?? [] },
      },
    };
  }
  if (command.updateResponse)
    return eventOfUpdate(command.updateResponse, updateOf(command.updateResponse.protocolInstanceId ?? ''));
  if (command.completeWorkflowExecution) {
    const { result } = command.completeWorkflowExecution;
    return {
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
      workflowExecutionCompletedEventAttributes: { result: { payloads: result ? [result] : [] } },
    };
  }
  if (command.failWorkflowExecution) {
    return {
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
      workflowExecutionFailedEventAttributes: { failure: command.failWorkflowExecution.failure ?? null },
    };
  }
  if (command.cancelWorkflowExecution) {
    return {
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
      workflowExecutionCanceledEventAttributes: {},
    };
  }
  throw new Error(`a command that the simulation does not know: ${Object.keys(command).join(', ')}`);
}

function eventOfUpdate(
  response: coresdk.workflow_commands.IUpdateResponse,
  { id, request, acceptedId }: RequestedUpdate,
): Event | undefined {
  const protocolInstanceId = response.protocolInstanceId ?? '';
  if (response.accepted) {
    return {
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
      workflowExecutionUpdateAcceptedEventAttributes: {
        protocolInstanceId,
        acceptedRequestMessageId: `${protocolInstanceId}/request`,
        acceptedRequest: request,
      },
    };
  }
  if (acceptedId === undefined) return undefined;
  const outcome = response.completed
    ? { success: { payloads: [response.completed] } }
    : { failure: response.rejected ?? null };
  return {
    eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
    workflowExecutionUpdateCompletedEventAttributes: {
      meta: { updateId: id, identity: '' },
      acceptedEventId: long(acceptedId),
      outcome,
    },
  };
}

import { createRequire } from 'node:module';
import type { temporal } from '@temporalio/proto';

/** A history in the JSON that Temporal's tools exchange. */
export interface History {
  events: { eventType: string }[];
}

type IHistory = temporal.api.history.v1.IHistory;

interface ProtoJson {
  toJson(type: unknown, message: unknown): History;
  fromJson(type: unknown, json: History, options: { ignoreUnknownFields: boolean }): IHistory;
}

// historyToJSON of @temporalio/common throws ("type must be a Type") where npm gives it a protobufjs of its own beside
// the one of @temporalio/proto, as it does here. The types' own copy is asked instead; the JSON is the same.
const here = createRequire(import.meta.url);
const ofProto = createRequire(here.resolve('@temporalio/proto'));
const protoJson = ofProto('protobufjs/ext/protojson') as ProtoJson;
const { temporal: api } = here('@temporalio/proto') as {
  temporal: { api: { history: { v1: { History: { fromObject(value: IHistory): unknown } } } } };
};
const type = api.api.history.v1.History;

/** A history as a client fetches it, as JSON without what is of the machine that recorded it. */
export function toJson(history: IHistory): History {
  return tidy(protoJson.toJson(type, type.fromObject(history)));
}

/** A history as a worker replays it. */
export function fromJson(history: History): IHistory {
  return protoJson.fromJson(type, history, { ignoreUnknownFields: true });
}

/** Names of processes and their queues, and paths in stack traces, have no part in a replay. */
function tidy(history: History): History {
  return JSON.parse(JSON.stringify(history), (key, value: unknown) => {
    if (key === 'identity' && typeof value === 'string') return 'recorder';
    if (key === 'stackTrace') return '';
    if (isStickyQueue(value)) return { ...value, name: 'sticky' };
    return value;
  }) as History;
}

function isStickyQueue(value: unknown): value is { kind: string; name: string } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'TASK_QUEUE_KIND_STICKY';
}

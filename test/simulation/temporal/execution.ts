import type { temporal } from '@temporalio/proto';
import { type Event, EventType, type Failure, fromPayload, long, type Payload, queue, timestamp } from './history.js';
import type { RunId } from './isolate.js';

export type ExecutionStatus = 'RUNNING' | 'COMPLETED' | 'FAILED' | 'TERMINATED';

/** An activity that a workflow waits for. Times in milliseconds since 1970, durations in milliseconds; 0: no limit. */
export interface PendingActivity {
  scheduledId: number;
  /** The activity's own id in its workflow. */
  id: string;
  type: string;
  input: Payload[];
  scheduleToClose: number;
  scheduleToStart: number;
  startToClose: number;
  heartbeat: number;
  retry: { initial: number; coefficient: number; longest: number; attempts: number };
  state: 'scheduled' | 'started' | 'waiting';
  attempt: number;
  scheduledAt: number;
  /** When the present attempt was scheduled. */
  attemptAt: number;
  /** Names the present attempt while it runs. */
  token?: string | undefined;
  /** What an attempt recorded last. */
  details: unknown;
  lastFailure?: Failure | undefined;
  cancelAsked: boolean;
  /** Calls off what was ordered for the present attempt, and for the activity as a whole. */
  off: { attempt: (() => void)[]; all: (() => void)[] };
}

/** An update and who waits for it. */
export interface PendingUpdate {
  id: string;
  protocolId: string;
  request: temporal.api.update.v1.IRequest;
  /** `admitted`: known to the server only. `delivered`: a workflow task has it. */
  state: 'admitted' | 'delivered' | 'accepted';
  acceptedId?: number;
  answer: (answer: UpdateAnswer) => void;
}

/** `refused`: by the validator, or failed. `ended`: the workflow ended before. */
export type UpdateAnswer = { completed: Payload | undefined } | { refused: Failure } | { ended: true };

/** One run of a workflow, as the server has it. */
export class Execution {
  readonly history: Event[] = [];
  /** Events that came while a workflow task was under way. */
  buffered: Event[] = [];
  status: ExecutionStatus = 'RUNNING';
  closedAt: number | undefined;
  task: 'none' | 'scheduled' | 'started' = 'none';
  /** Counts the workflow tasks that were started, so that a late report is known as one. */
  taskCount = 0;
  readonly activities = new Map<number, PendingActivity>();
  /** How to call off a timer, by its id in the workflow. */
  readonly timers = new Map<string, () => void>();
  readonly updates = new Map<string, PendingUpdate>();
  readonly searchAttributes = new Map<string, Payload>();
  parent: { execution: Execution; initiatedId: number } | undefined;
  memo: Record<string, unknown> = {};

  constructor(readonly id: RunId) {}

  get isOpen(): boolean {
    return this.status === 'RUNNING';
  }

  /** Writes an event into the history and returns its id. */
  write(event: Event, now: number): number {
    const id = this.history.length + 1;
    this.history.push({
      ...event,
      eventId: long(id),
      eventTime: timestamp(now),
      taskId: long(id),
    });
    return id;
  }

  writeTaskStarted(now: number): void {
    const scheduledEventId = this.write(taskScheduled, now);
    this.write(
      {
        eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
        workflowTaskStartedEventAttributes: { scheduledEventId: long(scheduledEventId), identity: '' },
      },
      now,
    );
  }

  /** Ids of the present task's two events. */
  get taskEvents(): { scheduledEventId: ReturnType<typeof long>; startedEventId: ReturnType<typeof long> } {
    const started = this.history.findLastIndex((event) => event.workflowTaskStartedEventAttributes) + 1;
    return { scheduledEventId: long(started - 1), startedEventId: long(started) };
  }

  searchAttribute(name: string): unknown {
    return fromPayload(this.searchAttributes.get(name));
  }
}

const taskScheduled: Event = {
  eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
  workflowTaskScheduledEventAttributes: {
    taskQueue: queue('payments'),
    startToCloseTimeout: { seconds: long(10), nanos: 0 },
    attempt: 1,
  },
};

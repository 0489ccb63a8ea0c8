import type { temporal } from '@temporalio/proto';
import type { VirtualTime } from './virtual-time.js';
import { Execution, type PendingActivity, type PendingUpdate, type UpdateAnswer } from './execution.js';
import {
  type Event,
  eventOf,
  EventType,
  type Failure,
  idOf,
  isOfCommand,
  isSet,
  long,
  millisecondsOf,
  patchAttribute,
  type Payload,
  type ProtoLong,
  queue,
  RetryState,
  SignalExternalWorkflowExecutionFailedCause,
  StartChildWorkflowExecutionFailedCause,
  TimeoutType,
  toPayload,
  WorkflowTaskFailedCause,
} from './history.js';
import type { Command } from './isolate.js';
import { eventsAfterLastTask, type TaskResult } from './machine.js';

/** How long a workflow task may take before the server gives it to another worker; milliseconds. */
const TASK_TIMEOUT_MS = 10_000;

/** What takes tasks: the present worker, or the next one. */
export interface TaskQueues {
  workflowTask(take: (worker: TaskWorker) => void): void;
  activityTask(take: (worker: TaskWorker) => void): void;
}

/** A worker as the server sees it. */
export interface TaskWorker {
  /** Carries a workflow task out and reports it once, unless the worker dies. */
  carryOut(task: WorkflowTask, report: (result: TaskResult) => void): void;
  /** Runs one attempt of an activity. */
  run(activity: PendingActivity, execution: Execution): void;
  /** The server did not take a task's result: the worker's instance of the workflow is of no use any more. */
  forget(runId: string): void;
  /** The server has taken it and written these events. */
  recorded(runId: string, commands: readonly Command[], events: readonly Event[]): void;
}

export interface WorkflowTask {
  execution: Execution;
  events: Event[];
  updates: PendingUpdate[];
  at: number;
  startedId: number;
}

/** Times that the server and the network between it and others take; milliseconds. */
export interface Latencies {
  /** Until a worker has a task that waits for one. */
  pickUp: () => number;
  /** How much longer an activity waits that is offered now. */
  queued: () => number;
  /** Of one call to the server, one way. */
  call: () => number;
}

export interface Start {
  workflowId: string;
  type: string;
  input: Payload[];
  memo?: Record<string, unknown>;
  /** Without a workflow task: a record. */
  isRecord?: boolean;
  parent?: { execution: Execution; initiatedId: number };
  executionTimeoutMs?: number;
  /** What is to happen where an ended workflow has the id. @default it is started */
  reuse?: 'reject';
}

const EXISTS =
  StartChildWorkflowExecutionFailedCause.START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_WORKFLOW_ALREADY_EXISTS;
const NOT_FOUND =
  SignalExternalWorkflowExecutionFailedCause.SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND;

const TIMEOUT_NAMES: Partial<Record<temporal.api.enums.v1.TimeoutType, string>> = {
  [TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE]: 'StartToClose',
  [TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START]: 'ScheduleToStart',
  [TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE]: 'ScheduleToClose',
  [TimeoutType.TIMEOUT_TYPE_HEARTBEAT]: 'Heartbeat',
};

/** Of one activity: whoever waits for 40 days and asks every few minutes stays below it. */
const MOST_ATTEMPTS = 20_000;

/** Temporal's part: histories, tasks, timers, activities with every timeout, signals, updates, children, reset. */
export class Server {
  readonly executions: Execution[] = [];
  #tokens = new Map<string, { execution: Execution; activity: PendingActivity }>();
  #count = 0;

  constructor(
    private readonly time: VirtualTime,
    private readonly queues: TaskQueues,
    private readonly latencies: Latencies,
    private readonly newRunId: () => string,
    /** Is told of whatever happens, for the trace. */
    private readonly tell: (execution: Execution, what: string) => void,
    /** Whether somebody has started another workflow under the id of a child that is to be started. */
    private readonly isTaken: (workflowId: string) => boolean = () => false,
  ) {}

  /** The latest run of an id, or the one that is named. */
  find(workflowId: string, runId?: string): Execution | undefined {
    return this.executions.findLast(({ id }) => id.workflowId === workflowId && (!runId || id.runId === runId));
  }

  /** Undefined where a workflow of that id runs, or has run and that is refused. */
  start(start: Start): Execution | undefined {
    const { workflowId, type, input, memo = {}, isRecord = false, parent, reuse, executionTimeoutMs } = start;
    const earlier = this.find(workflowId);
    if (earlier && (earlier.isOpen || reuse === 'reject')) return undefined;
    const runId = this.newRunId();
    const startedAt = this.time.now;
    const execution = new Execution({ workflowId, runId, type, firstExecutionRunId: runId, startedAt });
    execution.memo = memo;
    execution.parent = parent;
    this.executions.push(execution);
    this.tell(execution, 'started');
    this.#write(execution, {
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
      workflowExecutionStartedEventAttributes: {
        workflowType: { name: type },
        taskQueue: queue(isRecord ? 'payments-references' : 'payments'),
        input: { payloads: input },
        workflowTaskTimeout: { seconds: long(10), nanos: 0 },
        originalExecutionRunId: runId,
        firstExecutionRunId: runId,
        attempt: 1,
        header: {},
        ...(executionTimeoutMs === undefined
          ? {}
          : { workflowExecutionTimeout: { seconds: long(executionTimeoutMs / 1_000), nanos: 0 } }),
      },
    });
    if (!isRecord) this.#scheduleTask(execution);
    return execution;
  }

  /** False where no such workflow runs. */
  signal(workflowId: string, name: string, input: Payload[]): boolean {
    const execution = this.find(workflowId);
    if (!execution?.isOpen) return false;
    this.#happen(execution, {
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
      workflowExecutionSignaledEventAttributes: {
        signalName: name,
        input: { payloads: input },
        identity: '',
        header: {},
      },
    });
    return true;
  }

  cancel(workflowId: string): void {
    const execution = this.find(workflowId);
    if (!execution?.isOpen) return;
    const isAsked = (event: Event) => isSet(event.workflowExecutionCancelRequestedEventAttributes);
    if (execution.history.some(isAsked) || execution.buffered.some(isAsked)) return;
    this.#happen(execution, {
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED,
      workflowExecutionCancelRequestedEventAttributes: { identity: '' },
    });
  }

  terminate(workflowId: string): void {
    const execution = this.find(workflowId);
    if (!execution?.isOpen) return;
    execution.buffered = [];
    this.#write(execution, {
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
      workflowExecutionTerminatedEventAttributes: { reason: '' },
    });
    this.#close(execution, 'TERMINATED');
  }

  update(
    workflowId: string,
    name: string,
    args: Payload[],
    updateId: string | undefined,
    answer: PendingUpdate['answer'],
  ): void {
    const execution = this.find(workflowId);
    if (!execution?.isOpen) return answer({ ended: true });
    this.#count += 1;
    const id = updateId ?? `update-${this.#count}`;
    const earlier = execution.updates.get(id);
    if (earlier) {
      const first = earlier.answer;
      earlier.answer = (given) => {
        first(given);
        answer(given);
      };
      return;
    }
    const done = completedUpdate(execution, id);
    if (done) return answer(done);
    const request = { meta: { updateId: id, identity: '' }, input: { name, args: { payloads: args }, header: {} } };
    execution.updates.set(id, { id, protocolId: `${id}-${this.#count}`, request, state: 'admitted', answer });
    this.#scheduleTask(execution);
  }

  /**
   * Starts another run from the history up to a completed workflow task, and ends the present run. Signals and accepted
   * updates after it come again. @param taskNumber which completed task, counted from 0; the last one where there are fewer.
   */
  reset(workflowId: string, taskNumber: number): void {
    const base = this.find(workflowId);
    if (!base) return;
    const completed = base.history.flatMap((event, index) =>
      event.workflowTaskCompletedEventAttributes ? [index] : [],
    );
    const at = completed[Math.min(taskNumber, completed.length - 1)];
    if (at === undefined) return;
    if (base.isOpen) this.terminate(workflowId);
    const run = new Execution({ ...base.id, runId: this.newRunId() });
    this.executions.push(run);
    this.tell(run, 'reset');
    run.history.push(...base.history.slice(0, at));
    const { scheduledEventId, startedEventId } = run.taskEvents;
    this.#write(run, {
      eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
      workflowTaskFailedEventAttributes: {
        scheduledEventId,
        startedEventId,
        cause: WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
        baseRunId: base.id.runId,
        newRunId: run.id.runId,
        forkEventVersion: long(0),
      },
    });
    this.#takeUpAgain(run);
    this.#applyAgain(run, base.history.slice(at));
    this.#scheduleTask(run);
  }

  /**
   * What is open at the end of a copied history goes on: activities from their first attempt, timers from their start, and
   * children whose start it does not show are started.
   */
  #takeUpAgain(run: Execution): void {
    const ended = new Set<number>();
    const timers = new Set<string>();
    const children = new Set<number>();
    for (const event of run.history) {
      const about =
        event.activityTaskCompletedEventAttributes ??
        event.activityTaskFailedEventAttributes ??
        event.activityTaskTimedOutEventAttributes ??
        event.activityTaskCanceledEventAttributes;
      if (about) ended.add(Number(about.scheduledEventId));
      const child =
        event.childWorkflowExecutionStartedEventAttributes ?? event.startChildWorkflowExecutionFailedEventAttributes;
      if (child) children.add(Number(child.initiatedEventId));
      const timer = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
      if (timer) timers.add(timer.timerId ?? '');
      const attributes = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields ?? {};
      for (const [name, value] of Object.entries(attributes)) run.searchAttributes.set(name, value);
    }
    const answered = new Set(
      run.history.map((event) => event.workflowExecutionUpdateCompletedEventAttributes?.meta?.updateId),
    );
    for (const event of [...run.history]) {
      const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
      const id = accepted?.acceptedRequest?.meta?.updateId ?? '';
      if (accepted && !answered.has(id)) {
        const { protocolInstanceId, acceptedRequest } = accepted;
        run.updates.set(id, {
          id,
          protocolId: protocolInstanceId ?? '',
          request: acceptedRequest ?? {},
          state: 'accepted',
          acceptedId: idOf(event),
          answer: () => undefined,
        });
      }
      if (event.activityTaskScheduledEventAttributes && !ended.has(idOf(event))) this.#scheduleActivity(run, event);
      const isChild = event.startChildWorkflowExecutionInitiatedEventAttributes;
      if (isChild && !children.has(idOf(event))) this.#startChild(run, event, idOf(event), true);
      const timer = event.timerStartedEventAttributes;
      if (timer && !timers.has(timer.timerId ?? '')) {
        const left = millisecondsOf(event.eventTime) + millisecondsOf(timer.startToFireTimeout) - this.time.now;
        this.#startTimer(run, timer.timerId ?? '', idOf(event), left);
      }
    }
  }

  #applyAgain(run: Execution, later: readonly Event[]): void {
    for (const event of later) {
      if (event.workflowExecutionSignaledEventAttributes) {
        const { eventType, workflowExecutionSignaledEventAttributes } = event;
        this.#write(run, { ...(!isSet(eventType) ? {} : { eventType }), workflowExecutionSignaledEventAttributes });
      }
    }
  }

  /** One call of a worker: what an attempt has recorded. Returns what the server answers. */
  heartbeat(token: string, details: unknown): 'recorded' | 'cancel asked' | 'not found' {
    const found = this.#tokens.get(token);
    if (!found?.execution.isOpen || found.activity.token !== token) return 'not found';
    found.activity.details = details;
    this.#watchHeartbeat(found.execution, found.activity);
    return found.activity.cancelAsked ? 'cancel asked' : 'recorded';
  }

  completed(token: string, result: Payload): void {
    const found = this.#take(token);
    if (!found) return;
    const { execution, activity } = found;
    this.#endActivity(execution, activity, {
      eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
      activityTaskCompletedEventAttributes: {
        scheduledEventId: long(activity.scheduledId),
        result: { payloads: [result] },
        identity: '',
      },
    });
  }

  failed(token: string, failure: Failure): void {
    const found = this.#take(token);
    if (!found) return;
    const { execution, activity } = found;
    activity.lastFailure = failure;
    const info = failure.applicationFailureInfo;
    const { initial, coefficient, longest } = activity.retry;
    const backoff = Math.min(initial * coefficient ** (activity.attempt - 1), longest);
    const delay = info?.nextRetryDelay ? millisecondsOf(info.nextRetryDelay) : backoff;
    const retryState = info?.nonRetryable
      ? RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE
      : this.#retryState(activity, delay);
    if (retryState === undefined) return this.#retry(execution, activity, delay);
    this.#endActivity(execution, activity, {
      eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
      activityTaskFailedEventAttributes: {
        scheduledEventId: long(activity.scheduledId),
        failure,
        retryState,
        identity: '',
      },
    });
  }

  /** The pending activities of a run. */
  pending(execution: Execution): PendingActivity[] {
    return [...execution.activities.values()];
  }

  #write(execution: Execution, event: Event): number {
    return execution.write(event, this.time.now);
  }

  /** Something happened outside of a workflow task. */
  #happen(execution: Execution, ...events: Event[]): void {
    if (!execution.isOpen) return;
    if (execution.task === 'started') {
      execution.buffered.push(...events);
      return;
    }
    for (const event of events) this.#writeEnding(execution, event);
    this.#scheduleTask(execution);
  }

  /** The end of an activity refers to the event before it, which says that it was started. */
  #writeEnding(execution: Execution, event: Event): void {
    const startedEventId = long(execution.history.length);
    const { activityTaskCompletedEventAttributes: completed, activityTaskFailedEventAttributes: failed } = event;
    if (completed)
      this.#write(execution, { ...event, activityTaskCompletedEventAttributes: { ...completed, startedEventId } });
    else if (failed)
      this.#write(execution, { ...event, activityTaskFailedEventAttributes: { ...failed, startedEventId } });
    else this.#write(execution, event);
  }

  #scheduleTask(execution: Execution): void {
    if (!execution.isOpen || execution.task !== 'none') return;
    execution.task = 'scheduled';
    this.time.after(this.latencies.pickUp(), () =>
      this.queues.workflowTask((worker) => this.#startTask(execution, worker)),
    );
  }

  #startTask(execution: Execution, worker: TaskWorker): void {
    if (!execution.isOpen) return;
    const events = eventsAfterLastTask(execution.history).filter(isNews);
    const updates = [...execution.updates.values()].filter(({ state }) => state === 'admitted');
    execution.task = 'none';
    if (events.length === 0 && updates.length === 0) return;
    execution.task = 'started';
    execution.taskCount += 1;
    const number = execution.taskCount;
    // With nothing but updates to deliver the task leaves nothing in the history unless one of them is accepted.
    const isSpeculative = events.length === 0;
    if (!isSpeculative) execution.writeTaskStarted(this.time.now);
    for (const update of updates) update.state = 'delivered';
    const { runId } = execution.id;
    const isOver = () => !execution.isOpen || execution.task !== 'started' || execution.taskCount !== number;
    const stop = this.time.after(TASK_TIMEOUT_MS, () => {
      if (!isOver()) this.#taskTimedOut(execution, isSpeculative);
    });
    const startedId = execution.history.length + (isSpeculative ? 2 : 0);
    const at = this.time.now;
    worker.carryOut({ execution, events, updates, at, startedId }, (result) => {
      stop();
      if (isOver()) return worker.forget(runId);
      this.#taskCompleted(execution, worker, result, isSpeculative ? at : undefined);
    });
  }

  #taskTimedOut(execution: Execution, isSpeculative: boolean): void {
    this.tell(execution, 'workflow task timed out');
    if (!isSpeculative) {
      this.#write(execution, {
        eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
        workflowTaskTimedOutEventAttributes: {
          ...execution.taskEvents,
          timeoutType: TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE,
        },
      });
    }
    this.#giveBack(execution);
  }

  /** After a task that came to nothing: what it was given is given to the next one. */
  #giveBack(execution: Execution): void {
    for (const update of execution.updates.values()) if (update.state === 'delivered') update.state = 'admitted';
    execution.task = 'none';
    this.#flush(execution);
    this.#scheduleTask(execution);
  }

  #flush(execution: Execution): void {
    const events = execution.buffered;
    execution.buffered = [];
    for (const event of events) this.#writeEnding(execution, event);
  }

  #taskCompleted(
    execution: Execution,
    worker: TaskWorker,
    { commands, flags, locals }: TaskResult,
    speculativeSince: number | undefined,
  ): void {
    const isSpeculative = speculativeSince !== undefined;
    const refusals = commands.filter((command) => isRefusal(execution, command));
    if (isSpeculative && refusals.length === commands.length && commands.length > 0) {
      for (const command of refusals) this.#answerUpdate(execution, command);
      return this.#afterTask(execution);
    }
    // It has the time at which the worker took it: the workflow has told that time already.
    if (isSpeculative) execution.writeTaskStarted(speculativeSince);
    // The workflow does not know yet what has come meanwhile, so the server does not let it end.
    if (execution.buffered.length > 0 && commands.some(isClosing)) {
      this.tell(execution, 'end refused: something has come meanwhile');
      this.#write(execution, {
        eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
        workflowTaskFailedEventAttributes: {
          ...execution.taskEvents,
          cause: WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
        },
      });
      worker.forget(execution.id.runId);
      return this.#giveBack(execution);
    }
    this.#write(execution, {
      eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
      workflowTaskCompletedEventAttributes: {
        ...execution.taskEvents,
        identity: '',
        sdkMetadata: {
          coreUsedFlags: [1, 2, 3],
          langUsedFlags: flags,
          sdkName: 'temporal-typescript',
          sdkVersion: '1.24.0',
        },
      },
    });
    const completedId = long(execution.history.length);
    const from = execution.history.length;
    const effects: (() => void)[] = [];
    for (const command of commands) {
      const event = eventOf(command, locals, (protocolId) => updateOf(execution, protocolId));
      if (!event) this.#answerUpdate(execution, command);
      else effects.push(...this.#writeCommand(execution, command, event, completedId));
    }
    worker.recorded(execution.id.runId, commands, execution.history.slice(from));
    for (const effect of effects) effect();
    this.#afterTask(execution);
  }

  #afterTask(execution: Execution): void {
    execution.task = 'none';
    if (!execution.isOpen) return;
    this.#flush(execution);
    const isNeeded =
      eventsAfterLastTask(execution.history).some(isNews) ||
      [...execution.updates.values()].some(({ state }) => state === 'admitted');
    if (isNeeded) this.#scheduleTask(execution);
  }

  /** Writes a command's event. Returns what it leads to once the whole task is written. */
  #writeCommand(execution: Execution, command: Command, made: Event, completedId: ProtoLong): (() => void)[] {
    const event = withCompletedId(made, completedId);
    if (command.requestCancelActivity)
      return this.#cancelActivity(execution, command.requestCancelActivity.seq ?? 0, completedId);
    const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
    const { scheduledEventId: acceptedRequestSequencingEventId } = execution.taskEvents;
    const id = this.#write(
      execution,
      accepted
        ? {
            ...event,
            workflowExecutionUpdateAcceptedEventAttributes: { ...accepted, acceptedRequestSequencingEventId },
          }
        : event,
    );
    if (command.scheduleActivity) {
      const written = execution.history.at(-1);
      return written ? [() => this.#scheduleActivity(execution, written)] : [];
    }
    if (command.startTimer) {
      const ms = millisecondsOf(command.startTimer.startToFireTimeout);
      this.#startTimer(execution, String(command.startTimer.seq), id, ms);
    }
    if (command.cancelTimer) {
      const timerId = String(command.cancelTimer.seq);
      execution.timers.get(timerId)?.();
      execution.timers.delete(timerId);
      // It may have fired while the task was under way.
      execution.buffered = execution.buffered.filter(
        ({ timerFiredEventAttributes: fired }) => fired?.timerId !== timerId,
      );
    }
    if (command.setPatchMarker) this.#write(execution, withCompletedId(patchAttribute(command), completedId));
    const attributes = command.upsertWorkflowSearchAttributes?.searchAttributes?.indexedFields ?? {};
    for (const [name, value] of Object.entries(attributes)) execution.searchAttributes.set(name, value);
    if (command.updateResponse?.accepted) {
      const update = updateOf(execution, command.updateResponse.protocolInstanceId ?? '');
      update.state = 'accepted';
      update.acceptedId = id;
    } else if (command.updateResponse) this.#answerUpdate(execution, command);
    if (command.startChildWorkflowExecution) return [() => this.#startChild(execution, event, id)];
    if (command.signalExternalWorkflowExecution) return [() => this.#signalOther(execution, event, id)];
    if (command.completeWorkflowExecution) return [() => this.#close(execution, 'COMPLETED')];
    if (command.failWorkflowExecution) return [() => this.#close(execution, 'FAILED')];
    return [];
  }

  #startTimer(execution: Execution, timerId: string, startedId: number, ms: number): void {
    const off = this.time.after(ms, () => {
      execution.timers.delete(timerId);
      this.#happen(execution, {
        eventType: EventType.EVENT_TYPE_TIMER_FIRED,
        timerFiredEventAttributes: { timerId, startedEventId: long(startedId) },
      });
    });
    execution.timers.set(timerId, off);
  }

  #scheduleActivity(execution: Execution, event: Event): void {
    const scheduled = event.activityTaskScheduledEventAttributes ?? {};
    const { retryPolicy } = scheduled;
    const initial = millisecondsOf(retryPolicy?.initialInterval) || 1_000;
    const activity: PendingActivity = {
      scheduledId: idOf(event),
      id: scheduled.activityId ?? '',
      type: scheduled.activityType?.name ?? '',
      input: scheduled.input?.payloads ?? [],
      scheduleToClose: millisecondsOf(scheduled.scheduleToCloseTimeout),
      scheduleToStart: millisecondsOf(scheduled.scheduleToStartTimeout),
      startToClose: millisecondsOf(scheduled.startToCloseTimeout),
      heartbeat: millisecondsOf(scheduled.heartbeatTimeout),
      retry: {
        initial,
        coefficient: retryPolicy?.backoffCoefficient || 2,
        longest: millisecondsOf(retryPolicy?.maximumInterval) || 100 * initial,
        attempts: retryPolicy?.maximumAttempts ?? 0,
      },
      state: 'scheduled',
      attempt: 1,
      scheduledAt: this.time.now,
      attemptAt: this.time.now,
      details: undefined,
      cancelAsked: false,
      off: { attempt: [], all: [] },
    };
    execution.activities.set(activity.scheduledId, activity);
    if (activity.scheduleToClose > 0) {
      const off = this.time.after(activity.scheduleToClose, () =>
        this.#timedOut(execution, activity, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE),
      );
      activity.off.all.push(off);
    }
    this.#offer(execution, activity);
  }

  /** Offers the present attempt to workers. */
  #offer(execution: Execution, activity: PendingActivity): void {
    activity.state = 'scheduled';
    activity.attemptAt = this.time.now;
    const { attempt } = activity;
    if (activity.scheduleToStart > 0) {
      const off = this.time.after(activity.scheduleToStart, () =>
        this.#timedOut(execution, activity, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START),
      );
      activity.off.attempt.push(off);
    }
    this.time.after(this.latencies.pickUp() + this.latencies.queued(), () =>
      this.queues.activityTask((worker) => {
        const isOffered = activity.state === 'scheduled' && activity.attempt === attempt;
        if (!execution.isOpen || !isOffered || !execution.activities.has(activity.scheduledId)) return;
        this.#startAttempt(execution, activity, worker);
      }),
    );
  }

  #startAttempt(execution: Execution, activity: PendingActivity, worker: TaskWorker): void {
    callOff(activity.off.attempt);
    activity.state = 'started';
    this.#count += 1;
    const token = `${activity.type}-${this.#count}`;
    activity.token = token;
    this.#tokens.set(token, { execution, activity });
    if (activity.startToClose > 0) {
      const off = this.time.after(activity.startToClose, () =>
        this.#timedOut(execution, activity, TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE),
      );
      activity.off.attempt.push(off);
    }
    this.#watchHeartbeat(execution, activity);
    this.tell(execution, `${activity.type} attempt ${activity.attempt}`);
    worker.run(activity, execution);
  }

  /** A heartbeat timeout counts from the last heartbeat. */
  #watchHeartbeat(execution: Execution, activity: PendingActivity): void {
    if (activity.heartbeat === 0) return;
    this.#heartbeats.get(activity)?.();
    const off = this.time.after(activity.heartbeat, () =>
      this.#timedOut(execution, activity, TimeoutType.TIMEOUT_TYPE_HEARTBEAT),
    );
    this.#heartbeats.set(activity, off);
    activity.off.attempt.push(off);
  }

  readonly #heartbeats = new WeakMap<PendingActivity, () => void>();

  #timedOut(execution: Execution, activity: PendingActivity, timeoutType: temporal.api.enums.v1.TimeoutType): void {
    if (!execution.isOpen || !execution.activities.has(activity.scheduledId)) return;
    const wasStarted = activity.state === 'started';
    this.#release(activity);
    const isRetryable =
      timeoutType === TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE || timeoutType === TimeoutType.TIMEOUT_TYPE_HEARTBEAT;
    this.tell(execution, `${activity.type} timed out (${TIMEOUT_NAMES[timeoutType] ?? ''})`);
    const details = activity.details === undefined ? null : { payloads: [toPayload(activity.details)] };
    const failure: Failure = {
      message: `activity ${TIMEOUT_NAMES[timeoutType] ?? ''} timeout`,
      timeoutFailureInfo: { timeoutType, lastHeartbeatDetails: details },
      // What ended the attempts before is what a reader wants to know.
      ...(timeoutType === TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE && activity.lastFailure
        ? { cause: activity.lastFailure }
        : {}),
    };
    const { initial, coefficient, longest } = activity.retry;
    const delay = Math.min(initial * coefficient ** (activity.attempt - 1), longest);
    const retryState = isRetryable ? this.#retryState(activity, delay) : RetryState.RETRY_STATE_TIMEOUT;
    if (retryState === undefined) {
      activity.lastFailure = failure;
      return this.#retry(execution, activity, delay);
    }
    this.#endActivity(
      execution,
      activity,
      {
        eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
        activityTaskTimedOutEventAttributes: {
          scheduledEventId: long(activity.scheduledId),
          startedEventId: long(0),
          failure,
          retryState,
        },
      },
      wasStarted,
    );
  }

  /** Why an activity is not tried again; undefined: it is. */
  #retryState(
    { cancelAsked, retry, attempt, scheduleToClose, scheduledAt }: PendingActivity,
    delay: number,
  ): temporal.api.enums.v1.RetryState | undefined {
    if (cancelAsked) return RetryState.RETRY_STATE_CANCEL_REQUESTED;
    if (retry.attempts > 0 && attempt >= retry.attempts) return RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED;
    if (scheduleToClose > 0 && this.time.now + delay > scheduledAt + scheduleToClose)
      return RetryState.RETRY_STATE_TIMEOUT;
    return undefined;
  }

  #retry(execution: Execution, activity: PendingActivity, delay: number): void {
    activity.state = 'waiting';
    activity.attempt += 1;
    const { attempt } = activity;
    if (attempt > MOST_ATTEMPTS) throw new Error(`${activity.type} is tried without end`);
    activity.attemptAt = this.time.now + delay;
    this.time.after(delay, () => {
      const isDue = activity.state === 'waiting' && activity.attempt === attempt;
      if (execution.isOpen && isDue && execution.activities.has(activity.scheduledId)) this.#offer(execution, activity);
    });
  }

  #endActivity(execution: Execution, activity: PendingActivity, event: Event, wasStarted = true): void {
    callOff(activity.off.all);
    execution.activities.delete(activity.scheduledId);
    const started: Event = {
      eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
      activityTaskStartedEventAttributes: {
        scheduledEventId: long(activity.scheduledId),
        identity: '',
        attempt: activity.attempt,
      },
    };
    this.#happen(execution, ...(wasStarted ? [started] : []), event);
  }

  /** The attempt that a token names, which ends with this. */
  #take(token: string): { execution: Execution; activity: PendingActivity } | undefined {
    const found = this.#tokens.get(token);
    if (!found?.execution.isOpen || found.activity.token !== token) return undefined;
    this.#release(found.activity);
    return found;
  }

  #release(activity: PendingActivity): void {
    if (activity.token !== undefined) this.#tokens.delete(activity.token);
    activity.token = undefined;
    callOff(activity.off.attempt);
  }

  /** One that no worker has is cancelled at once; any other is told so with its next heartbeat. */
  #cancelActivity(execution: Execution, seq: number, completedId: ProtoLong): (() => void)[] {
    const activity = [...execution.activities.values()].find(({ id }) => id === String(seq));
    const scheduledId =
      activity?.scheduledId ??
      idOf(
        execution.history.find((event) => event.activityTaskScheduledEventAttributes?.activityId === String(seq)) ?? {},
      );
    const scheduledEventId = long(scheduledId);
    const requestedId = this.#write(execution, {
      eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED,
      activityTaskCancelRequestedEventAttributes: { scheduledEventId, workflowTaskCompletedEventId: completedId },
    });
    if (!activity) return [];
    if (activity.state === 'started') {
      activity.cancelAsked = true;
      return [];
    }
    callOff(activity.off.attempt);
    callOff(activity.off.all);
    execution.activities.delete(scheduledId);
    this.#write(execution, {
      eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED,
      activityTaskCanceledEventAttributes: {
        scheduledEventId,
        latestCancelRequestedEventId: long(requestedId),
        startedEventId: long(0),
      },
    });
    return [];
  }

  /** @param isAfterReset whether the history that a reset run began with asks for the child */
  #startChild(parent: Execution, event: Event, initiatedId: number, isAfterReset = false): void {
    const about = event.startChildWorkflowExecutionInitiatedEventAttributes ?? {};
    this.time.after(this.latencies.call(), () => {
      // The server drops an abandoned child that has not started when its parent ends.
      if (!parent.isOpen) return;
      const { workflowId, workflowType, input } = about;
      // The server takes up the child that the run before the reset has started then (verifyChildWorkflow, server 1.29).
      const earlier = isAfterReset ? this.find(workflowId ?? '') : undefined;
      const isOurs = earlier?.parent?.execution.id.workflowId === parent.id.workflowId;
      const start = () =>
        this.start({
          workflowId: workflowId ?? '',
          type: workflowType?.name ?? '',
          input: input?.payloads ?? [],
          parent: { execution: parent, initiatedId },
        });
      const isTaken = !isOurs && this.isTaken(workflowId ?? '');
      const child = isOurs ? earlier : isTaken ? undefined : start();
      const shared = {
        initiatedEventId: long(initiatedId),
        namespace: 'default',
        workflowType: workflowType ?? null,
      };
      if (child) {
        return this.#happen(parent, {
          eventType: EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
          childWorkflowExecutionStartedEventAttributes: {
            ...shared,
            workflowExecution: { workflowId: workflowId ?? '', runId: child.id.runId },
          },
        });
      }
      this.#happen(parent, {
        eventType: EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED,
        startChildWorkflowExecutionFailedEventAttributes: { ...shared, workflowId: workflowId ?? '', cause: EXISTS },
      });
    });
  }

  #signalOther(from: Execution, event: Event, initiatedId: number): void {
    const { workflowExecution, signalName, input } =
      event.signalExternalWorkflowExecutionInitiatedEventAttributes ?? {};
    this.time.after(this.latencies.call(), () => {
      const isDone = this.signal(workflowExecution?.workflowId ?? '', signalName ?? '', input?.payloads ?? []);
      const about = {
        initiatedEventId: long(initiatedId),
        namespace: 'default',
        workflowExecution: workflowExecution ?? null,
      };
      this.#happen(
        from,
        isDone
          ? {
              eventType: EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED,
              externalWorkflowExecutionSignaledEventAttributes: about,
            }
          : {
              eventType: EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED,
              signalExternalWorkflowExecutionFailedEventAttributes: { ...about, cause: NOT_FOUND },
            },
      );
    });
  }

  #answerUpdate(execution: Execution, { updateResponse }: Command): void {
    const update = updateOf(execution, updateResponse?.protocolInstanceId ?? '');
    execution.updates.delete(update.id);
    const { completed, rejected } = updateResponse ?? {};
    update.answer(rejected ? { refused: rejected } : { completed: completed ?? undefined });
  }

  #close(execution: Execution, status: Execution['status']): void {
    execution.status = status;
    execution.closedAt = this.time.now;
    this.tell(execution, status);
    for (const off of execution.timers.values()) off();
    for (const activity of execution.activities.values()) {
      this.#release(activity);
      callOff(activity.off.all);
    }
    execution.activities.clear();
    const updates = [...execution.updates.values()];
    execution.updates.clear();
    for (const { answer } of updates) answer({ ended: true });
    const { parent } = execution;
    if (!parent || status !== 'COMPLETED') return;
    this.#happen(parent.execution, {
      eventType: EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED,
      childWorkflowExecutionCompletedEventAttributes: {
        initiatedEventId: long(parent.initiatedId),
        workflowExecution: { workflowId: execution.id.workflowId, runId: execution.id.runId },
        workflowType: { name: execution.id.type },
        result: { payloads: resultOf(execution) },
      },
    });
  }
}

/** The result of a completed run. */
export function resultOf({ history }: Execution): Payload[] {
  return history.at(-1)?.workflowExecutionCompletedEventAttributes?.result?.payloads ?? [];
}

/** Whether an event is something that a workflow task has to tell the workflow. */
function isNews(event: Event): boolean {
  const isOfTask =
    event.workflowTaskScheduledEventAttributes ??
    event.workflowTaskStartedEventAttributes ??
    event.workflowTaskTimedOutEventAttributes ??
    event.workflowTaskCompletedEventAttributes;
  const failed = event.workflowTaskFailedEventAttributes;
  return !isOfTask && !(failed && !failed.newRunId) && !isOfCommand(event);
}

function isClosing(command: Command): boolean {
  return (
    isSet(command.completeWorkflowExecution) ||
    isSet(command.failWorkflowExecution) ||
    isSet(command.cancelWorkflowExecution)
  );
}

function isRefusal(execution: Execution, { updateResponse }: Command): boolean {
  if (!updateResponse?.rejected) return false;
  return updateOf(execution, updateResponse.protocolInstanceId ?? '').state !== 'accepted';
}

function updateOf(execution: Execution, protocolId: string): PendingUpdate {
  const update = [...execution.updates.values()].find((one) => one.protocolId === protocolId);
  if (!update) throw new Error(`${execution.id.workflowId}: a response to an update that nobody has sent`);
  return update;
}

/** The answer to an update that was completed before. */
function completedUpdate({ history }: Execution, id: string): UpdateAnswer | undefined {
  for (const { workflowExecutionUpdateCompletedEventAttributes: completed } of history) {
    if (completed?.meta?.updateId !== id) continue;
    const { success, failure } = completed.outcome ?? {};
    return failure ? { refused: failure } : { completed: success?.payloads?.[0] };
  }
  return undefined;
}

function withCompletedId(event: Event, workflowTaskCompletedEventId: ProtoLong): Event {
  const key = Object.keys(event).find((name) => name.endsWith('EventAttributes')) as keyof Event | undefined;
  if (!key) return event;
  return { ...event, [key]: { ...(event[key] as object), workflowTaskCompletedEventId } };
}

function callOff(offs: (() => void)[]): void {
  for (const off of offs.splice(0)) off();
}

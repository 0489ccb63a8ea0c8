import protos, { type temporal } from '@temporalio/proto';
import {
  type Event,
  EventType,
  type Failure,
  idOf,
  isOfCommand,
  isSet,
  type LocalResult,
  localResultOf,
  long,
  millisecondsOf,
  patchOf,
  RetryState,
  timestamp,
} from './history.js';
import type { Activated, Command, Instance, Isolate, Job, RunId } from './isolate.js';
import { seedOf } from './randomness.js';

/** An update that is delivered with a workflow task. */
export interface DeliveredUpdate {
  id: string;
  protocolId: string;
  request: temporal.api.update.v1.IRequest;
}

/** What a workflow task is given. Times in milliseconds since 1970. */
export interface Task {
  /** The events since the last task, in their order. */
  events: readonly Event[];
  updates: readonly DeliveredUpdate[];
  at: number;
  /** Id of the event that says that the task was started. */
  startedId: number;
  /** Runs a local activity to its end. */
  runLocal: (command: NonNullable<Command['scheduleLocalActivity']>) => Promise<LocalResult>;
}

export interface TaskResult {
  commands: Command[];
  flags: number[];
  locals: Map<number, LocalResult>;
}

/** A replay led to other commands than the history has. */
export class Nondeterminism extends Error {}

/** The workflow does not wait for the end of an activity that it cancels so. */
const TRY_CANCEL = protos.coresdk.workflow_commands.ActivityCancellationType.TRY_CANCEL;
const EXISTS =
  protos.coresdk.child_workflow.StartChildWorkflowExecutionFailedCause
    .START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_WORKFLOW_ALREADY_EXISTS;

/**
 * One instance of a workflow with what the SDK's core keeps of it: it makes activations from events, in the order in which
 * core has them, and knows which number of the workflow's own a scheduled activity, timer or child has.
 */
export class Machine {
  readonly #activities = new Map<number, number>();
  readonly #timers = new Map<number, number>();
  readonly #children = new Map<number, number>();
  readonly #signals = new Map<number, number>();
  readonly #activityTypes = new Map<number, { type: string; id: string }>();
  /** Updates that were accepted, by their protocol ids. */
  readonly #accepted = new Set<string>();
  readonly #flags = new Set<number>();
  /** Events that the replay has left to the next task. */
  #left: Event[] = [];
  /** Activities whose cancellation the workflow does not wait for. */
  readonly #cancelsAtOnce = new Set<number>();

  private constructor(
    private readonly run: RunId,
    private readonly instance: Instance,
  ) {}

  /** A new instance, which has caught up with all tasks that the history has as completed. */
  static async open(isolate: Pick<Isolate, 'instance'>, run: RunId, history: readonly Event[]): Promise<Machine> {
    const machine = new Machine(run, await isolate.instance(run));
    await machine.#replay(history);
    return machine;
  }

  dispose(): Promise<void> {
    return this.instance.dispose();
  }

  /** Carries a workflow task out. */
  async carryOut({ events, updates, at, startedId, runLocal }: Task): Promise<TaskResult> {
    const jobs = [
      ...[...this.#left, ...events].flatMap((event) => this.#jobsOf(event)),
      ...updates.map((update) => doUpdate(update, true)),
    ];
    this.#left = [];
    const locals = new Map<number, LocalResult>();
    const result = await this.#activate(jobs, at, startedId, false, async (command) => {
      const local = await runLocal(command);
      locals.set(local.seq, local);
      return local;
    });
    return { ...result, locals };
  }

  /** The events that the server has written for the last task's commands. */
  recorded(commands: readonly Command[], events: readonly Event[]): void {
    const written = events.filter(isOfCommand);
    let index = 0;
    for (const command of commands) {
      if (this.#isRefusal(command)) continue;
      const event = written[index];
      index += 1;
      if (!event || !isSame(command, event)) {
        throw new Nondeterminism(
          `${this.run.workflowId}: ${nameOf(command)} where the history has ${event ? EventType[Number(event.eventType)] : 'nothing'}`,
        );
      }
      this.#note(command, event);
    }
    if (index < written.length) {
      const missing = written[index];
      throw new Nondeterminism(
        `${this.run.workflowId}: nothing where the history has ${EventType[Number(missing?.eventType)]}`,
      );
    }
  }

  /** The answer to a query. */
  async query(name: string, at: number): Promise<temporal.api.common.v1.IPayload | undefined> {
    const { commands } = await this.instance.activate(
      protos.coresdk.workflow_activation.WorkflowActivation.fromObject({
        runId: this.run.runId,
        timestamp: timestamp(at),
        jobs: [{ queryWorkflow: { queryId: 'query', queryType: name, arguments: [] } }],
      }),
    );
    return commands[0]?.respondToQuery?.succeeded?.response ?? undefined;
  }

  /**
   * Activates until no local activity is open and no command leads to another activation within the same task. Commands
   * that take one another back within the task are left out.
   */
  async #activate(
    first: readonly Job[],
    at: number,
    startedId: number,
    isReplaying: boolean,
    runLocal: (command: NonNullable<Command['scheduleLocalActivity']>) => Promise<LocalResult>,
  ): Promise<{ commands: Command[]; flags: number[] }> {
    let commands: Command[] = [];
    const flags = new Set<number>();
    let time = at;
    let jobs = inOrder(first);
    for (;;) {
      const activated: Activated = await this.instance.activate({
        runId: this.run.runId,
        timestamp: timestamp(time),
        isReplaying,
        historyLength: startedId,
        historySizeBytes: long(startedId * 400),
        availableInternalFlags: [...this.#flags],
        lastSdkVersion: '1.24.0',
        jobs,
      });
      for (const flag of activated.flags) {
        flags.add(flag);
        this.#flags.add(flag);
      }
      const next: Job[] = [];
      for (const command of activated.commands) {
        if (command.scheduleLocalActivity) {
          const local = await runLocal(command.scheduleLocalActivity);
          time = Math.max(time, local.completedAt);
          next.push(resolvedLocal(local));
        }
        const seq = command.requestCancelActivity?.seq ?? undefined;
        const scheduled = seq === undefined ? undefined : commands.find((other) => other.scheduleActivity?.seq === seq);
        if (scheduled) {
          commands = commands.filter((other) => other !== scheduled);
          next.push(cancelledActivity(seq ?? 0, scheduled.scheduleActivity?.activityType ?? '', 0));
          continue;
        }
        if (seq !== undefined && this.#cancelsAtOnce.has(seq)) {
          next.push(cancelledActivity(seq, this.#activityTypes.get(seq)?.type ?? '', 0));
          this.#cancelsAtOnce.delete(seq);
          // The server's own record of it changes nothing any more.
          const scheduledId = this.#scheduledIdOf(seq);
          if (scheduledId !== undefined) this.#activities.delete(scheduledId);
        }
        const timer = command.cancelTimer?.seq ?? undefined;
        const started = timer === undefined ? undefined : commands.find((other) => other.startTimer?.seq === timer);
        if (started) {
          commands = commands.filter((other) => other !== started);
          continue;
        }
        commands.push(command);
      }
      if (next.length === 0) return { commands, flags: [...flags] };
      jobs = inOrder(next);
    }
  }

  async #replay(history: readonly Event[]): Promise<void> {
    const { tasks, left } = tasksOf(history);
    this.#left = left;
    for (const { events, startedId, at, flags, written } of tasks) {
      for (const flag of flags) this.#flags.add(flag);
      const updates = written.flatMap((event): DeliveredUpdate[] => {
        const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
        if (!accepted) return [];
        const { protocolInstanceId, acceptedRequest } = accepted;
        return [
          {
            id: acceptedRequest?.meta?.updateId ?? '',
            protocolId: protocolInstanceId ?? '',
            request: acceptedRequest ?? {},
          },
        ];
      });
      const patches = written.flatMap((event): Job[] => {
        const patchId = patchOf(event);
        return patchId === undefined ? [] : [{ notifyHasPatch: { patchId } }];
      });
      const locals = written.flatMap((event) => localResultOf(event) ?? []);
      const jobs = [
        ...patches,
        ...events.flatMap((event) => this.#jobsOf(event)),
        ...updates.map((update) => doUpdate(update, false)),
      ];
      const { commands } = await this.#activate(jobs, at, startedId, true, (command) => {
        const local = locals.find(({ seq }) => seq === command.seq);
        if (!local) throw new Nondeterminism(`${this.run.workflowId}: no record of a local activity`);
        return Promise.resolve(local);
      });
      this.recorded(commands, written);
    }
  }

  /** The refusal of an update writes nothing. One that comes after the acceptance is the update's failure. */
  #isRefusal({ updateResponse }: Command): boolean {
    return isSet(updateResponse?.rejected) && !this.#accepted.has(updateResponse?.protocolInstanceId ?? '');
  }

  #note(command: Command, event: Event): void {
    const id = idOf(event);
    if (command.updateResponse?.accepted) this.#accepted.add(command.updateResponse.protocolInstanceId ?? '');
    if (command.scheduleActivity) {
      const { seq, activityType, activityId, cancellationType } = command.scheduleActivity;
      this.#activities.set(id, seq ?? 0);
      this.#activityTypes.set(seq ?? 0, { type: activityType ?? '', id: activityId ?? '' });
      if ((cancellationType ?? TRY_CANCEL) === TRY_CANCEL) this.#cancelsAtOnce.add(seq ?? 0);
    }
    if (command.startTimer) this.#timers.set(id, command.startTimer.seq ?? 0);
    if (command.startChildWorkflowExecution) this.#children.set(id, command.startChildWorkflowExecution.seq ?? 0);
    if (command.signalExternalWorkflowExecution) {
      this.#signals.set(id, command.signalExternalWorkflowExecution.seq ?? 0);
    }
  }

  /** Id of the event that has scheduled an activity. */
  #scheduledIdOf(seq: number): number | undefined {
    return [...this.#activities].find(([, other]) => other === seq)?.[0];
  }

  #jobsOf(event: Event): Job[] {
    const started = event.workflowExecutionStartedEventAttributes;
    if (started) return [this.#initialize(started, millisecondsOf(event.eventTime))];
    const signalled = event.workflowExecutionSignaledEventAttributes;
    if (signalled) {
      const { signalName, input, identity } = signalled;
      return [
        {
          signalWorkflow: {
            signalName: signalName ?? '',
            input: input?.payloads ?? [],
            identity: identity ?? '',
            headers: {},
          },
        },
      ];
    }
    if (event.workflowExecutionCancelRequestedEventAttributes) return [{ cancelWorkflow: { reason: '' } }];
    const reset = event.workflowTaskFailedEventAttributes;
    if (reset?.newRunId) return [{ updateRandomSeed: { randomnessSeed: seedOf(reset.newRunId) } }];
    const fired = event.timerFiredEventAttributes;
    if (fired) return this.#ofTimer(Number(fired.startedEventId));
    return [...this.#ofActivity(event), ...this.#ofChild(event), ...this.#ofSignal(event)];
  }

  #initialize(started: temporal.api.history.v1.IWorkflowExecutionStartedEventAttributes, at: number): Job {
    const { workflowType, input, searchAttributes, memo, workflowExecutionTimeout, workflowRunTimeout } = started;
    return {
      initializeWorkflow: {
        workflowId: this.run.workflowId,
        workflowType: workflowType?.name ?? '',
        arguments: input?.payloads ?? [],
        randomnessSeed: seedOf(this.run.firstExecutionRunId),
        headers: {},
        firstExecutionRunId: this.run.firstExecutionRunId,
        attempt: 1,
        startTime: timestamp(at),
        ...(workflowExecutionTimeout ? { workflowExecutionTimeout } : {}),
        ...(workflowRunTimeout ? { workflowRunTimeout } : {}),
        ...(searchAttributes ? { searchAttributes } : {}),
        ...(memo ? { memo } : {}),
      },
    };
  }

  #ofTimer(startedId: number): Job[] {
    const seq = this.#timers.get(startedId);
    return seq === undefined ? [] : [{ fireTimer: { seq } }];
  }

  #ofActivity(event: Event): Job[] {
    const ended =
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes;
    if (!ended) return [];
    const scheduledEventId = Number(ended.scheduledEventId);
    const seq = this.#activities.get(scheduledEventId);
    if (seq === undefined) return [];
    const { type, id } = this.#activityTypes.get(seq) ?? { type: '', id: '' };
    const about = {
      scheduledEventId: long(scheduledEventId),
      startedEventId: long(Number(ended.startedEventId ?? 0)),
      activityType: { name: type },
      activityId: id,
      identity: '',
    };
    const completed = event.activityTaskCompletedEventAttributes;
    if (completed) {
      const result = completed.result?.payloads?.[0];
      return [{ resolveActivity: { seq, result: { completed: result ? { result } : {} } } }];
    }
    if (event.activityTaskCanceledEventAttributes) return [cancelledActivity(seq, type, scheduledEventId)];
    const { failure, retryState } =
      event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes ?? {};
    const message = event.activityTaskFailedEventAttributes ? 'Activity task failed' : 'Activity task timed out';
    const wrapped: Failure = {
      message,
      activityFailureInfo: { ...about, retryState: retryState ?? RetryState.RETRY_STATE_UNSPECIFIED },
      cause: failure ?? null,
    };
    return [{ resolveActivity: { seq, result: { failed: { failure: wrapped } } } }];
  }

  #ofChild(event: Event): Job[] {
    const started = event.childWorkflowExecutionStartedEventAttributes;
    if (started) {
      const seq = this.#children.get(Number(started.initiatedEventId));
      const runId = started.workflowExecution?.runId ?? '';
      return seq === undefined ? [] : [{ resolveChildWorkflowExecutionStart: { seq, succeeded: { runId } } }];
    }
    const failed = event.startChildWorkflowExecutionFailedEventAttributes;
    if (failed) {
      const seq = this.#children.get(Number(failed.initiatedEventId));
      const { workflowId, workflowType } = failed;
      return seq === undefined
        ? []
        : [
            {
              resolveChildWorkflowExecutionStart: {
                seq,
                failed: { workflowId: workflowId ?? '', workflowType: workflowType?.name ?? '', cause: EXISTS },
              },
            },
          ];
    }
    const completed = event.childWorkflowExecutionCompletedEventAttributes;
    if (!completed) return [];
    const seq = this.#children.get(Number(completed.initiatedEventId));
    const result = completed.result?.payloads?.[0];
    return seq === undefined
      ? []
      : [{ resolveChildWorkflowExecution: { seq, result: { completed: result ? { result } : {} } } }];
  }

  #ofSignal(event: Event): Job[] {
    const done =
      event.externalWorkflowExecutionSignaledEventAttributes ??
      event.signalExternalWorkflowExecutionFailedEventAttributes;
    if (!done) return [];
    const seq = this.#signals.get(Number(done.initiatedEventId));
    if (seq === undefined) return [];
    const failure: Failure = {
      message: 'Unable to signal external workflow because it was not found',
      applicationFailureInfo: { type: 'ExternalWorkflowExecutionNotFound', nonRetryable: true },
    };
    const failed = event.signalExternalWorkflowExecutionFailedEventAttributes;
    return [{ resolveSignalExternalWorkflow: { seq, ...(failed ? { failure } : {}) } }];
  }
}

/** A workflow task that the history has as completed. */
interface CompletedTask {
  events: Event[];
  startedId: number;
  at: number;
  flags: number[];
  /** The events of its commands. */
  written: Event[];
}

/**
 * The completed workflow tasks of a history, as core has them (`find_end_index_of_next_wft_seq` of the SDK's core): one
 * that led to nothing, since another one that led to nothing, so that the next one was scheduled directly after it, is put
 * together with that one, unless that one delivered an update. `left`: the events of such a task that has no next one yet.
 */
export function tasksOf(history: readonly Event[]): { tasks: CompletedTask[]; left: Event[] } {
  const tasks: CompletedTask[] = [];
  let events: Event[] = [];
  let flags: number[] = [];
  let hasCommand = false;
  for (const [index, event] of history.entries()) {
    hasCommand ||= isOfCommand(event);
    const completed = history[index + 1]?.workflowTaskCompletedEventAttributes;
    if (event.workflowTaskStartedEventAttributes && completed) {
      flags = [...flags, ...(completed.sdkMetadata?.langUsedFlags ?? []).map(Number)];
      const isFollowed = isSet(history[index + 2]?.workflowTaskScheduledEventAttributes);
      if (!hasCommand && isFollowed && !deliversUpdate(history, index + 2)) continue;
      const written = writtenAfter(history, index + 2);
      tasks.push({ events, startedId: idOf(event), at: millisecondsOf(event.eventTime), flags, written });
      events = [];
      flags = [];
      hasCommand = false;
    } else if (!isOfCommand(event)) events.push(event);
  }
  const last = history.findLastIndex((event) => event.workflowTaskCompletedEventAttributes);
  // What came after the last completed task is the next one's own.
  return { tasks, left: events.filter((event) => idOf(event) <= last) };
}

/** Whether the task that was scheduled at `index` accepted an update that it was the first to have. */
function deliversUpdate(history: readonly Event[], index: number): boolean {
  const scheduled = history[index];
  const accepted = history[index + 3]?.workflowExecutionUpdateAcceptedEventAttributes;
  return isSet(accepted) && Number(accepted?.acceptedRequestSequencingEventId ?? 0) === idOf(scheduled ?? {});
}

/** The events of a task's commands. The server may have written the end of a cancelled activity between them. */
function writtenAfter(history: readonly Event[], index: number): Event[] {
  const next = history.findIndex((event, at) => at >= index && event.workflowTaskScheduledEventAttributes);
  return history.slice(index, next < 0 ? undefined : next).filter(isOfCommand);
}

/** The events after the last completed task that no command has written: those of the next task. */
export function eventsAfterLastTask(history: readonly Event[]): Event[] {
  const last = history.findLastIndex((event) => event.workflowTaskCompletedEventAttributes);
  return history.slice(last + 1).filter((event) => !isOfCommand(event));
}

function doUpdate({ id, protocolId, request }: DeliveredUpdate, runValidator: boolean): Job {
  return {
    doUpdate: {
      id,
      protocolInstanceId: protocolId,
      name: request.input?.name ?? '',
      input: request.input?.args?.payloads ?? [],
      headers: {},
      meta: { updateId: id, identity: '' },
      runValidator,
    },
  };
}

function resolvedLocal({ seq, result, failure }: LocalResult): Job {
  const isLocal = true;
  if (!failure) return { resolveActivity: { seq, isLocal, result: { completed: result ? { result } : {} } } };
  return { resolveActivity: { seq, isLocal, result: { failed: { failure } } } };
}

function cancelledActivity(seq: number, type: string, scheduledEventId: number): Job {
  const failure: Failure = {
    message: 'Activity cancelled',
    activityFailureInfo: {
      scheduledEventId: long(scheduledEventId),
      activityType: { name: type },
      activityId: String(seq),
    },
    cause: { message: 'Activity cancelled', canceledFailureInfo: {} },
  };
  return { resolveActivity: { seq, result: { cancelled: { failure } } } };
}

/** The order of an activation's jobs in core: patches and seeds, signals and updates, then everything else. */
function inOrder(jobs: readonly Job[]): Job[] {
  return [...jobs].sort((one, other) => rankOf(one) - rankOf(other));
}

function rankOf(job: Job): number {
  if (job.initializeWorkflow) return 0;
  if (job.notifyHasPatch) return 1;
  if (job.updateRandomSeed) return 2;
  if (job.signalWorkflow || job.doUpdate) return 3;
  return 4;
}

function isSame(command: Command, event: Event): boolean {
  if (command.scheduleActivity) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    return (
      scheduled?.activityType?.name === command.scheduleActivity.activityType &&
      scheduled?.activityId === command.scheduleActivity.activityId
    );
  }
  if (command.startTimer) return event.timerStartedEventAttributes?.timerId === String(command.startTimer.seq);
  if (command.cancelTimer) return event.timerCanceledEventAttributes?.timerId === String(command.cancelTimer.seq);
  if (command.requestCancelActivity) return isSet(event.activityTaskCancelRequestedEventAttributes);
  if (command.scheduleLocalActivity) return localResultOf(event)?.seq === command.scheduleLocalActivity.seq;
  if (command.setPatchMarker) return patchOf(event) === command.setPatchMarker.patchId;
  if (command.upsertWorkflowSearchAttributes) return isSet(event.upsertWorkflowSearchAttributesEventAttributes);
  if (command.modifyWorkflowProperties) return isSet(event.workflowPropertiesModifiedEventAttributes);
  if (command.startChildWorkflowExecution) return isSet(event.startChildWorkflowExecutionInitiatedEventAttributes);
  if (command.signalExternalWorkflowExecution)
    return isSet(event.signalExternalWorkflowExecutionInitiatedEventAttributes);
  if (command.completeWorkflowExecution) return isSet(event.workflowExecutionCompletedEventAttributes);
  if (command.failWorkflowExecution) return isSet(event.workflowExecutionFailedEventAttributes);
  if (command.cancelWorkflowExecution) return isSet(event.workflowExecutionCanceledEventAttributes);
  if (command.updateResponse?.accepted) return isSet(event.workflowExecutionUpdateAcceptedEventAttributes);
  if (command.updateResponse) return isSet(event.workflowExecutionUpdateCompletedEventAttributes);
  return false;
}

function nameOf(command: Command): string {
  return Object.entries(command).find(([name, value]) => isSet(value) && name !== 'userMetadata')?.[0] ?? 'a command';
}

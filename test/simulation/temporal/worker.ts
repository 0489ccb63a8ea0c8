import { ApplicationFailure, defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Execution, PendingActivity } from './execution.js';
import {
  type Event,
  type Failure,
  fromPayload,
  type LocalResult,
  millisecondsOf,
  TimeoutType,
  toPayload,
} from './history.js';
import type { Command, Isolate } from './isolate.js';
import { Machine, type TaskResult } from './machine.js';
import type { Server, TaskWorker, WorkflowTask } from './server.js';
import type { VirtualTime } from './virtual-time.js';

/** An activity as it is registered with a worker. */
export type ActivityFunction = (...args: never[]) => Promise<unknown>;

const logger = new DefaultLogger('ERROR', () => undefined);

export interface WorkerSetup {
  time: VirtualTime;
  server: Server;
  isolate: Pick<Isolate, 'instance'>;
  /** How long a report takes to the server; milliseconds. */
  reportMs: () => number;
  /** How long a local activity takes; milliseconds. */
  localMs: () => number;
}

/**
 * One worker process: its cache of workflows and the activities that it runs. The activities are the real ones. A worker
 * that has died hears nothing any more: whatever it waits for never comes. One that stands still hears it later.
 */
export class SimulatedWorker implements TaskWorker {
  isAlive = true;
  #standsStillUntil = 0;
  readonly #machines = new Map<string, Machine>();
  #activities: Record<string, ActivityFunction> = {};

  constructor(private readonly setup: WorkerSetup) {}

  /** What it is registered with. */
  register(activities: Record<string, ActivityFunction>): void {
    this.#activities = activities;
  }

  /** Instances of workflows that this worker has in its cache. */
  get machines(): Iterable<Machine> {
    return this.#machines.values();
  }

  die(): void {
    this.isAlive = false;
  }

  /** As a stopped process: nothing reaches it until then. */
  standStill(until: number): void {
    this.#standsStillUntil = until;
  }

  /** Something reaches this worker after `ms`, if it lives then. */
  after(ms: number, work: () => void): void {
    const { time } = this.setup;
    time.after(ms, () => this.#hear(work));
  }

  #hear(work: () => void): void {
    const { time } = this.setup;
    if (!this.isAlive) return;
    const left = this.#standsStillUntil - time.now;
    if (left > 0) time.after(left, () => this.#hear(work));
    else work();
  }

  carryOut(task: WorkflowTask, report: (result: TaskResult) => void): void {
    this.#carryOut(task).then(
      (result) => this.after(this.setup.reportMs(), () => report(result)),
      (error: unknown) => this.setup.time.after(0, () => Promise.reject(errorOf(error))),
    );
  }

  async #carryOut({ execution, events, updates, at, startedId }: WorkflowTask): Promise<TaskResult> {
    const { runId } = execution.id;
    let machine = this.#machines.get(runId);
    if (!machine) {
      machine = await Machine.open(this.setup.isolate, execution.id, execution.history);
      this.#machines.set(runId, machine);
    }
    return machine.carryOut({
      events,
      updates,
      at,
      startedId,
      runLocal: (command) => this.#runLocal(execution, command),
    });
  }

  forget(runId: string): void {
    this.#machines.delete(runId);
  }

  recorded(runId: string, commands: readonly Command[], events: readonly Event[]): void {
    this.#machines.get(runId)?.recorded(commands, events);
  }

  run(activity: PendingActivity, execution: Execution): void {
    const { server, reportMs } = this.setup;
    const { token = '' } = activity;
    const taskToken = Buffer.from(token);
    const environment = new MockActivityEnvironment(
      {
        attempt: activity.attempt,
        activityId: activity.id,
        activityType: activity.type,
        isLocal: false,
        taskToken,
        base64TaskToken: taskToken.toString('base64'),
        heartbeatDetails: activity.details,
        heartbeatTimeoutMs: activity.heartbeat,
        workflowExecution: { workflowId: execution.id.workflowId, runId: execution.id.runId },
        workflowType: execution.id.type,
        scheduledTimestampMs: activity.scheduledAt,
        currentAttemptScheduledTimestampMs: activity.attemptAt,
        startToCloseTimeoutMs: activity.startToClose,
        scheduleToCloseTimeoutMs: activity.scheduleToClose,
      },
      { logger },
    );
    // Not awaited by the activity, and sent by the worker when it can.
    environment.on('heartbeat', (details: unknown) => {
      const kept: unknown = details === undefined ? undefined : JSON.parse(JSON.stringify(details));
      this.after(1, () => void server.heartbeat(token, kept));
    });
    this.#call(environment, activity.type, activity.input).then(
      (value) => this.after(reportMs(), () => server.completed(token, toPayload(value))),
      (error: unknown) => this.after(reportMs(), () => server.failed(token, failureOf(error))),
    );
  }

  #call(environment: MockActivityEnvironment, type: string, input: PendingActivity['input']): Promise<unknown> {
    const activity = this.#activities[type];
    if (!activity) return Promise.reject(ApplicationFailure.nonRetryable(`no activity ${type}`));
    return environment.run(activity as (...args: unknown[]) => Promise<unknown>, ...input.map(fromPayload));
  }

  /** A local activity runs in the worker, and its end is known with the workflow task only. */
  async #runLocal(execution: Execution, command: NonNullable<Command['scheduleLocalActivity']>): Promise<LocalResult> {
    const { time, localMs } = this.setup;
    const startedAt = time.now;
    const type = command.activityType ?? '';
    const seq = command.seq ?? 0;
    const limit = millisecondsOf(command.startToCloseTimeout);
    const environment = new MockActivityEnvironment(
      {
        attempt: 1,
        activityId: command.activityId ?? '',
        activityType: type,
        isLocal: true,
        workflowExecution: { workflowId: execution.id.workflowId, runId: execution.id.runId },
        workflowType: execution.id.type,
        scheduledTimestampMs: startedAt,
        currentAttemptScheduledTimestampMs: startedAt,
      },
      { logger },
    );
    const input = (command.arguments ?? []).map((payload) => payload);
    const end = new Promise<LocalResult>((resolve) => {
      this.#call(environment, type, input).then(
        (value) => resolve({ seq, type, completedAt: time.now, result: toPayload(value) }),
        (error: unknown) => resolve({ seq, type, completedAt: time.now, failure: failureOf(error) }),
      );
      this.after(limit, () =>
        resolve({
          seq,
          type,
          completedAt: time.now,
          failure: {
            message: 'Activity timed out',
            timeoutFailureInfo: { timeoutType: TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE },
          },
        }),
      );
    });
    await new Promise<void>((resolve) => this.after(localMs(), resolve));
    const ended = await end;
    return { ...ended, completedAt: time.now };
  }
}

/** What was thrown, as an error. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function failureOf(error: unknown): Failure {
  const failure = defaultFailureConverter.errorToFailure(error, defaultPayloadConverter);
  // Paths of this machine have no place in a trace.
  return { ...failure, stackTrace: '' };
}

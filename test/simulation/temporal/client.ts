import {
  ActivityCancelledError,
  ActivityNotFoundError,
  type Client,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import type { Execution, PendingActivity } from './execution.js';
import { type Payload, timestamp, toPayload } from './history.js';
import type { Server } from './server.js';
import { errorOf } from './worker.js';

/** What becomes of one call to the server: it may not arrive, and its answer may be lost. */
export type CallFate = 'answered' | 'not arrived' | 'answer lost';

/** One call to the server over the network: `effect` is what it does there, and what it answers. */
export type Call = <T>(effect: () => T) => Promise<T>;

interface StartOptions {
  workflowId: string;
  args: unknown[];
  memo?: Record<string, unknown>;
  workflowIdReusePolicy?: string;
}

/**
 * The parts of Temporal's client that activities and the webhook server use, over a simulated network. `listDelayMs`: how
 * long the list lags behind.
 */
export function simulatedClient(server: Server, call: Call, listed: (execution: Execution) => boolean): Client {
  const workflow = {
    start: (type: string, options: StartOptions) =>
      call(() => {
        const { workflowId, args, memo, workflowIdReusePolicy } = options;
        const started = server.start({
          workflowId,
          type,
          input: args.map(toPayload),
          isRecord: type === 'reference',
          ...(memo ? { memo } : {}),
          ...(workflowIdReusePolicy === 'REJECT_DUPLICATE' ? { reuse: 'reject' as const } : {}),
        });
        if (!started) throw new WorkflowExecutionAlreadyStartedError('started before', workflowId, type);
        return workflow.getHandle(workflowId);
      }),
    getHandle: (workflowId: string, runId?: string) => ({
      workflowId,
      describe: () => call(() => describe(found(server, workflowId, runId), server)),
      fetchHistory: () => call(() => ({ events: [...found(server, workflowId, runId).history] })),
      terminate: () => call(() => server.terminate(workflowId)),
      signal: (name: string, ...args: unknown[]) =>
        call(() => {
          const isDone = server.signal(workflowId, name, args.map(toPayload));
          if (!isDone) throw new WorkflowNotFoundError('no such workflow runs', workflowId, runId);
        }),
    }),
    async *list({ query }: { query: string }) {
      const id = /WorkflowId = '([^']+)'/.exec(query)?.[1];
      const runs = await call(() =>
        server.executions.filter((execution) => execution.id.workflowId === id && listed(execution)),
      );
      for (const { id: run, status: name, closedAt, memo } of runs) {
        const { runId, type, startedAt } = run;
        const times = {
          startTime: new Date(startedAt),
          ...(closedAt === undefined ? {} : { closeTime: new Date(closedAt) }),
        };
        yield { workflowId: id, runId, type, taskQueue: 'payments', ...times, status: { name }, memo };
      }
    },
  };
  const activity = {
    heartbeat: (token: Uint8Array, details: unknown) =>
      call(() => {
        const answer = server.heartbeat(Buffer.from(token).toString(), JSON.parse(JSON.stringify(details)));
        if (answer === 'not found') throw new ActivityNotFoundError('the attempt was given up');
        if (answer === 'cancel asked') throw new ActivityCancelledError('cancelled');
      }),
  };
  const loadedDataConverter = {
    payloadConverter: defaultPayloadConverter,
    failureConverter: defaultFailureConverter,
    payloadCodecs: [],
  };
  return { options: { loadedDataConverter }, workflow, activity } as unknown as Client;
}

/** The network between a process and the server. */
export function callOver(
  after: (ms: number, work: () => void) => void,
  latency: () => number,
  fate: () => CallFate,
): Call {
  return (effect) =>
    new Promise((resolve, reject) => {
      const happens = fate();
      const lost = () => after(latency(), () => reject(new ServiceError('the server could not be reached')));
      if (happens === 'not arrived') return lost();
      after(latency(), () => {
        const answer = outcomeOf(effect);
        if (happens === 'answer lost') return lost();
        after(latency(), () => (answer.isThrown ? reject(errorOf(answer.error)) : resolve(answer.value)));
      });
    });
}

function outcomeOf<T>(effect: () => T): { isThrown: false; value: T } | { isThrown: true; error: unknown } {
  try {
    return { isThrown: false, value: effect() };
  } catch (error) {
    return { isThrown: true, error };
  }
}

function found(server: Server, workflowId: string, runId: string | undefined): Execution {
  const execution = server.find(workflowId, runId);
  if (!execution) throw new WorkflowNotFoundError('there is no such workflow', workflowId, runId);
  return execution;
}

function describe(execution: Execution, server: Server) {
  const { id, status, memo, history, closedAt, parent } = execution;
  return {
    status: { name: status },
    workflowId: id.workflowId,
    runId: id.runId,
    type: id.type,
    taskQueue: 'payments',
    historyLength: history.length,
    memo,
    ...(closedAt === undefined ? {} : { closeTime: new Date(closedAt) }),
    raw: {
      pendingActivities: server.pending(execution).map(pendingInfo),
      workflowExecutionInfo: { firstRunId: id.firstExecutionRunId, parentExecution: parent?.execution.id ?? null },
    },
  };
}

function pendingInfo(activity: PendingActivity) {
  const details: Payload[] = activity.details === undefined ? [] : [toPayload(activity.details)];
  return {
    activityType: { name: activity.type },
    attempt: activity.attempt,
    state: activity.state === 'started' ? 2 : 1,
    heartbeatDetails: { payloads: details },
    lastFailure: activity.lastFailure ?? null,
    scheduledTime: timestamp(activity.attemptAt),
  };
}

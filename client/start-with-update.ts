import {
  Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
  type ConnectionLike,
  type WithWorkflowArgs,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { WORKFLOWS } from '../contract/names.js';
import type { PaymentRequest } from '../contract/request.js';
import type { payment } from '../workflows/payment.js';
import { refuseMismatch, refuseStandingMismatch } from './accepted.js';

type Options = WithWorkflowArgs<typeof payment, WorkflowStartOptions<typeof payment>> & {
  workflowIdConflictPolicy: 'USE_EXISTING';
};

/** What the update answered; or why it was not taken: the payment has ended, or ended without what was asked for. */
export type Answered<T> = { answer: T } | { refused: WorkflowExecutionAlreadyStartedError | WorkflowUpdateFailedError };

/**
 * Starts a payment, unless it has started, and waits for the answer of an update, in one call to Temporal. The update has
 * its name as its id, so that all who wait are one update. Where the payment had been started before, its request is
 * compared; throws RequestMismatch.
 */
export async function startWithUpdate<T>(
  client: Client,
  request: PaymentRequest,
  options: Options,
  name: 'bill' | 'outcome',
): Promise<Answered<T>> {
  const watched = watchStart(client);
  const answered = await answerOf<T>(watched.client, options, name);
  // What has answered was accepted. What has not may be somebody's start under a used reference.
  if ('refused' in answered) await refuseStandingMismatch(client, request);
  else if (!watched.isNew()) await refuseMismatch(client, request, watched.runId());
  return answered;
}

/** Starts a payment, unless it has started. Where it had been, its request is compared; throws RequestMismatch. */
export async function startOnly(client: Client, request: PaymentRequest, options: Options): Promise<void> {
  const watched = watchStart(client);
  try {
    await watched.client.workflow.start<typeof payment>(WORKFLOWS.payment, options);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  if (!watched.isNew()) await refuseStandingMismatch(client, request);
}

async function answerOf<T>(client: Client, options: Options, name: string): Promise<Answered<T>> {
  const startWorkflowOperation = new WithStartWorkflowOperation<typeof payment>(WORKFLOWS.payment, options);
  try {
    const asked = { startWorkflowOperation, updateId: name };
    return { answer: await client.workflow.executeUpdateWithStart<typeof payment, T, []>(name, asked) };
  } catch (error) {
    const isTaken = error instanceof WorkflowExecutionAlreadyStartedError;
    if (isTaken || error instanceof WorkflowUpdateFailedError) return { refused: error };
    throw error;
  }
}

/** A client that notes whether its call has started the workflow, and which run answered: the SDK keeps that part to itself. */
function watchStart(client: Client): { client: Client; isNew: () => boolean; runId: () => string | undefined } {
  let isNew = false;
  let runId: string | undefined;
  const { connection } = client;
  const { workflowService } = connection;
  const send = workflowService.executeMultiOperation.bind(workflowService);
  const executeMultiOperation = async (asked: Parameters<typeof send>[0]) => {
    const answer = await send(asked);
    const started = answer.responses[0]?.startWorkflow;
    isNew ||= started?.started === true;
    runId = started?.runId || undefined;
    return answer;
  };
  const start = workflowService.startWorkflowExecution.bind(workflowService);
  const startWorkflowExecution = async (asked: Parameters<typeof start>[0]) => {
    const answer = await start(asked);
    isNew ||= answer.started;
    return answer;
  };
  const service: unknown = Object.create(workflowService, {
    executeMultiOperation: { value: executeMultiOperation },
    startWorkflowExecution: { value: startWorkflowExecution },
  });
  const watched = Object.create(connection) as ConnectionLike;
  Object.defineProperty(watched, 'workflowService', { value: service });
  return { client: new Client({ ...client.options, connection: watched }), isNew: () => isNew, runId: () => runId };
}

import {
  Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
  type ConnectionLike,
  type WithWorkflowArgs,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { MESSAGES, WORKFLOWS } from '../contract/names.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import type { PaymentRequest } from '../contract/request.js';
import type { payment } from '../workflows/payment.js';
import { refuseMismatch } from './accepted.js';

type Options = WithWorkflowArgs<typeof payment, WorkflowStartOptions<typeof payment>> & {
  workflowIdConflictPolicy: 'USE_EXISTING';
};

/**
 * Starts a payment and waits for its outcome in one call to Temporal: an update with start, which has the same id for all
 * who wait. Undefined for a payment that had ended before: its result has the outcome. Where the payment had been started
 * before, its request is compared; throws RequestMismatch.
 */
export async function startAndWait(
  client: Client,
  request: PaymentRequest,
  options: Options,
): Promise<PaymentOutcome | undefined> {
  const watched = watchStart(client);
  try {
    const outcome = await watched.client.workflow.executeUpdateWithStart<typeof payment, PaymentOutcome, []>(
      MESSAGES.outcome,
      {
        startWorkflowOperation: new WithStartWorkflowOperation<typeof payment>(WORKFLOWS.payment, options),
        updateId: MESSAGES.outcome,
      },
    );
    if (!watched.isNew()) await refuseMismatch(client, request);
    return outcome;
  } catch (error) {
    const isTaken = error instanceof WorkflowExecutionAlreadyStartedError;
    if (!isTaken && !(error instanceof WorkflowUpdateFailedError)) throw error;
    if (!watched.isNew()) await refuseMismatch(client, request);
    // A payment that is about to end takes no more updates, and one that was refused says why in its result.
    return undefined;
  }
}

/** A client that notes whether its call has started the workflow: the SDK keeps that part of the answer to itself. */
function watchStart(client: Client): { client: Client; isNew: () => boolean } {
  let isNew = false;
  const { connection } = client;
  const { workflowService } = connection;
  const send = workflowService.executeMultiOperation.bind(workflowService);
  const executeMultiOperation = async (asked: Parameters<typeof send>[0]) => {
    const answer = await send(asked);
    isNew ||= answer.responses[0]?.startWorkflow?.started === true;
    return answer;
  };
  const service: unknown = Object.create(workflowService, { executeMultiOperation: { value: executeMultiOperation } });
  const watched = Object.create(connection) as ConnectionLike;
  Object.defineProperty(watched, 'workflowService', { value: service });
  return { client: new Client({ ...client.options, connection: watched }), isNew: () => isNew };
}

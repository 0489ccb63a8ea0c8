import {
  isGrpcServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  QueryNotRegisteredError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common';
import {
  type Fault,
  InquiryFailed,
  isUsedBefore,
  InvalidInput,
  TuntasError,
  UpdateRefused,
} from '../contract/errors.js';
import type { PaymentKey } from '../contract/names.js';
import type { RefusalReason } from '../contract/refusals.js';
import { FAILING_AT_WORKFLOW, GRPC_STATUS, NO_POLLER } from '../contract/grpc-status.js';

const UNREACHABLE = new Set<number>([GRPC_STATUS.unavailable, GRPC_STATUS.deadlineExceeded]);

/** Translates an error of Temporal's client to a `TuntasError`; any other error is returned as it is. */
export function toTuntasError(error: unknown, { provider, refId }: PaymentKey): unknown {
  const payment = `${provider} ${refId}`;
  if (error instanceof TuntasError) return error;
  if (error instanceof WorkflowUpdateFailedError) return refusalOf(error.cause) ?? error;
  if (error instanceof WorkflowFailedError) return endOf(error, payment);
  if (error instanceof WorkflowNotFoundError) return new TuntasError('PaymentNotFound', `no payment ${payment}`);
  if (error instanceof QueryNotRegisteredError) return new TuntasError('PaymentBroken', `${payment} answers no query`);
  const cause = error instanceof Error ? error.cause : undefined;
  const grpc = isGrpcServiceError(error) ? error : isGrpcServiceError(cause) ? cause : undefined;
  if (grpc && UNREACHABLE.has(grpc.code)) {
    return new TuntasError('Unreachable', 'Temporal does not answer', { cause: error });
  }
  // A server lets only so many callers wait at once: 1,200 for each kind of call, unless it is configured otherwise.
  if (Number(grpc?.code) === GRPC_STATUS.resourceExhausted) {
    const why = `Temporal takes no more calls at the moment: ${payment} goes on if it has started, repeat the call`;
    return new TuntasError('Unreachable', why, { cause: error });
  }
  // The server takes no updates while workers fail at the workflow again and again, or are killed at it, and no queries where
  // no worker has asked for work for some time.
  const isNotCarriedOn = [FAILING_AT_WORKFLOW, NO_POLLER].some((said) => said.test(grpc?.details ?? ''));
  if (Number(grpc?.code) === GRPC_STATUS.failedPrecondition && isNotCarriedOn) {
    return new TuntasError('Unreachable', `no worker carries ${payment} on at the moment`, { cause: error });
  }
  if (error instanceof NamespaceNotFoundError) {
    return new TuntasError('Unreachable', `Temporal has no namespace ${error.namespace}`, { cause: error });
  }
  return error;
}

function refusalOf(cause: unknown): TuntasError | undefined {
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const { type, message } = cause;
  switch (type) {
    case 'UpdateRefused':
      return new UpdateRefused(message, (detailOf(cause) as { reason?: RefusalReason } | undefined)?.reason);
    case 'InquiryFailed':
      return new InquiryFailed(message, (detailOf(cause) as { code?: string } | undefined)?.code ?? '');
    case 'InvalidRequest':
      return invalidRequest(cause);
    case 'PaymentEnded':
      return new TuntasError('PaymentEnded', message);
    default:
      return undefined;
  }
}

/** With the path of each fault; a worker of an earlier version gives only the text of all. */
function invalidRequest(failure: ApplicationFailure): InvalidInput {
  const faults = detailOf(failure);
  return new InvalidInput(
    'InvalidRequest',
    Array.isArray(faults) ? (faults as Fault[]) : [{ path: '', reason: failure.message }],
  );
}

function detailOf({ details }: ApplicationFailure): unknown {
  return details?.[0];
}

const NOT_KEPT =
  'was paid or begun before, and Temporal does not keep what became of it: ask the provider before anything is paid again';

function isOfUsedReference({ faults }: InvalidInput): boolean {
  return faults.some(isUsedBefore);
}

/** A payment's workflow ends Completed. It fails only for an invalid request; any other end came from outside. */
function endOf(error: WorkflowFailedError, payment: string): TuntasError {
  const { cause } = error;
  if (cause instanceof ApplicationFailure && cause.type === 'InvalidRequest') {
    const refusal = invalidRequest(cause);
    return isOfUsedReference(refusal) ? new TuntasError('PaymentBroken', `${payment} ${NOT_KEPT}`) : refusal;
  }
  return new TuntasError('PaymentBroken', `${payment} was ended from outside: ${cause?.message ?? error.message}`);
}

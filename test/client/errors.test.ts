import {
  ServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  QueryNotRegisteredError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError, TerminatedFailure } from '@temporalio/common';
import { toTuntasError } from '../../client/errors.js';
import { TuntasError } from '../../contract/errors.js';

const key = { provider: 'digiswitch', refId: 'inv-1' };
const translated = (error: unknown) => toTuntasError(error, key);
const grpcError = (code: number) => Object.assign(new Error(`${code}`), { code, details: '', metadata: {} });
const refusedUpdate = (type: string) =>
  new WorkflowUpdateFailedError('update failed', ApplicationFailure.nonRetryable('the reason', type));

test.each(['InvalidRequest', 'InquiryFailed', 'UpdateRefused', 'PaymentEnded'])(
  'a payment that refuses an update with %s gives an error with that code and the reason',
  (code) => {
    expect(translated(refusedUpdate(code))).toMatchObject({ name: code, code, message: 'the reason' });
  },
);

test('a refusal of an unknown type stays as it is', () => {
  const error = refusedUpdate('SomethingElse');
  expect(translated(error)).toBe(error);
});

test('a workflow that failed for an invalid request gives InvalidRequest, any other end gives PaymentBroken', () => {
  const invalid = ApplicationFailure.nonRetryable('product: must name a product', 'InvalidRequest');
  expect(translated(new WorkflowFailedError('failed', invalid, 'NON_RETRYABLE_FAILURE'))).toMatchObject({
    code: 'InvalidRequest',
    message: 'product: must name a product',
  });
  const terminated = new TerminatedFailure('by an operator');
  expect(translated(new WorkflowFailedError('failed', terminated, 'NON_RETRYABLE_FAILURE'))).toMatchObject({
    code: 'PaymentBroken',
    message: 'digiswitch inv-1 was ended from outside: by an operator',
  });
});

test('a payment that Temporal does not know gives PaymentNotFound', () => {
  expect(translated(new WorkflowNotFoundError('not found', 'payment:digiswitch:inv-1', undefined))).toMatchObject({
    code: 'PaymentNotFound',
    message: 'no payment digiswitch inv-1',
  });
});

test('a workflow that answers no query gives PaymentBroken', () => {
  const args = ['no handler', 3] as unknown as ConstructorParameters<typeof QueryNotRegisteredError>;
  expect(translated(new QueryNotRegisteredError(...args))).toMatchObject({ code: 'PaymentBroken' });
});

test.each([
  'Unable to perform workflow execution update due to Workflow Task in failed state.',
  'no poller seen for task queue recently, worker may be down',
])('a payment that no worker carries on gives Unreachable: %s', (details) => {
  const cause = Object.assign(grpcError(9), { details });
  expect(translated(new ServiceError('Failed to query Workflow', { cause }))).toMatchObject({ code: 'Unreachable' });
});

test.each([
  ['UNAVAILABLE', 14],
  ['DEADLINE_EXCEEDED', 4],
  ['RESOURCE_EXHAUSTED', 8],
])('gRPC %s gives Unreachable, by itself or as the cause of the SDK error', (_name, code) => {
  expect(translated(grpcError(code))).toMatchObject({ code: 'Unreachable' });
  expect(translated(new ServiceError('failed to query', { cause: grpcError(code) }))).toMatchObject({
    code: 'Unreachable',
  });
});

test('a namespace that does not exist gives Unreachable with its name', () => {
  expect(translated(new NamespaceNotFoundError('shop'))).toMatchObject({
    code: 'Unreachable',
    message: 'Temporal has no namespace shop',
  });
});

test('every other error stays as it is', () => {
  for (const error of [new TuntasError('PaymentEnded', 'ended'), new Error('other'), grpcError(7), undefined]) {
    expect(translated(error)).toBe(error);
  }
});

import { ApplicationFailureCategory } from '@temporalio/common';
import { retryLater } from '../../activities/retry-later.js';

test('a failure to retry is benign, retryable and carries its details', () => {
  const details = { why: 'timeout' };
  expect(retryLater({ type: 'LedgerUnanswered', message: 'no answer', details, delayMs: 5_000 })).toMatchObject({
    type: 'LedgerUnanswered',
    message: 'no answer',
    nonRetryable: false,
    category: ApplicationFailureCategory.BENIGN,
    details: [details],
    nextRetryDelay: 5_000,
  });
});

test('without a delay the retry policy decides', () => {
  expect(retryLater({ type: 'T', message: '', details: undefined }).nextRetryDelay).toBeUndefined();
});

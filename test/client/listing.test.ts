import type { WorkflowExecutionInfo } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { queryOf, summaryOf } from '../../client/listing.js';

test('without a filter all payments are listed, and no reviews', () => {
  expect(queryOf({})).toBe("WorkflowType = 'payment'");
});

test('every field of the filter becomes a condition', () => {
  const filter = {
    provider: 'digiswitch',
    product: 'pln',
    status: 'Pending',
    stage: 'polling',
    review: false,
  } as const;
  expect(queryOf(filter)).toBe(
    "WorkflowType = 'payment' AND PaymentProvider = 'digiswitch' AND PaymentProduct = 'pln' AND " +
      "PaymentStatus = 'Pending' AND PaymentStage = 'polling' AND PaymentReview = false",
  );
});

test('a filter for reviews also lists the reviews of ended payments', () => {
  expect(queryOf({ review: true })).toBe("WorkflowType IN ('payment', 'review') AND PaymentReview = true");
});

test('a quote in a value cannot end the condition', () => {
  expect(queryOf({ product: "x' OR PaymentReview = true OR PaymentProduct = 'x" })).toBe(
    "WorkflowType = 'payment' AND PaymentProduct = 'x'' OR PaymentReview = true OR PaymentProduct = ''x'",
  );
});

const info = (workflowId: string, attributes: TypedSearchAttributes, closeTime?: Date) =>
  ({
    workflowId,
    startTime: new Date('2026-01-01T00:00:00Z'),
    closeTime,
    typedSearchAttributes: attributes,
  }) as WorkflowExecutionInfo;

test('a summary is read from the workflow id and the search attributes', () => {
  const attributes = new TypedSearchAttributes([
    { key: { name: 'PaymentProduct', type: 'KEYWORD' }, value: 'pln' },
    { key: { name: 'PaymentStatus', type: 'KEYWORD' }, value: 'Sukses' },
    { key: { name: 'PaymentStage', type: 'KEYWORD' }, value: 'ended' },
    { key: { name: 'PaymentReview', type: 'BOOL' }, value: true },
  ]);
  expect(summaryOf(info('payment:digiswitch:inv-1', attributes, new Date('2026-01-01T00:01:00Z')))).toEqual({
    provider: 'digiswitch',
    refId: 'inv-1',
    product: 'pln',
    status: 'Sukses',
    stage: 'ended',
    review: true,
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:01:00.000Z',
  });
});

test('a summary leaves out what the visibility store does not have', () => {
  expect(summaryOf(info('review:digiswitch:inv-1', new TypedSearchAttributes()))).toStrictEqual({
    provider: 'digiswitch',
    refId: 'inv-1',
    review: false,
    startedAt: '2026-01-01T00:00:00.000Z',
  });
});

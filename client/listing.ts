import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { PaymentStatus, Stage } from '../contract/messages.js';
import type { PaymentKey } from '../contract/names.js';

/** Which payments to list; left out: all. */
export interface PaymentFilter {
  provider?: string;
  product?: string;
  status?: PaymentStatus;
  stage?: Stage;
  /** True: also ended payments that have a review of their own. */
  review?: boolean;
  /** At most as many, newest first. @default 100 */
  limit?: number;
}

/** A payment as the visibility store knows it; it may lag behind by a second. */
export interface PaymentSummary extends PaymentKey {
  product?: string;
  status?: PaymentStatus;
  stage?: Stage;
  review: boolean;
  startedAt: string;
  endedAt?: string;
}

/** A filter in Temporal's list syntax. */
export function queryOf({ provider, product, status, stage, review }: PaymentFilter): string {
  const equals = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`${name} = '${value.replaceAll("'", "''")}'`];
  return [
    // The review of an ended payment is a workflow of its own.
    review === true ? "WorkflowType IN ('payment', 'review')" : "WorkflowType = 'payment'",
    ...equals('PaymentProvider', provider),
    ...equals('PaymentProduct', product),
    ...equals('PaymentStatus', status),
    ...equals('PaymentStage', stage),
    ...(review === undefined ? [] : [`PaymentReview = ${review}`]),
  ].join(' AND ');
}

export function summaryOf(info: WorkflowExecutionInfo): PaymentSummary {
  const [, provider = '', refId = ''] = info.workflowId.split(':');
  const text = (name: string) => {
    const value = info.typedSearchAttributes.getAll().find(({ key }) => key.name === name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const review = info.typedSearchAttributes.get({ name: 'PaymentReview', type: 'BOOL' });
  const product = text('PaymentProduct');
  const status = text('PaymentStatus');
  const stage = text('PaymentStage');
  return {
    provider,
    refId,
    ...(product === undefined ? {} : { product }),
    ...(status === undefined ? {} : { status: status as PaymentStatus }),
    ...(stage === undefined ? {} : { stage: stage as Stage }),
    review: review === true,
    startedAt: info.startTime.toISOString(),
    ...(info.closeTime ? { endedAt: info.closeTime.toISOString() } : {}),
  };
}

import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { PaymentStatus, Stage } from '../contract/messages.js';
import { given } from '../contract/given.js';
import { keyOf, type PaymentKey, WORKFLOWS } from '../contract/names.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';

/** Which payments to list. @default all */
export interface PaymentFilter {
  /** A key under `providers` in temporal.config.json. */
  provider?: string;
  /** The provider's product code. */
  product?: string;
  /** `Pending`: not ended. */
  status?: PaymentStatus;
  /** The step that they are at. */
  stage?: Stage;
  /**
   * Hashes of one customer's number, one for each key of the configuration (`customerKey`, `customerKeyPrevious`), not the
   * number: `tuntas hash <number>` prints them. Each is the first 16 bytes of HMAC-SHA-256 of the number under the key, in
   * hexadecimal.
   */
  customer?: readonly string[];
  /** True: only those under review, and the reviews of ended payments. */
  review?: boolean;
  /** The number of payments at most, newest first. @default 100 */
  limit?: number;
}

/** A payment in Temporal's visibility store, which may lag behind by a second. */
export interface PaymentSummary extends PaymentKey {
  /** The provider's product code. */
  product?: string;
  /** `Pending`: not ended. Left out where it is not known yet. */
  status?: PaymentStatus;
  /** The step that it is at. */
  stage?: Stage;
  /** Whether an operator is needed. */
  review: boolean;
  /** Why an operator is needed. Only in a list with `review: true`, and only where a worker answers. */
  why?: string;
  /** UTC, ISO 8601. */
  startedAt: string;
  /** UTC, ISO 8601. */
  endedAt?: string;
}

/** The condition that a search attribute has a value; none where no value is asked for. */
export function equals({ name }: { name: string }, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name} = ${quoted(value)}`];
}

/** The condition that a search attribute has one of the values. */
export function oneOf({ name }: { name: string }, values: readonly string[]): string {
  return `${name} IN (${values.map(quoted).join(', ')})`;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The filter as a query in Temporal's list syntax. */
export function queryOf({ provider, product, status, stage, customer, review }: PaymentFilter): string {
  return [
    // The review of an ended payment is a separate workflow.
    review === true
      ? `WorkflowType IN ('${WORKFLOWS.payment}', '${WORKFLOWS.review}')`
      : `WorkflowType = '${WORKFLOWS.payment}'`,
    ...equals(SEARCH_ATTRIBUTES.provider, provider),
    ...equals(SEARCH_ATTRIBUTES.product, product),
    ...equals(SEARCH_ATTRIBUTES.status, status),
    ...equals(SEARCH_ATTRIBUTES.stage, stage),
    ...(customer === undefined ? [] : [oneOf(SEARCH_ATTRIBUTES.customer, customer)]),
    ...(review === undefined ? [] : [`${SEARCH_ATTRIBUTES.review.name} = ${review}`]),
  ].join(' AND ');
}

/** A payment from its entry in the visibility store. */
export function summaryOf(info: WorkflowExecutionInfo): PaymentSummary {
  const text = (attribute: { name: string }) => {
    const value = info.typedSearchAttributes.getAll().find(({ key }) => key.name === attribute.name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  return given({
    ...keyOf(info.workflowId),
    product: text(SEARCH_ATTRIBUTES.product),
    status: text(SEARCH_ATTRIBUTES.status) as PaymentStatus | undefined,
    stage: text(SEARCH_ATTRIBUTES.stage) as Stage | undefined,
    review: info.typedSearchAttributes.get(SEARCH_ATTRIBUTES.review) === true,
    startedAt: info.startTime.toISOString(),
    endedAt: info.closeTime?.toISOString(),
  });
}

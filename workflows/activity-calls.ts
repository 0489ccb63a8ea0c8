import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { LedgerActivities, PaymentActivities, ProviderActivities } from '../activities/index.js';
import { HEARTBEAT_TIMEOUT_MS } from '../contract/heartbeat.js';
import type { Plan } from '../contract/plan.js';
import type { PaymentRequest } from '../contract/request.js';
import { subjectOf } from '../contract/summary.js';
import type { LedgerStep } from './settlement.js';

/** Added to the time limit of one HTTP call, for the activity around it to report; milliseconds. */
const REPORT_MS = 10_000;

const CHECK_REQUEST = 'check the request and read the plan';

/**
 * The request's check within the workflow task: one attempt, with what the worker has in memory and the record of the
 * reference. Where it has no answer in time, the ordinary activity `accept` asks again.
 */
export const { accept: acceptAtOnce } = proxyLocalActivities<PaymentActivities>({
  scheduleToStartTimeout: '1s',
  startToCloseTimeout: '1s',
  retry: { maximumAttempts: 1 },
  summary: CHECK_REQUEST,
});

/** Activities that contact nobody outside. They are tried again until they answer. */
function ownActivities(summary: string) {
  return proxyActivities<PaymentActivities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '30s' },
    summary,
  });
}

export const { accept } = ownActivities(CHECK_REQUEST);
export const { isFirstRun } = ownActivities('ask whether an earlier run may have sent pay');
export const { readNotices } = ownActivities('verify and read the notices that have arrived');
export const { readRecord } = ownActivities('read the record of the payment');

/** The payment waits for it at its end, and must not wait for ever. */
export const { renewReference } = proxyActivities<PaymentActivities>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  summary: 'renew the record that the reference is used',
});

/** Advisory: the payment must not wait for it. */
export const { lastContact } = proxyActivities<PaymentActivities>({
  scheduleToCloseTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '2s' },
  summary: 'ask when the provider was contacted last',
});

/** An inquiry moves no money, so an unclear answer is asked for again until `leftMs` are over. */
export function inquiryCall(request: PaymentRequest, plan: Plan, leftMs: number): ProviderActivities['inquire'] {
  return proxyActivities<ProviderActivities>({
    ...contactOptions(request, plan, 'ask for the bill of'),
    scheduleToCloseTimeout: leftMs,
    retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '1m' },
  }).inquire;
}

/** One attempt, which a worker takes within `leftMs` or never: then it is proven that nothing was sent. */
export function payCall(request: PaymentRequest, plan: Plan, leftMs: number): ProviderActivities['pay'] {
  return proxyActivities<ProviderActivities>({
    ...contactOptions(request, plan, 'pay'),
    // Cancelled before a worker took it, it never runs; once taken, its answer is waited for.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    scheduleToStartTimeout: leftMs,
    retry: { maximumAttempts: 1 },
  }).pay;
}

/**
 * Retried without end: the activity itself sets the waits. The policy's own interval holds after a timeout, which sets
 * none. Cancelling it waits for the call in progress.
 */
export function checkCall(request: PaymentRequest, plan: Plan): ProviderActivities['check'] {
  return proxyActivities<ProviderActivities>({
    ...contactOptions(request, plan, 'check the status of'),
    taskQueue: plan.checkQueue,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: Math.max(plan.minGapMs, 1_000), backoffCoefficient: 1 },
  }).check;
}

/** Repeated with the same key until the ledger answers. */
export function ledgerCalls(ledger: NonNullable<Plan['ledger']>, step: LedgerStep): LedgerActivities {
  return proxyActivities<LedgerActivities>({
    summary: `${step} the funds at the ledger`,
    taskQueue: ledger.queue,
    startToCloseTimeout: ledger.timeoutMs + REPORT_MS,
    heartbeatTimeout: HEARTBEAT_TIMEOUT_MS,
    // Given up at the deadline, the call in progress may still bring its answer.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  });
}

function contactOptions(request: PaymentRequest, plan: Plan, does: string): ActivityOptions {
  return {
    taskQueue: plan.queue,
    startToCloseTimeout: plan.timeoutMs + REPORT_MS,
    heartbeatTimeout: HEARTBEAT_TIMEOUT_MS,
    summary: `${does} ${subjectOf(request)}`,
  };
}

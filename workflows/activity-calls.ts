import { ActivityCancellationType, proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { LedgerActivities, PaymentActivities, ProviderActivities } from '../activities/index.js';
import type { Plan } from '../contract/plan.js';
import type { PaymentRequest } from '../contract/request.js';

/** Over what one call may take, for the activity around it to report. */
const SLACK_MS = 10_000;
/** How long a dead worker goes unnoticed; activities beat five times as often. */
const HEARTBEAT_MS = 10_000;

/** Own activities: they contact nobody, and are tried again until they answer. */
export const { accept, isFirstRun, lastContact } = proxyActivities<PaymentActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** An inquiry costs nothing: an unclear answer is asked for again until `leftMs` are over. */
export function inquiryCall(request: PaymentRequest, plan: Plan, leftMs: number): ProviderActivities['inquire'] {
  return proxyActivities<ProviderActivities>({
    ...contact(request, plan),
    scheduleToCloseTimeout: leftMs,
    retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '1m' },
  }).inquire;
}

/** One attempt, and handed out before `leftMs` are over or never: then it is proven that nothing was sent. */
export function payCall(request: PaymentRequest, plan: Plan, leftMs: number): ProviderActivities['pay'] {
  return proxyActivities<ProviderActivities>({
    ...contact(request, plan),
    // Taken back before it was begun, it never is; begun, its answer is waited for.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    scheduleToStartTimeout: leftMs,
    retry: { maximumAttempts: 1 },
  }).pay;
}

/**
 * Retried without end: the waits are set by the activity itself. The policy's own interval holds after a timeout,
 * which sets none. Stopping it waits for the call in flight.
 */
export function checkCall(request: PaymentRequest, plan: Plan): ProviderActivities['check'] {
  return proxyActivities<ProviderActivities>({
    ...contact(request, plan),
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: Math.max(plan.minGapMs, 1_000), backoffCoefficient: 1 },
  }).check;
}

/** Repeated with the same key until the ledger answers. */
export function ledgerCalls(ledger: NonNullable<Plan['ledger']>): LedgerActivities {
  return proxyActivities<LedgerActivities>({
    taskQueue: ledger.queue,
    startToCloseTimeout: ledger.timeoutMs + SLACK_MS,
    heartbeatTimeout: HEARTBEAT_MS,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  });
}

function contact({ product, customerNo }: PaymentRequest, plan: Plan): ActivityOptions {
  return {
    taskQueue: plan.queue,
    startToCloseTimeout: plan.timeoutMs + SLACK_MS,
    heartbeatTimeout: HEARTBEAT_MS,
    summary: `${product} ${masked(customerNo)}`,
  };
}

/** A customer's number for people to see: its last four digits. */
export function masked(customerNo: string): string {
  return customerNo.length > 4 ? `…${customerNo.slice(-4)}` : '…';
}

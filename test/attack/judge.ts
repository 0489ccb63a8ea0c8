import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { paymentId } from '../../contract/names.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { Hold } from '../../sandbox/index.js';
import { HONEST, type HonestPayment } from './honest.js';

/** What is known when a run is over. */
export interface Facts {
  client: Client;
  payments: readonly HonestPayment[];
  /** By reference; none: without an outcome in time. */
  outcomes: ReadonlyMap<string, PaymentOutcome>;
  charges: ReadonlyMap<string, number>;
  holds: readonly Hold[];
}

/** Every way in which an attacker got somewhere; empty when he did not. */
export async function judge(facts: Facts): Promise<string[]> {
  return [
    ...facts.payments.flatMap((payment) => judgePayment(facts, payment)),
    ...ofStrangers(facts),
    ...(await judgeTasks(facts)),
  ];
}

function judgePayment({ outcomes, charges, holds }: Facts, { request, ends }: HonestPayment): string[] {
  const { refId } = request;
  const outcome = outcomes.get(refId);
  if (!outcome) return [`${refId} has no outcome`];
  const funds = ends === 'Sukses' ? 'captured' : 'released';
  const own = holds.filter(({ id }) => id.startsWith(`${paymentId(request)}:`));
  const taken = own.reduce((sum, { captured = 0, refunded = 0 }) => sum + captured - refunded, 0);
  const wanted = outcome.status === 'Sukses' ? (outcome.charge ?? outcome.amount ?? 0) : 0;
  return [
    ...expect(refId, 'status', outcome.status, ends),
    ...expect(refId, 'funds', outcome.funds, funds),
    ...expect(refId, 'charges at the provider', charges.get(refId) ?? 0, ends === 'Sukses' ? 1 : 0),
    ...expect(refId, 'rupiah taken', taken, wanted),
    ...expect(refId, 'holds still open', own.filter(({ state }) => state === 'held').length, 0),
    ...(JSON.stringify(outcome).includes('FORGED') ? [`${refId} shows what was forged`] : []),
  ];
}

function expect(refId: string, what: string, found: unknown, wanted: unknown): string[] {
  return found === wanted ? [] : [`${refId}: ${what} is ${String(found)} and not ${String(wanted)}`];
}

/** Nothing may be held or taken but for the honest payments. */
function ofStrangers({ holds }: Facts): string[] {
  return holds
    .filter(({ account }) => !account.startsWith(HONEST))
    .map(({ id, account, amount }) => `${id} holds ${amount} of ${account}`);
}

/** Causes of a failed workflow task that are part of normal work: something arrived while it ran. */
const NORMAL = new Set<unknown>(['WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND', 'UNHANDLED_COMMAND', 1]);

/** No task of a payment or a review may fail, and no review may be open. */
async function judgeTasks({ client }: Facts): Promise<string[]> {
  const faults: string[] = [];
  for await (const { workflowId, runId, status, typedSearchAttributes } of client.workflow.list()) {
    if (/"PaymentReview".*true/.test(JSON.stringify(typedSearchAttributes)))
      faults.push(`${workflowId} is under review`);
    if (status.name === 'RUNNING') faults.push(`${workflowId} still runs`);
    for (const event of await eventsOf(client, workflowId, runId)) {
      const failed = event.workflowTaskFailedEventAttributes;
      const { cause } = failed ?? {};
      if (failed && !NORMAL.has(cause))
        faults.push(`a task of ${workflowId} failed: ${failed.failure?.message ?? cause}`);
    }
  }
  return faults;
}

async function eventsOf(client: Client, workflowId: string, runId: string) {
  try {
    return (await client.workflow.getHandle(workflowId, runId).fetchHistory()).events ?? [];
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { reviewId } from '../../contract/names.js';
import type { ReviewOutcome } from '../../contract/review.js';
import type { Counterparties } from './counterparties.js';
import { judge } from './judge.js';
import { PATIENCE_MS } from './running-case.js';
import { followOutcome, keyOf, type CaseRun } from './steps.js';

/** More resolutions than any case needs: it goes round. */
const MOST_RESOLUTIONS = 4;
const LOOK_EVERY_MS = 500;

/**
 * Goes on with a case that has come under review: an operator resolves it until the payment, and the review of the ended
 * payment where one was started, has ended. A case that is not where it should be stays as it is.
 */
export async function resolveCase(counterparties: Counterparties, run: CaseRun): Promise<void> {
  const { one, facts } = run;
  if (!one.resolved || judge(one, facts).length > 0) return;
  void followOutcome(counterparties, run);
  const end = Date.now() + PATIENCE_MS;
  while (!(await hasEnded(counterparties, run))) {
    const { by } = one.resolved;
    const status = by[Math.min(facts.resolutions.length, by.length - 1)];
    if (status === undefined || facts.resolutions.length === MOST_RESOLUTIONS || Date.now() > end) {
      throw new Error(`is not over after the resolutions ${facts.resolutions.join(', ')}`);
    }
    await one.mend?.(facts);
    if (await resolves(counterparties, run, status)) facts.resolutions.push(status);
    await sleep(LOOK_EVERY_MS);
  }
}

/** False: it is being settled, and does not wait for an operator; or it has just ended. */
async function resolves(
  { payments }: Counterparties,
  { facts }: CaseRun,
  status: 'Sukses' | 'Gagal',
): Promise<boolean> {
  try {
    await payments.resolve(keyOf(facts), { status, by: 'operator', note: 'resolved by the fault matrix' });
    return true;
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: string };
    // A review that has just begun: it resolves nothing before it has read the record of the payment.
    if (code === 'UpdateRefused' && /is being read/.test(message ?? '')) return false;
    // A refused first resolution is the case's fault: nothing has begun that could stand in its way.
    const expected = facts.resolutions.length > 0 && (code === 'UpdateRefused' || code === 'PaymentEnded');
    // A busy machine may not answer in time; what was accepted all the same is seen by the next look.
    if (expected || code === 'Unreachable') return false;
    throw error;
  }
}

/** Whether the payment has ended, and its review too, where it has one. */
async function hasEnded({ client }: Counterparties, { facts }: CaseRun): Promise<boolean> {
  if (!facts.outcome) return false;
  const handle = client.workflow.getHandle(reviewId(keyOf(facts)));
  try {
    const { status } = await handle.describe();
    if (status.name === 'RUNNING') return false;
    facts.review = (await handle.result()) as ReviewOutcome;
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return true;
    throw error;
  }
}

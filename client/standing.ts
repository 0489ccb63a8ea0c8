import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { standingRun, type StandingRun } from '../activities/payment-record.js';
import { TuntasError } from '../contract/errors.js';
import type { PaymentKey } from '../contract/names.js';

/** How long Temporal's list is waited for: 5 seconds. */
const LIST_TRIES = 10;
const LIST_PAUSE_MS = 500;

/** The run that says what became of a payment, as far as Temporal still keeps its runs. */
export type Standing = Exclude<StandingRun, { kind: 'unlisted' }>;

/**
 * The run that says what became of a payment; Temporal's list is waited for. Throws Unreachable where the list does not show
 * the payment, or cannot be read: then nothing is known, and nothing may be concluded.
 */
export async function standingRunOf(
  client: Client,
  key: PaymentKey,
  latest: WorkflowExecutionDescription,
): Promise<Standing> {
  for (let tries = 0; tries < LIST_TRIES; tries += 1) {
    if (tries > 0) await sleep(LIST_PAUSE_MS);
    const found = await listed(client, key, latest);
    if (found.kind !== 'unlisted') return found;
  }
  throw new TuntasError('Unreachable', "Temporal's list does not show the payment yet: ask again");
}

async function listed(client: Client, key: PaymentKey, latest: WorkflowExecutionDescription): Promise<StandingRun> {
  try {
    return await standingRun(client, key, latest);
  } catch (cause) {
    throw new TuntasError('Unreachable', "Temporal's list of workflows cannot be read: ask again", { cause });
  }
}

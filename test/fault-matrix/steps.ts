import { setTimeout as sleep } from 'node:timers/promises';
import type { Payments } from '../../client/payments.js';
import { milliseconds } from '../../contract/duration.js';
import type { PaymentRequest } from '../../contract/request.js';
import { BILLERS, billOf } from './billers.js';
import type { Case } from './case.js';
import { PATIENCE_MS, type RunningCase } from './running-case.js';
import { expectedOf, fits } from './judge.js';
import type { Counterparties } from './counterparties.js';

/** One case, what is known about it, and the rules that it broke. */
export interface CaseRun {
  one: Case;
  facts: RunningCase;
  broken: string[];
  /** Resolves when the payment has ended, one way or another. */
  ended?: Promise<void>;
}

/** Puts the rules of a case in force. */
export function addRules({ main, side }: Counterparties, { one, facts }: CaseRun): void {
  for (const make of one.rules) {
    const rule = make(facts.about);
    const { provider = 'ledger' } = rule.match ?? {};
    (provider !== 'ledger' && BILLERS[facts.about.provider].counterparty === 'side' ? side : main).sandbox.rules.add(
      rule,
    );
  }
}

/** Starts the payment of a case. */
export async function startPayment({ payments }: Counterparties, { one, facts }: CaseRun): Promise<void> {
  await one.before?.(facts);
  await payments.start(requestOf(one, facts));
}

function requestOf({ request, cutOff, contact }: Case, { about }: RunningCase): PaymentRequest {
  return {
    provider: about.provider,
    refId: about.ref,
    ...billOf(about.provider, about.ref),
    account: about.ref,
    ...(cutOff && contact === 'pay' ? { confirm: 'manual' } : {}),
    ...request,
    ...(request?.deadline === undefined ? {} : { deadline: `${milliseconds(request.deadline) * about.pace}ms` }),
  };
}

/** Records the outcome as soon as there is one. */
export function followOutcome({ payments }: Counterparties, run: CaseRun): Promise<void> {
  return (run.ended ??= readOutcome(payments, run.facts));
}

async function readOutcome(payments: Payments, run: RunningCase): Promise<void> {
  for (;;) {
    try {
      run.outcome = await payments.outcome(keyOf(run));
      return;
    } catch (error) {
      // A busy machine may not answer in time: ask again. Any other error: it was terminated without an outcome.
      if ((error as { code?: unknown }).code !== 'Unreachable') return;
      await sleep(1_000);
    }
  }
}

/** Waits until the payment is where the case wants it, or has had all the time there is. */
export async function waitForExpected(counterparties: Counterparties, run: CaseRun): Promise<void> {
  const { one, facts } = run;
  const end = Date.now() + PATIENCE_MS;
  const ended = followOutcome(counterparties, run);
  if (one.expected.ends === 'Sukses' || one.expected.ends === 'Gagal') {
    await Promise.race([ended, sleep(PATIENCE_MS, undefined, { ref: false })]);
    return;
  }
  while (Date.now() < end && !facts.outcome) {
    await sleep(2_000);
    if (one.expected.ends === 'review' && !isAskedTwice(one, facts)) continue;
    // A busy machine may not answer a query in time: it is asked again.
    facts.progress = await counterparties.payments.progress(keyOf(facts)).catch(() => undefined);
    if (fits(expectedOf(one, facts), facts) && isAskedTwice(one, facts)) return;
  }
}

/** A review for want of a verdict proves something only after the provider was asked, more than once. */
function isAskedTwice({ expected }: Case, run: RunningCase): boolean {
  return (expected.ends === 'review' && expected.moved === true) || run.count('status') >= 2;
}

/** Reads a payment that has not ended once more. Returns whether it has an outcome. */
export async function inspect({ payments }: Counterparties, { facts }: CaseRun): Promise<boolean> {
  if (facts.outcome) return true;
  facts.progress = await retry(() => payments.progress(keyOf(facts)));
  facts.outcome = facts.progress.outcome;
  return facts.outcome !== undefined;
}

/** Reads a payment that has not ended one last time, and terminates it. */
export async function inspectAndTerminate(counterparties: Counterparties, run: CaseRun): Promise<void> {
  const { facts, ended } = run;
  if (facts.outcome) return;
  if (!(await inspect(counterparties, run)))
    await counterparties.client.workflow.getHandle(facts.workflowId).terminate();
  // A call that waits for an outcome must not outlive the connection.
  await ended;
}

async function retry<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 10; ; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0) throw error;
      await sleep(1_000);
    }
  }
}

/** An error while a case runs counts against that case. */
export async function recordErrors({ broken }: CaseRun, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    broken.push(String(error));
  }
}

export function keyOf({ about }: RunningCase) {
  return { provider: about.provider, refId: about.ref };
}

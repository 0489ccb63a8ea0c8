import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { Claim, Evidence } from '../../contract/evidence.js';
import type { Progress } from '../../contract/messages.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';
import type { ScenarioContext } from './scenario.js';

/** What people and webhooks do to a payment under way. */
export type Step = (context: ScenarioContext) => Promise<unknown>;

/** Waits for the review of the running payment, then takes the step. */
export function underReview(step: Step): Step {
  return async (context) => {
    await context.until(async () => (await context.progress()).review !== undefined);
    await step(context);
  };
}

/** Waits until the running payment is under review for a reason that matches, then takes the step. */
export function reviewedFor(why: RegExp, step: Step): Step {
  return async (context) => {
    await context.until(async () => why.test((await context.progress()).review?.why ?? ''));
    await step(context);
  };
}

/** Waits until a status call has reported a kind of evidence, then takes the step. */
export function whenReported(kind: Evidence['kind'], step: Step): Step {
  return async (context) => {
    await context.until(async () =>
      (await context.progress()).timeline.some(({ event, result }) => event === 'status' && result === kind),
    );
    await step(context);
  };
}

/** Waits until the funds are somewhere, then takes the step. */
export function whenFundsAre(funds: Progress['funds'], step: Step): Step {
  return async (context) => {
    await context.until(async () => (await context.progress()).funds === funds);
    await step(context);
  };
}

/** Takes the steps one after the other. */
export function inOrder(...steps: Step[]): Step {
  return async (context) => {
    for (const step of steps) await step(context);
  };
}

/** Waits until the provider was contacted `times` times, then takes the step. */
export function after(times: number, what: Parameters<ScenarioContext['count']>[0], step: Step): Step {
  return async (context) => {
    await context.until(() => context.count(what) >= times);
    await step(context);
  };
}

/** Waits in real time until the provider was asked to pay, then takes the step at once. */
export function duringPay(step: Step): Step {
  return async (context) => {
    while (context.count('pay') === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await step(context);
  };
}

/** Waits until the payment has ended, then takes the step. */
export function afterTheEnd(step: Step): Step {
  return async (context) => {
    await context.until(async () => (await context.payment.describe()).status.name !== 'RUNNING');
    await step(context);
  };
}

/** How often an operator says it again, and after which time of the scenario. */
const TRIES = 5;

/**
 * An operator's verdict. One that arrives together with the answer of an activity is judged by what was known before, so
 * that it may be refused; it leaves nothing in the history then, and is said again.
 */
export function resolve(status: 'Sukses' | 'Gagal'): Step {
  return async (context) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await context.resolve(status);
      } catch (error) {
        if (tries === TRIES || !(error instanceof WorkflowUpdateFailedError)) throw error;
        await context.progress();
      }
    }
  };
}

/** A signal `notice` with a signed webhook. */
export function notice(evidence: Partial<Claim['evidence']>, more: Partial<Claim> = {}): Step {
  return ({ payment, request }) => payment.signal('notice', noticeWith({ ...claimAbout(request, evidence), ...more }));
}

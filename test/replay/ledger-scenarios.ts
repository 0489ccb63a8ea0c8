import type { PaymentOutcome } from '../../contract/outcome.js';
import { no, silence } from '../support/scripted-ledger.js';
import { failed, pending, refused, success, unknown } from '../support/scripted-provider.js';
import { after, afterTheEnd, claimOf, notice, resolve, underReview, type Step } from './steps.js';
import type { Scenario, ScenarioContext } from './scenario.js';
import type { ReviewProgress } from '../../contract/messages.js';
import type { ReviewCase } from '../../workflows/review-case.js';

const done = { kind: 'done' } as const;
const silent = { pay: [unknown], check: [unknown, unknown, success] };
const releaseAtDeadline = { deadline: '5m', onDeadline: 'release' } as const;

/** Payments decided by the ledger's answers, and the reviews that move money. */
export const ledgerScenarios: Record<string, Scenario> = {
  'hold-then-capture': { ledger: {}, script: { pay: [pending], check: [success] } },
  'hold-then-release': { ledger: {}, script: { pay: [failed], check: [failed] } },
  'hold-refused': { ledger: { hold: [no(402)] } },
  'hold-repeated-then-refused': { ledger: { hold: [silence, no(402, true)], release: [no(404)] } },
  'hold-given-back-on-cancel': {
    ledger: {},
    script: { pay: [{ kind: 'not-sent', why: 'connect' }] },
    meanwhile: after(2, 'pay', ({ cancel }) => cancel()),
  },
  'released-at-deadline-then-sukses': { ledger: {}, script: silent, request: releaseAtDeadline },
  'released-at-deadline-then-gagal': {
    ledger: {},
    script: { pay: [unknown], check: [unknown, unknown, failed] },
    request: releaseAtDeadline,
  },
  'release-refused-at-deadline': {
    ledger: { release: [no(409)] },
    script: { pay: [unknown], check: [unknown, unknown, refused, failed] },
    request: releaseAtDeadline,
  },
  'capture-refused-then-resolved': {
    ledger: { capture: [no(409)] },
    meanwhile: underReview(resolve('Sukses')),
  },
  'capture-refused-for-good': {
    ledger: { capture: [no(409), no(409)] },
    meanwhile: underReview(resolve('Sukses')),
  },
  'release-refused-then-resolved': {
    ledger: { release: [no(409)] },
    script: { pay: [refused] },
    meanwhile: underReview(resolve('Gagal')),
  },
  'verdict-contradicted': {
    ledger: { capture: [no(409)] },
    meanwhile: underReview(async (context) => {
      await notice({ kind: 'failed', code: '74', message: 'Refund' })(context);
      await resolve('Gagal')(context);
    }),
  },

  'funds-owed': {
    ledger: { hold: [done, no(402)] },
    script: silent,
    request: releaseAtDeadline,
  },
  'review-takes-the-funds': {
    of: 'review',
    ledger: {},
    meanwhile: reviewed({ funds: 'owed' }, resolve('Sukses')),
  },
  'review-takes-the-funds-in-vain-at-first': {
    of: 'review',
    ledger: { hold: [done, no(402)] },
    meanwhile: reviewed({ funds: 'owed' }, async (context) => {
      await resolve('Sukses')(context);
      await context.until(() => heldInVain(context));
      await resolve('Sukses')(context);
    }),
  },
  'review-gives-the-funds-back': {
    of: 'review',
    ledger: {},
    meanwhile: reviewed({ funds: 'captured' }, resolve('Gagal')),
  },
  'review-without-a-ledger': {
    of: 'review',
    meanwhile: reviewed({ funds: 'none' }, resolve('Gagal')),
  },
};

/**
 * The review of a payment that has ended, started as the webhook server does. (The time-skipping server's clock stops
 * when a review ends that a payment has started; its history is the same whatever starts it.)
 */
function reviewed(more: Partial<PaymentOutcome>, step: Step): Step {
  return afterTheEnd(async (context) => {
    const { client, request, payment, review } = context;
    const outcome = { ...((await payment.result()) as PaymentOutcome), ...more };
    const ledger = { queue: 'payments-ledger', timeoutMs: 10_000, reviewAfterMs: 900_000 };
    const why = 'a notice says otherwise';
    const hold = `${payment.workflowId}:1`;
    const subject: ReviewCase = { request, outcome, why, hold, ...(request.account === undefined ? {} : { ledger }) };
    await client.workflow.signalWithStart('review', {
      workflowId: review.workflowId,
      taskQueue: 'payments',
      args: [subject],
      signal: 'notice',
      signalArgs: [{ claim: claimOf(context, { kind: 'failed', code: '74', message: 'Refund' }) }],
    });
    await step(context);
  });
}

/** Whether the review's own hold was refused. */
async function heldInVain({ review }: ScenarioContext): Promise<boolean> {
  const { timeline } = await review.query<ReviewProgress>('progress');
  return timeline.some(({ event, result }) => event === 'hold' && result === 'refused');
}

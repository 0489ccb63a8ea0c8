import type { Evidence } from '../../contract/evidence.js';
import { no, silence } from '../support/scripted-ledger.js';
import { failed, pending, refused, success, unknown } from '../support/scripted-provider.js';
import {
  after,
  afterTheEnd,
  inOrder,
  notice,
  resolve,
  reviewedFor,
  underReview,
  whenReported,
  whenFundsAre,
  type Step,
} from './steps.js';
import type { Scenario, ScenarioContext } from './scenario.js';
import type { ReviewProgress } from '../../contract/messages.js';
import type { ReviewSubject } from '../../contract/review.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';

const done = { kind: 'done' } as const;
const silent = { pay: [unknown], check: [unknown, unknown, success] };
/** Longer than `ledger.reviewAfter`. */
const longSilence = Array<typeof silence>(24).fill(silence);
/** Long enough for something to happen meanwhile. */
const shortSilence = Array<typeof silence>(8).fill(silence);
/** Few checks, so that a notice comes between two of them. */
const rareChecks = { poll: [{ every: '6h', for: '30d' }], reviewAfter: '2h' };
const paidForNow = notice({ serialNumber: 'N1' });
const failedForNow = notice({ kind: 'failed', code: '74', message: 'Refund' });
/** Waits until the notice against the verdict was read. */
const isContradicted = reviewedFor(/contradicts/, () => Promise.resolve());
const releaseAtDeadline = { deadline: '5m', onDeadline: 'release' } as const;

const unpaid = { pay: [failed], check: [failed] };
/** What a notice says after the end: that a Gagal is paid, or a Sukses refunded. */
const PAID: Partial<Evidence> = { kind: 'success', code: '00' };
const REFUNDED: Partial<Evidence> = { kind: 'failed', code: '74', message: 'Refund' };

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
    meanwhile: whenReported('refused', resolve('Gagal')),
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
      await reviewedFor(/contradicts/, resolve('Gagal'))(context);
    }),
  },

  'hold-unanswered-until-expired': {
    ledger: { hold: longSilence, release: [no(404)] },
    request: { deadline: '5m' },
  },
  'hold-unanswered-then-cancelled': {
    ledger: { hold: longSilence },
    meanwhile: whenFundsAre('holding', ({ cancel }) => cancel()),
  },
  'hold-unanswered-then-reviewed': { ledger: { hold: longSilence } },
  'hold-unanswered-then-resolved': {
    ledger: { hold: Array<typeof silence>(100).fill(silence) },
    meanwhile: underReview(resolve('Gagal')),
  },
  'capture-unanswered-then-reviewed': { ledger: { capture: longSilence } },
  'release-unanswered-then-reviewed': { ledger: { release: longSilence }, script: { pay: [refused] } },
  'release-unanswered-at-deadline': {
    ledger: { release: longSilence },
    script: { pay: [unknown], check: [unknown, unknown, success] },
    request: releaseAtDeadline,
  },
  'capture-of-an-unknown-hold': {
    ledger: { capture: [no(404)] },
    meanwhile: underReview(resolve('Sukses')),
  },
  'new-hold-refused-without-certainty': {
    ledger: { hold: [done, silence, no(402, true)] },
    script: silent,
    request: releaseAtDeadline,
  },
  'hold-cancelled-by-temporal': {
    withoutProvider: true,
    script: { terms: { inquiry: false, amount: 50_000 } },
    ledger: {},
    meanwhile: whenFundsAre('held', ({ payment }) => payment.cancel()),
  },
  'resolution-opposed-by-a-failure': {
    ledger: { capture: shortSilence },
    provider: rareChecks,
    script: { pay: [unknown], check: [unknown, failed] },
    meanwhile: inOrder(
      underReview(resolve('Sukses')),
      failedForNow,
      reviewedFor(/verdict is failed/, resolve('Gagal')),
    ),
  },
  'resolution-opposed-and-denied': {
    ledger: { capture: shortSilence },
    provider: rareChecks,
    script: { pay: [unknown], check: [unknown, success] },
    meanwhile: inOrder(underReview(resolve('Sukses')), failedForNow),
  },
  'resolution-opposed-by-sukses': {
    ledger: { release: shortSilence },
    provider: rareChecks,
    script: { pay: [unknown], check: [unknown] },
    meanwhile: inOrder(underReview(resolve('Gagal')), paidForNow, whenFundsAre('released', resolve('Sukses'))),
  },
  'contradicted-while-captured': {
    ledger: { capture: shortSilence },
    meanwhile: inOrder(whenSettling(failedForNow), isContradicted, whenFundsAre('captured', resolve('Gagal'))),
  },
  'capture-not-undone': {
    ledger: { capture: shortSilence, release: [no(409), no(409)] },
    meanwhile: inOrder(
      whenSettling(failedForNow),
      isContradicted,
      whenFundsAre('captured', resolve('Gagal')),
      reviewedFor(/release/, resolve('Gagal')),
    ),
  },
  'contradicted-while-taken-again': {
    ledger: { hold: [done, ...shortSilence, no(402, true)], release: [done, no(404)] },
    script: silent,
    request: releaseAtDeadline,
    meanwhile: inOrder(whenSettling(failedForNow), isContradicted, resolve('Gagal')),
  },

  'funds-owed': {
    ledger: { hold: [done, no(402)] },
    script: silent,
    request: releaseAtDeadline,
  },
  'review-takes-the-funds': {
    of: 'review',
    script: unpaid,
    ledger: {},
    meanwhile: reviewed(PAID, resolve('Sukses')),
  },
  'review-takes-the-funds-in-vain-at-first': {
    of: 'review',
    script: unpaid,
    ledger: { hold: [done, no(402)] },
    meanwhile: reviewed(PAID, async (context) => {
      await resolve('Sukses')(context);
      await context.until(() => wasRefused('hold', context));
      await resolve('Sukses')(context);
    }),
  },
  'review-gives-the-funds-back': {
    of: 'review',
    ledger: {},
    meanwhile: reviewed(REFUNDED, resolve('Gagal')),
  },
  'review-of-a-capture-that-is-not-undone': {
    of: 'review',
    ledger: { release: [no(409), no(409)] },
    meanwhile: reviewed(REFUNDED, async (context) => {
      await resolve('Gagal')(context);
      await context.until(() => wasRefused('release', context));
      await resolve('Gagal')(context);
    }),
  },
  'review-whose-capture-is-refused-for-good': {
    of: 'review',
    script: unpaid,
    ledger: { capture: [no(409), no(409)] },
    meanwhile: reviewed(PAID, async (context) => {
      await resolve('Sukses')(context);
      await context.until(() => wasRefused('capture', context));
      await resolve('Sukses')(context);
      await context.until(() => wasRefused('release', context, 'done'));
      await resolve('Gagal')(context);
    }),
  },
  'review-whose-ledger-is-silent': {
    of: 'review',
    script: unpaid,
    ledger: { hold: [done, ...longSilence] },
    meanwhile: reviewed(PAID, resolve('Sukses')),
  },
  'review-cancelled-by-temporal': {
    of: 'review',
    script: unpaid,
    ledger: {},
    meanwhile: reviewed(PAID, async (context) => {
      await context.review.cancel();
      await resolve('Sukses')(context);
    }),
  },
  'review-that-nothing-opens': {
    of: 'review',
    meanwhile: reviewed(PAID, () => Promise.resolve()),
  },
  'review-without-a-ledger': {
    of: 'review',
    meanwhile: reviewed(REFUNDED, resolve('Gagal')),
  },
};

/**
 * The review of a payment that has ended, started as the webhook server does, with a notice against the outcome. (The
 * time-skipping server's clock stops when a review ends that a payment has started; its history is the same whatever
 * starts it.)
 */
function reviewed(against: Partial<Evidence>, step: Step): Step {
  return afterTheEnd(async (context) => {
    const { client, request, review } = context;
    const { provider, refId } = request;
    const subject: ReviewSubject = { provider, refId, notice: noticeWith(claimAbout(request, against)) };
    await client.workflow.start('review', { workflowId: review.workflowId, taskQueue: 'payments', args: [subject] });
    // It reads the record of the payment and the notice first.
    await context.until(async () => (await review.query<ReviewProgress | undefined>('progress'))?.review !== undefined);
    await step(context);
  });
}

/** Whether a step of the review's own was refused, or had another result. */
async function wasRefused(step: string, { review }: ScenarioContext, wanted = 'refused'): Promise<boolean> {
  const { timeline } = await review.query<ReviewProgress>('progress');
  return timeline.some(({ event, result }) => event === step && result === wanted);
}

/** Waits until the payment settles, then takes the step. */
function whenSettling(step: Step): Step {
  return async (context) => {
    await context.until(async () => (await context.progress()).stage === 'settling');
    await step(context);
  };
}

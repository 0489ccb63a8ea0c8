import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { EndedPayment } from '../../activities/payment-record.js';
import type { Evidence, EvidenceKind } from '../../contract/evidence.js';
import type { Stage } from '../../contract/messages.js';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { Resolution } from '../../contract/resolution.js';
import type { PaymentState } from '../../workflows/payment-state.js';
import type { ReviewState } from '../../workflows/review-state.js';
import { A_PLAN, outcomeOf, STARTED } from './facts.js';

/** What the workflow has published last. */
let published = '';
const workflow = await import('@temporalio/workflow');
jest.unstable_mockModule('@temporalio/workflow', () => ({
  ...workflow,
  setCurrentDetails: (text: string) => void (published = text),
  upsertSearchAttributes: () => undefined,
  patched: () => true,
  workflowInfo: () => ({
    workflowId: 'payment:digiflazz:inv-1',
    runId: 'a-run',
    startTime: new Date(STARTED),
    typedSearchAttributes: { get: () => undefined },
  }),
}));
const { PaymentState: State } = await import('../../workflows/payment-state.js');
const { ReviewState: OfReview } = await import('../../workflows/review-state.js');
const { paymentDetails } = await import('../../workflows/payment-details.js');
const { reviewDetails } = await import('../../workflows/review-details.js');

const request = { provider: 'digiflazz', refId: 'inv-1', product: 'pln', customerNo: '530000000001' };
const kinds: EvidenceKind[] = ['not-sent', 'refused', 'failed', 'pending', 'unknown', 'success'];
const evidence: fc.Arbitrary<Evidence> = fc.record({
  kind: fc.constantFrom(...kinds),
  from: fc.constantFrom<Evidence['from'][]>('pay', 'status', 'notice'),
  at: fc.constant('2026-01-01T00:01:00.000Z'),
  code: fc.constantFrom('', '03', '40'),
  message: fc.constantFrom('Pending', 'Gagal'),
});
const resolution: fc.Arbitrary<Resolution> = fc.record({
  status: fc.constantFrom('Sukses', 'Gagal'),
  by: fc.constant('Sari'),
  note: fc.constant('ticket 4711'),
});

type Arbitrary<T> = fc.Arbitrary<T>;

/** Something that happens to a state, with a value of its own. */
function event<S, T>(values: Arbitrary<T>, apply: (state: S, value: T) => void): Arbitrary<(state: S) => void> {
  return values.map((value) => (state) => apply(state, value));
}

const once = fc.constant(undefined);
const number = fc.nat(90_000);
const why = fc.constantFrom('one reason', 'another');
const stage = fc.constantFrom<Stage[]>('inquiry', 'paying', 'polling', 'settling');
const notice = { body: '', headers: {} };

/** Everything that can happen to an accepted payment. */
const events: Arbitrary<(state: PaymentState) => void> = fc.oneof(
  event(number, (state: PaymentState, amount) => state.billFound({ amount, inquiry: true, receipt: [] }, STARTED)),
  event(number, (state: PaymentState, amount) => state.amountProposed(amount)),
  event(number, (state: PaymentState, amount) => state.amountConfirmed(amount)),
  event(once, (state: PaymentState) => state.cancelRequested()),
  event(once, (state: PaymentState) => state.payScheduled()),
  event(evidence, (state: PaymentState, one) => state.payEnded(one)),
  event(evidence, (state: PaymentState, one) => state.applyEvidence(one)),
  event(evidence, (state: PaymentState, one) => state.noticeRead({ evidence: one }, 'after-pay', notice)),
  event(number, (state: PaymentState, ms) => state.sent(ms)),
  event(number, (state: PaymentState, ms) => state.sentAgain(ms)),
  event(once, (state: PaymentState) => state.assumeEarlierPay()),
  event(once, (state: PaymentState) => state.checksOver('no verdict')),
  event(why, (state: PaymentState, text) => state.openReview(text)),
  event(resolution, (state: PaymentState, one) => state.resolved(one)),
  event(stage, (state: PaymentState, one) => state.enterStage(one)),
  event(once, (state: PaymentState) => state.endsUnpaid({ status: 'Gagal', reason: 'expired' })),
  event(once, (state: PaymentState) => state.ended(outcomeOf() as PaymentOutcome)),
  event(once, (state: PaymentState) => state.inquiryUnanswered('timeout', { code: '1', message: 'slow' })),
);

test('after whatever happens to a payment, the page that is published is the page of its state', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(events, { maxLength: 30 }), async (happened) => {
      const state = new State(request);
      state.accepted(A_PLAN);
      for (const next of happened) {
        next(state);
        await Promise.resolve();
        expect(published).toBe(paymentDetails(state));
      }
    }),
  );
});

test('a payment that is refused, or not accepted yet, publishes a page as well, whatever its request is', async () => {
  const state = new State(null as never);
  state.rejected('refId: is missing', undefined);
  await Promise.resolve();
  expect(published).toContain('`refId: is missing`');
  const waiting = new State(request);
  waiting.enterStage('inquiry');
  await Promise.resolve();
  expect(published).toContain('the request is being checked');
  waiting.openReview('a run after a reset is not accepted');
  await Promise.resolve();
  expect(published).toContain('a person is needed');
});

const record: EndedPayment = { kind: 'ended', request, aliases: [], outcome: outcomeOf(), reviews: 0 };

const reviewEvents: Arbitrary<(state: ReviewState) => void> = fc.oneof(
  event(evidence, (state: ReviewState, one) => state.noticeRead(one)),
  event(resolution, (state: ReviewState, one) => state.resolved(one)),
  event(why, (state: ReviewState, text) => state.openReview(text)),
  event(once, (state: ReviewState) => state.ended('Gagal', 'released')),
);

test('after whatever happens to a review, the page that is published is the page of its state', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(reviewEvents, { maxLength: 30 }), async (happened) => {
      const state = new OfReview(record, '2026-01-02T00:00:00.000Z');
      await Promise.resolve();
      expect(published).toBe(reviewDetails(state));
      for (const next of happened) {
        next(state);
        await Promise.resolve();
        expect(published).toBe(reviewDetails(state));
      }
    }),
  );
});

test('a review of funds that are owed is open from its start', async () => {
  new OfReview({ ...record, outcome: outcomeOf({ funds: 'owed' }) }, '2026-01-02T00:00:00.000Z');
  await Promise.resolve();
  expect(published).toMatch(/^### Review of Sukses: a person is needed\n/);
});

import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.js';
import { no } from '../support/scripted-ledger.js';
import { failed, pending, success, unknown } from '../support/scripted-provider.js';
import { after, afterTheEnd, inOrder, resolve, reviewedFor } from './steps.js';
import type { Scenario } from './scenario.js';
import { claimAbout, noticeWith } from '../support/test-notice.js';

/** Starts the review of the ended payment with a notice of the opposite. */
const contradicted = afterTheEnd(({ client, request, review }) =>
  client.workflow.start('review', {
    workflowId: review.workflowId,
    taskQueue: 'payments',
    args: [{ provider: request.provider, refId: request.refId, notice: noticeWith(claimAbout(request, failed)) }],
  }),
);

/** No time is skipped where a receiver is told, or an update waits. */
const SOON = {
  minGap: '1s',
  firstCheck: '1s',
  poll: [{ every: '1s', for: '1h' }],
  reviewAfter: '3s',
};

/** What receivers are told, and who waits for the outcome. */
export const notifyScenarios: Record<string, Scenario> = {
  'told-of-sukses': { receivers: {} },
  'told-of-gagal': { receivers: {}, provider: SOON, script: { pay: [failed], check: [failed] } },
  'told-of-a-release-and-a-resolution': {
    receivers: {},
    ledger: {},
    script: { pay: [unknown], check: [unknown] },
    provider: SOON,
    request: { deadline: '5s', onDeadline: 'release' },
    meanwhile: reviewedFor(/no verdict/, resolve('Gagal')),
  },
  'told-of-the-review-of-an-ended-payment': {
    receivers: {},
    of: 'review',
    ledger: {},
    meanwhile: inOrder(contradicted, async (context) => {
      await context.until(
        async () => (await context.review.query<{ open?: boolean } | undefined>('progress'))?.open === true,
      );
      await resolve('Gagal')(context);
    }),
  },
  'told-again-of-a-review': {
    receivers: {},
    of: 'review',
    ledger: { release: [no(409)] },
    meanwhile: inOrder(contradicted, async (context) => {
      const isOpen = async (why: RegExp) => {
        const found = await context.review.query<{ open?: boolean; why?: string } | undefined>('progress');
        return found?.open === true && why.test(found.why ?? '');
      };
      await context.until(() => isOpen(/./));
      await resolve('Gagal')(context);
      await context.until(() => isOpen(/409/));
      await resolve('Gagal')(context);
    }),
  },
  'message-delivered': { receivers: {}, of: 'message' },
  'message-tried-again': { receivers: { answers: [500, 302] }, of: 'message' },
  'message-given-up-and-sent-again': {
    receivers: { answers: [410] },
    of: 'message',
    meanwhile: async ({ message, until }) => {
      await until(() => message() !== undefined);
      const isGivenUp = async () =>
        (await message()?.describe())?.typedSearchAttributes.get(SEARCH_ATTRIBUTES.review) === true;
      await until(isGivenUp);
      await message()?.signal('retry');
    },
  },
  'outcome-waited-for': {
    inRealTime: true,
    provider: SOON,
    script: { pay: [pending], check: [pending, success] },
    meanwhile: after(1, 'check', ({ waitForOutcome }) => waitForOutcome()),
  },
  'customer-to-be-found': { withCustomerKey: true },
  'customer-to-be-found-in-a-review': {
    withCustomerKey: true,
    of: 'review',
    meanwhile: inOrder(contradicted, async (context) => {
      await context.until(
        async () => (await context.review.query<{ open?: boolean } | undefined>('progress'))?.open === true,
      );
      await resolve('Sukses')(context);
    }),
  },
};

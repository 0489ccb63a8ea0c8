import {
  type Client,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Workflow,
  type WorkflowHandle,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  confirmationSchema,
  type Bill,
  type Confirmation,
  type OutcomeReview,
  type Progress,
  type ReviewedProgress,
  type ReviewProgress,
} from '../contract/messages.js';
import type { Resolution } from '../contract/resolution.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { parsePaymentRequest, type PaymentRequest } from '../contract/request.js';
import { given } from '../contract/given.js';
import { MESSAGES, paymentId, type PaymentKey, reviewId } from '../contract/names.js';
import type { payment } from '../workflows/payment.js';
import { type ErrorCode, InvalidInput, TuntasError } from '../contract/errors.js';
import { refuseOtherOutcome } from './accepted.js';
import { answeredWithin, arrivedWithin, leftOf, type Limit, within } from './limits.js';
import { newestFirst } from './newest.js';
import { startOnly, startWithUpdate } from './start-with-update.js';
import { withSearchAttributes } from './starting.js';
import { toTuntasError } from './errors.js';
import { parseInput, parseKey, parseResolution } from './keys.js';
import { queryOf, summaryOf, type PaymentFilter, type PaymentSummary } from './listing.js';
import { withPending } from './live-progress.js';
import { type NotificationFilter, type NotificationSummary, retry, undelivered } from './notifications.js';
import { readReview, reviewReasons } from './reviews.js';
import { pendingIn } from '../activities/pending.js';
import { type Standing, standingRunOf } from './standing.js';

/** Starts payments, sends them messages and reads them. Every call may be repeated safely. */
export class Payments {
  constructor(private readonly client: Client) {}

  /**
   * Starts a payment, or attaches to the one that has this reference already: running or ended.
   * Throws `InvalidInput` (InvalidRequest) before anything is started, RequestMismatch when the reference belongs to a
   * payment with another content, and Unreachable when Temporal does not answer: the payment may have started then, and the
   * same call again finds out.
   * @param limit in milliseconds, or with a signal. @default about 20 seconds
   * @example
   * ```ts
   * const key = await payments.start(request); // { provider: 'digiflazz', refId: 'inv-1' }
   * ```
   */
  async start(value: PaymentRequest, limit?: Limit): Promise<PaymentKey> {
    const request = parsePaymentRequest(value);
    return this.#translating(request, () => arrivedWithin(this.client, limit, () => this.#start(request)));
  }

  async #start(request: PaymentRequest): Promise<PaymentKey> {
    const { provider, refId } = request;
    await withSearchAttributes(request, (options) => startOnly(this.client, request, options));
    return { provider, refId };
  }

  /**
   * Starts a payment, or attaches to the one that has this reference, and waits for its outcome; undefined when it is still
   * Pending at the limit. An outcome that comes within about 20 seconds costs one call to Temporal. Throws like `start` and
   * `outcome`: undefined says that the payment has started and has not ended.
   * @param limit in milliseconds, or with a signal; 0 does not wait. @default no limit
   * @example
   * ```ts
   * const outcome = await payments.pay(request, 5_000);
   * if (!outcome) console.log('Pending: ask again later with the same refId');
   * else console.log(outcome.status);
   * ```
   */
  async pay(value: PaymentRequest, limit?: Limit): Promise<PaymentOutcome | undefined> {
    const request = parsePaymentRequest(value);
    const began = performance.now();
    const done = { start: false };
    const ask = async () => {
      const answered = await withSearchAttributes(request, (options) =>
        startWithUpdate<PaymentOutcome>(this.client, request, options, MESSAGES.outcome),
      );
      done.start = true;
      // A payment that has ended takes no updates, and one that was refused says why in its result.
      return 'answer' in answered ? answered.answer : this.#result(request);
    };
    if (limit !== 0) {
      const outcome = await this.#translating(request, () => within(this.client, limit, ask));
      if (outcome) return outcome;
    }
    // At the limit nothing may have arrived at Temporal yet, and the caller must be able to rely on the start.
    if (!done.start) await this.start(request, leftOf(limit, began));
    const outcome = await this.outcome(request, leftOf(limit, began));
    if (outcome) refuseOtherOutcome(request, outcome);
    return outcome;
  }

  /**
   * Starts a payment with `confirm: "manual"` unless it has started, and waits for its bill, in one call to Temporal: it is
   * paid only after `confirm`. A repeat is the same update: it gets the same bill, or the same failure, also after the end.
   * Throws `InvalidInput` (InvalidRequest) for a request with another `confirm`, InquiryFailed with the provider's message,
   * PaymentEnded when the payment ended before anybody asked, TimeLimit.
   * @param limit in milliseconds, or with a signal. @default no limit
   * @example
   * ```ts
   * const bill = await payments.startBill(request, 10_000);
   * console.log(bill.customerName, bill.amount);
   * ```
   */
  async startBill(value: PaymentRequest, limit?: Limit): Promise<Bill> {
    const request = manual(parsePaymentRequest(value));
    const began = performance.now();
    const ask = async () => {
      const answered = await withSearchAttributes(request, (options) =>
        startWithUpdate<Bill>(this.client, request, options, MESSAGES.bill),
      );
      if ('answer' in answered) return answered.answer;
      const { refused } = answered;
      // A run that was refused says nothing of the payment that has used the reference before.
      if (refused instanceof WorkflowUpdateFailedError && !isOfRefusedRun(refused)) throw refused;
      return this.bill(request);
    };
    const bill = await this.#translating(request, () => within(this.client, limit, ask));
    if (bill) return bill;
    await this.start(request, leftOf(limit, began));
    throw new TuntasError(
      'TimeLimit',
      'the payment has started, and its bill has not come within the limit: repeat it',
    );
  }

  /**
   * Waits for the bill of a payment that has started; it neither starts nor pays one. Throws like `startBill`, and
   * PaymentNotFound.
   * @param limit in milliseconds, or with a signal. @default no limit
   * @example
   * ```ts
   * const { amount } = await payments.bill({ provider: 'digiflazz', refId: 'inv-1' });
   * ```
   */
  bill(key: PaymentKey, limit?: Limit): Promise<Bill> {
    return this.#update<Bill>(key, { name: MESSAGES.bill, updateId: UPDATE_IDS.bill }, limit);
  }

  /**
   * Agrees to the bill of a payment with `confirm: "manual"`. A repeat with the same amount is the same update and returns
   * the same progress, also after the end; `progress` has the present one. Throws UpdateRefused with the reason, PaymentEnded,
   * PaymentNotFound, TimeLimit.
   * @param limit in milliseconds, or with a signal. @default no limit
   * @example
   * ```ts
   * await payments.confirm({ provider: 'digiflazz', refId: 'inv-1' }, { amount: 11_000 });
   * ```
   */
  async confirm(key: PaymentKey, confirmation: Confirmation, limit?: Limit): Promise<Progress> {
    const { amount } = parseInput(confirmationSchema, confirmation);
    const update = { name: MESSAGES.confirm, updateId: UPDATE_IDS.confirm(amount), input: { amount } };
    return this.#update<Progress>(key, update, limit);
  }

  /**
   * Ends a payment whose pay was not sent. Returns the progress after it: ended and with its outcome, unless a step under
   * way takes longer than five seconds. A repeat is the same update and returns the same progress; `progress` has the
   * present one. Throws UpdateRefused once pay was sent, or may have been sent; PaymentEnded, PaymentNotFound, TimeLimit.
   * @param limit in milliseconds, or with a signal. @default no limit
   * @example
   * ```ts
   * await payments.cancel({ provider: 'digiflazz', refId: 'inv-1' });
   * ```
   */
  cancel(key: PaymentKey, limit?: Limit): Promise<Progress> {
    return this.#update<Progress>(key, { name: MESSAGES.cancel, updateId: UPDATE_IDS.cancel }, limit);
  }

  /**
   * Gives an operator's verdict on a payment under review, or on the review of an ended payment. Returns the state after
   * it, unless the ledger takes longer than five seconds: the progress of the payment, with its outcome once it has
   * ended, or that of the review (it has the field `open`). Every call is a verdict for itself.
   * Throws `InvalidInput` (InvalidRequest), UpdateRefused with the reason, PaymentEnded when no review is open, TimeLimit;
   * PaymentNotFound and PaymentBroken where there is neither a payment that takes it nor an open review.
   * @param limit in milliseconds, or with a signal. @default no limit
   * @example
   * ```ts
   * const verdict = { status: 'Gagal', by: 'Ayu', note: 'the provider says so, ticket 4711' } as const;
   * await payments.resolve({ provider: 'digiflazz', refId: 'inv-1' }, verdict);
   * ```
   */
  async resolve(key: PaymentKey, resolution: Resolution, limit?: Limit): Promise<Progress | ReviewProgress> {
    const verdict = parseResolution(resolution);
    try {
      return await this.#update<Progress>(key, { name: MESSAGES.resolve, input: verdict }, limit);
    } catch (error) {
      if (!(error instanceof TuntasError) || !WITHOUT_PAYMENT.has(error.code)) throw error;
      return this.#resolveReview(parseKey(key), verdict, limit, error);
    }
  }

  /**
   * Waits for the outcome; undefined when the payment is still Pending at the limit, as Temporal says: one that has ended is
   * told whatever the limit. Throws PaymentNotFound, InvalidRequest for a request that broke the contract, PaymentBroken for
   * a payment that was ended from outside, for example terminated by hand, and Unreachable when Temporal has not answered:
   * its first answer is waited for at least 5 seconds.
   * @param limit in milliseconds, or with a signal. @default no limit
   * @example
   * ```ts
   * const outcome = await payments.outcome({ provider: 'digiflazz', refId: 'inv-1' }, 60_000);
   * ```
   */
  async outcome(key: PaymentKey, limit?: Limit): Promise<PaymentOutcome | undefined> {
    return this.#translating(key, async () => {
      if (limit === undefined) return this.#result(key);
      const began = performance.now();
      const standing = await arrivedWithin(this.client, limit, () => this.#standing(key));
      if (standing.kind !== 'running') {
        return arrivedWithin(this.client, leftOf(limit, began), () => this.#resultOf(key, standing));
      }
      const left = leftOf(limit, began);
      return left.timeLimitMs === 0 ? undefined : within(this.client, left, () => this.#result(key));
    });
  }

  /** The run that says what became of the payment. */
  async #standing(key: PaymentKey): Promise<Standing> {
    return standingRunOf(this.client, parseKey(key), await this.#handle(key).describe());
  }

  /** Waits for the result of the payment that has used the reference. A start after it is refused, and changes nothing about it. */
  async #result(key: PaymentKey): Promise<PaymentOutcome> {
    for (;;) {
      const standing = await this.#standing(key);
      try {
        return await this.#resultOf(key, standing);
      } catch (error) {
        // A run that ended from outside while it was waited for may go on in another one, after a reset.
        if (!(error instanceof WorkflowFailedError) || standing.kind !== 'running') throw error;
      }
    }
  }

  /** The result of a run. Throws what its end says where it has none. */
  #resultOf(key: PaymentKey, { runId }: { runId: string }): Promise<PaymentOutcome> {
    return this.#handle(key, runId).result();
  }

  /**
   * The progress of a payment, with the attempts, the next check and the last reply of the activity under way; once it has
   * ended, with the review of its outcome where there is one.
   * Throws PaymentNotFound, InvalidRequest for a request that broke the contract, PaymentBroken for a payment that was ended
   * from outside, Unreachable while no worker answers, TimeLimit.
   * @param limit in milliseconds, or with a signal. @default no limit
   * @example
   * ```ts
   * const { status, stage, nextCheck } = await payments.progress({ provider: 'digiflazz', refId: 'inv-1' });
   * ```
   */
  async progress(key: PaymentKey, limit?: Limit): Promise<ReviewedProgress> {
    return this.#translating(key, () => answeredWithin(this.client, limit, () => this.#progress(parseKey(key))));
  }

  async #progress(key: PaymentKey): Promise<ReviewedProgress> {
    const handle = await this.#handleOf(key, await this.#standing(key));
    const progress = await handle.query<Progress>(MESSAGES.progress);
    const pending = await pendingIn(this.client, await handle.describe());
    const outcomeReview = progress.stage === 'ended' ? await readReview(this.client, key) : undefined;
    return { ...withPending(progress, pending), ...given({ outcomeReview }) };
  }

  /** The run with what became of the payment. Throws what its end says where that is not the payment's own. */
  async #handleOf(key: PaymentKey, standing: Standing) {
    if (standing.kind === 'broken' || standing.kind === 'refused') await this.#resultOf(key, standing);
    return this.#handle(key, standing.runId);
  }

  /**
   * The latest review of an ended payment, open or resolved: why it was started, the evidence, what an operator decided,
   * and where the funds are now. Undefined when there is none; a payment that still runs shows its review in `progress`.
   * Without a worker a resolved review is read from its result, with less of its timeline and evidence. Without
   * `resolution` one that is not open was ended from outside, for example terminated by hand.
   * @param limit in milliseconds, or with a signal. @default no limit
   * Throws `InvalidInput` (InvalidRequest) for a bad key, Unreachable for an open review while no worker answers.
   * @example
   * ```ts
   * const review = await payments.review({ provider: 'digiflazz', refId: 'inv-1' });
   * if (review?.open) console.log(review.why);
   * ```
   */
  async review(key: PaymentKey, limit?: Limit): Promise<OutcomeReview | undefined> {
    return this.#translating(key, () =>
      answeredWithin(this.client, limit, () => readReview(this.client, parseKey(key))),
    );
  }

  /**
   * Payments by their search attributes, newest first. With `review: true` each has the reason of its review, where a
   * worker answers within ten seconds.
   * @example
   * ```ts
   * const waiting = await payments.list({ review: true });
   * for (const { refId, why } of waiting) console.log(refId, why);
   * ```
   */
  async list(filter: PaymentFilter = {}): Promise<PaymentSummary[]> {
    return this.#translating({ provider: '', refId: '' }, async () => {
      const found = await newestFirst(this.client, queryOf(filter), filter.limit ?? 100);
      if (!filter.review) return found.map(summaryOf);
      const ids = found.map(({ workflowId }) => workflowId);
      const reasons = await reviewReasons(this.client, ids);
      return found.map((info) => ({ ...summaryOf(info), ...given({ why: reasons.get(info.workflowId) }) }));
    });
  }

  /**
   * Messages about payments that a receiver of `notify` has not got: by default those that were given up, newest first.
   * @example
   * ```ts
   * const lost = await payments.notifications({ receiver: 'shop' });
   * ```
   */
  async notifications(filter: NotificationFilter = {}): Promise<NotificationSummary[]> {
    return this.#translating({ provider: '', refId: '' }, () => undelivered(this.client, filter));
  }

  /**
   * Has messages that were given up tried again, with the same id and content, and returns them.
   * @example
   * ```ts
   * const tried = await payments.retryNotifications({ receiver: 'shop' });
   * ```
   */
  async retryNotifications(filter: NotificationFilter = {}): Promise<NotificationSummary[]> {
    return this.#translating({ provider: '', refId: '' }, () => retry(this.client, filter));
  }

  /** A review outlives its payment, and takes a verdict whatever is left of that. @param without why the payment takes none */
  async #resolveReview(
    key: PaymentKey,
    verdict: Resolution,
    limit: Limit | undefined,
    without: TuntasError,
  ): Promise<ReviewProgress> {
    const update = { name: MESSAGES.resolve, input: verdict };
    try {
      return await answeredWithin(this.client, limit, () => this.#send<ReviewProgress>(reviewId(key), update));
    } catch (error) {
      const translation = toTuntasError(error, key);
      if ((translation as { code?: unknown }).code !== 'PaymentNotFound') throw translation;
      if (without.code !== 'PaymentEnded') throw without;
      throw new TuntasError('PaymentEnded', `${key.provider} ${key.refId} has ended, and no review of it is open`);
    }
  }

  #handle(key: PaymentKey, runId?: string): WorkflowHandle<typeof payment> {
    return this.client.workflow.getHandle<typeof payment>(paymentId(parseKey(key)), runId);
  }

  #update<T>(key: PaymentKey, update: Update, limit: Limit | undefined): Promise<T> {
    return this.#translating(key, () =>
      answeredWithin(this.client, limit, async () => {
        const standing = await this.#standing(key);
        if (standing.kind !== 'running') return this.#answeredBefore<T>(key, update, standing);
        try {
          return await this.#send<T>(paymentId(parseKey(key)), update);
        } catch (error) {
          // It has ended meanwhile.
          if (!(error instanceof WorkflowNotFoundError)) throw error;
          return this.#answeredBefore<T>(key, update, await this.#standing(key));
        }
      }),
    );
  }

  /** What the same update was answered before the payment ended. */
  async #answeredBefore<T>(key: PaymentKey, { updateId }: Update, standing: Standing): Promise<T> {
    const handle = await this.#handleOf(key, standing);
    try {
      if (updateId !== undefined) return await handle.getUpdateHandle<T>(updateId).result();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
    throw new TuntasError('PaymentEnded', 'the payment has ended: read its outcome');
  }

  async #send<T>(workflowId: string, { name, input, updateId }: Update): Promise<T> {
    const handle = this.client.workflow.getHandle<Workflow>(workflowId);
    if (input === undefined) return handle.executeUpdate<T, []>(name, given({ updateId }));
    return handle.executeUpdate<T, [unknown]>(name, { args: [input], ...given({ updateId }) });
  }

  async #translating<T>(key: PaymentKey, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw toTuntasError(error, key);
    }
  }
}

interface Update {
  name: string;
  input?: unknown;
  updateId?: string;
}

/** A payment that takes no verdict any more. */
const WITHOUT_PAYMENT: ReadonlySet<string> = new Set<ErrorCode>([
  'PaymentEnded',
  'PaymentNotFound',
  'PaymentBroken',
  // Of a run that was refused, where Temporal keeps the payment no more.
  'InvalidRequest',
]);

/** With an id of their own, repeats are one update: Temporal takes 2,000 of a workflow, and 10 at a time. */
const UPDATE_IDS = {
  bill: MESSAGES.bill,
  cancel: MESSAGES.cancel,
  confirm: (amount: number) => `${MESSAGES.confirm}-${amount}`,
};

/** Whether an update failed because its run was refused. */
function isOfRefusedRun({ cause }: WorkflowUpdateFailedError): boolean {
  return cause instanceof ApplicationFailure && cause.type === 'InvalidRequest';
}

/** Whoever asks for the bill first must not be charged by asking. Throws `InvalidInput` (InvalidRequest). */
function manual(request: PaymentRequest): PaymentRequest {
  if (request.confirm === undefined || request.confirm === 'manual') return { ...request, confirm: 'manual' };
  const reason = 'must be "manual" or left out: whoever asks for the bill first pays by `confirm`';
  throw new InvalidInput('InvalidRequest', [{ path: 'confirm', reason }]);
}

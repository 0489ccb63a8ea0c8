import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
  type Workflow,
  type WorkflowHandle,
  type WorkflowStartOptions,
} from '@temporalio/client';
import {
  confirmationSchema,
  type Bill,
  type Confirmation,
  type LiveProgress,
  type Progress,
} from '../contract/messages.js';
import type { Resolution } from '../contract/resolution.js';
import type { PaymentOutcome } from '../contract/outcome.js';
import { parsePaymentRequest, type PaymentRequest } from '../contract/request.js';
import { MESSAGES, paymentId, type PaymentKey, paymentsQueue, reviewId, WORKFLOWS } from '../contract/names.js';
import type { payment } from '../workflows/payment.js';
import { TuntasError } from '../contract/errors.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.js';
import { refuseMismatch } from './accepted.js';
import { toTuntasError } from './errors.js';
import { GRPC_STATUS } from './grpc-status.js';
import { parseInput, parseKey, parseResolution } from './keys.js';
import { queryOf, summaryOf, type PaymentFilter, type PaymentSummary } from './listing.js';
import { withPending } from './live-progress.js';
import { pendingActivities } from '../activities/pending.js';

/** Starts payments, sends them messages and reads them. Every call may be repeated safely. */
export class Payments {
  constructor(private readonly client: Client) {}

  /**
   * Starts a payment, or attaches to the one that has this reference already: running or ended.
   * Throws `InvalidInput` (InvalidRequest) before anything is started, and RequestMismatch when the reference belongs
   * to a payment with another content.
   */
  async start(value: PaymentRequest): Promise<PaymentKey> {
    const request = parsePaymentRequest(value);
    return this.#translating(request, async () => {
      try {
        await withSearchAttributes(request, (options) =>
          this.client.workflow.start<typeof payment>(WORKFLOWS.payment, options),
        );
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
      await refuseMismatch(this.client, request);
      return { provider: request.provider, refId: request.refId };
    });
  }

  /** Starts a payment and waits for its outcome. Takes `timeLimitMs`, returns and throws like `outcome`. */
  async pay(request: PaymentRequest, timeLimitMs?: number): Promise<PaymentOutcome | undefined> {
    return this.outcome(await this.start(request), timeLimitMs);
  }

  /**
   * Starts a payment unless it has started, and waits for its bill, in one call to Temporal.
   * Throws InquiryFailed with the provider's message, PaymentEnded when the payment has ended.
   */
  async startBill(value: PaymentRequest): Promise<Bill> {
    const request = parsePaymentRequest(value);
    return this.#translating(request, async () => {
      try {
        const bill = await withSearchAttributes(request, (options) =>
          this.client.workflow.executeUpdateWithStart<typeof payment, Bill, []>(MESSAGES.bill, {
            startWorkflowOperation: new WithStartWorkflowOperation<typeof payment>(WORKFLOWS.payment, options),
          }),
        );
        await refuseMismatch(this.client, request);
        return bill;
      } catch (error) {
        const taken = error instanceof WorkflowExecutionAlreadyStartedError;
        if (!taken && !(error instanceof WorkflowUpdateFailedError)) throw error;
        await refuseMismatch(this.client, request);
        if (!taken) throw error;
        return this.bill(request);
      }
    });
  }

  /** Waits for the bill of a payment that has started. Throws like `startBill`, and PaymentNotFound. */
  bill(key: PaymentKey): Promise<Bill> {
    return this.#update<Bill>(key, MESSAGES.bill);
  }

  /** Agrees to the bill of a payment with `confirm: "manual"`. Throws UpdateRefused with the reason. */
  async confirm(key: PaymentKey, confirmation: Confirmation): Promise<Progress> {
    return this.#update<Progress>(key, MESSAGES.confirm, parseInput(confirmationSchema, confirmation));
  }

  /** Ends a payment whose pay was not sent. Throws UpdateRefused once pay was sent, or may have been sent. */
  cancel(key: PaymentKey): Promise<Progress> {
    return this.#update<Progress>(key, MESSAGES.cancel);
  }

  /**
   * Gives an operator's verdict on a payment under review, or on the review of an ended payment.
   * Throws `InvalidInput` (InvalidRequest), UpdateRefused with the reason, PaymentEnded when no review is open.
   */
  async resolve(key: PaymentKey, resolution: Resolution): Promise<Progress> {
    const verdict = parseResolution(resolution);
    try {
      return await this.#update<Progress>(key, MESSAGES.resolve, verdict);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'PaymentEnded') throw error;
      return this.#resolveReview(parseKey(key), verdict);
    }
  }

  /**
   * Waits for the outcome; undefined when the payment is still Pending at the limit.
   * Throws PaymentNotFound, InvalidRequest for a request that broke the contract, PaymentBroken for a payment that was
   * ended from outside, for example terminated by hand.
   * @param timeLimitMs in milliseconds. @default no limit
   */
  async outcome(key: PaymentKey, timeLimitMs?: number): Promise<PaymentOutcome | undefined> {
    return this.#translating(key, async () => {
      if (timeLimitMs === undefined) return this.#handle(key).result();
      // The call is aborted at the limit: one that outlived the connection would end the process with its error.
      const over = new AbortController();
      const result = this.client.withAbortSignal(over.signal, () => this.#handle(key).result());
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), Math.min(timeLimitMs, LONGEST_TIMER_MS));
      });
      result.catch(() => undefined);
      return Promise.race([result, limit]).finally(() => {
        clearTimeout(timer);
        over.abort();
      });
    });
  }

  /** The progress of a payment, with the attempts, the next check and the last reply of the activity under way. */
  async progress(key: PaymentKey): Promise<LiveProgress> {
    return this.#translating(key, async () => {
      const [progress, pending] = await Promise.all([
        this.#handle(key).query<Progress>(MESSAGES.progress),
        pendingActivities(this.client, paymentId(parseKey(key))),
      ]);
      return withPending(progress, pending);
    });
  }

  /** Payments by their search attributes, newest first. */
  async list(filter: PaymentFilter = {}): Promise<PaymentSummary[]> {
    const { limit = 100 } = filter;
    const found: PaymentSummary[] = [];
    return this.#translating({ provider: '', refId: '' }, async () => {
      if (limit < 1) return found;
      const pages = this.client.workflow.list({ query: queryOf(filter), pageSize: Math.min(limit, 1_000) });
      for await (const info of pages) {
        found.push(summaryOf(info));
        if (found.length === limit) break;
      }
      return found;
    });
  }

  async #resolveReview(key: PaymentKey, verdict: Resolution): Promise<Progress> {
    try {
      return await this.#send<Progress>(reviewId(key), MESSAGES.resolve, verdict);
    } catch (error) {
      const translation = toTuntasError(error, key);
      if ((translation as { code?: unknown }).code !== 'PaymentNotFound') throw translation;
      throw new TuntasError('PaymentEnded', `${key.provider} ${key.refId} has ended, and no review of it is open`);
    }
  }

  #handle(key: PaymentKey): WorkflowHandle<typeof payment> {
    return this.client.workflow.getHandle<typeof payment>(paymentId(parseKey(key)));
  }

  #update<T>(key: PaymentKey, name: string, input?: unknown): Promise<T> {
    return this.#translating(key, async () => {
      try {
        return await this.#send<T>(paymentId(parseKey(key)), name, input);
      } catch (error) {
        await this.#throwIfEnded(key, error);
        throw error;
      }
    });
  }

  async #send<T>(workflowId: string, name: string, input?: unknown): Promise<T> {
    const handle = this.client.workflow.getHandle<Workflow>(workflowId);
    if (input === undefined) return handle.executeUpdate<T, []>(name);
    return handle.executeUpdate<T, [unknown]>(name, { args: [input] });
  }

  /** Temporal reports "not found" for an ended payment as for one that never existed. */
  async #throwIfEnded(key: PaymentKey, error: unknown): Promise<void> {
    if ((error as Error).name !== 'WorkflowNotFoundError') return;
    await this.#handle(key).describe();
    throw new TuntasError('PaymentEnded', 'the payment has ended: read its outcome');
  }

  async #translating<T>(key: PaymentKey, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw toTuntasError(error, key);
    }
  }
}

/** A timer of Node's that is longer (24.8 days) fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

type StartOptions = ReturnType<typeof startOptions> & Pick<WorkflowStartOptions, 'typedSearchAttributes'>;

/**
 * Starts with the search attributes that the workflow would write first, which saves it that write. Before the first
 * worker has registered them the server does not know them, and the workflow writes them itself later.
 */
async function withSearchAttributes<T>(
  request: PaymentRequest,
  start: (options: StartOptions) => Promise<T>,
): Promise<T> {
  const options = startOptions(request);
  try {
    return await start({ ...options, typedSearchAttributes: searchAttributesAtStart(request) });
  } catch (error) {
    const { code, details } = ((error as Error).cause ?? error) as { code?: unknown; details?: unknown };
    const isUnknown = code === GRPC_STATUS.invalidArgument && /search attribute/i.test(String(details));
    if (!isUnknown) throw error;
    return start(options);
  }
}

function searchAttributesAtStart({ provider, product }: PaymentRequest) {
  return [
    { key: SEARCH_ATTRIBUTES.status, value: 'Pending' },
    { key: SEARCH_ATTRIBUTES.stage, value: 'inquiry' },
    { key: SEARCH_ATTRIBUTES.provider, value: provider },
    { key: SEARCH_ATTRIBUTES.product, value: product },
    { key: SEARCH_ATTRIBUTES.review, value: false },
  ];
}

/** One workflow for one reference: attach while it runs, never start it again after its end. */
function startOptions(request: PaymentRequest) {
  return {
    workflowId: paymentId(request),
    taskQueue: paymentsQueue,
    args: [request],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  } satisfies WorkflowStartOptions<typeof payment>;
}

import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ReceiverConfig } from '../contract/config.js';
import { customerHash } from '../contract/customer.js';
import { milliseconds } from '../contract/duration.js';
import { InvalidInput, TuntasError, USED_BEFORE } from '../contract/errors.js';
import { given } from '../contract/given.js';
import type { ReceiverPlan } from '../contract/notification.js';
import { parsePaymentRequest, type PaymentRequest } from '../contract/request.js';
import { checkQueue, ledgerQueue, paymentId, providerQueue } from '../contract/names.js';
import type { Deps } from './deps.js';
import { isFirstPayment, isUsedByAnother } from './first-payment.js';
import type { Plan } from '../contract/plan.js';
import type { ProductTerms, Provider } from './providers/provider.js';
import { retryLater } from './retry-later.js';
import { createThrottledWarning, type Warn } from './throttled-warning.js';

/**
 * A payment's first activity: checks the request and reads the plan that the payment keeps to its end. A request that
 * breaks the contract fails the workflow with `InvalidRequest`, before any provider is called, and so does a reference
 * that another payment has used. The workflow runs it as a local activity first; whatever takes too long there is asked
 * for again by the server.
 * @param firstRunId the run in which this payment began.
 */
export function createAccept(deps: Deps) {
  const warn = createThrottledWarning();
  return async function accept(value: unknown, firstRunId: string): Promise<Plan> {
    try {
      const request = parsePaymentRequest(value);
      // The workflow id is what makes a reference unique: under another id the same reference could be paid twice.
      if (Context.current().info.workflowExecution?.workflowId !== paymentId(request)) {
        throw invalid('refId', `the workflow id must be ${paymentId(request)}`);
      }
      const plan = await planOrFaults(deps, request, firstRunId, warn);
      if (!(await isFirstPayment(deps.client, request, firstRunId))) {
        throw new InvalidInput('InvalidRequest', [USED_BEFORE]);
      }
      return plan;
    } catch (error) {
      if (error instanceof InvalidInput) throw ApplicationFailure.nonRetryable(error.message, error.code, error.faults);
      throw error;
    }
  };
}

/** The faults of a request under a used reference say so too: whoever reads them must not take it for unpaid. */
async function planOrFaults(deps: Deps, request: PaymentRequest, firstRunId: string, warn: Warn): Promise<Plan> {
  try {
    return await planFor(deps, request, warn);
  } catch (error) {
    if (!(error instanceof InvalidInput) || !(await isUsedByAnother(deps.client, request, firstRunId))) throw error;
    throw new InvalidInput('InvalidRequest', [...error.faults, USED_BEFORE]);
  }
}

async function planFor(deps: Deps, request: PaymentRequest, warn: Warn): Promise<Plan> {
  const known = Object.hasOwn(deps.providers, request.provider);
  const provider = known ? deps.providers[request.provider] : undefined;
  const config = deps.config.providers[request.provider];
  if (!provider || !config) throw await providerUnknown(deps, request, warn);
  if (request.testing && !config.allowTesting) {
    throw invalid('testing', `is not allowed by the configuration of ${request.provider}`);
  }
  const { ledger } = deps.config;
  if (request.account !== undefined && !ledger) throw invalid('account', 'no ledger is configured');
  const deadlineMs = deadlineOf(request, deps);
  const terms = await termsOf(provider, request, deadlineMs, deps);
  checkAmounts(request, terms);
  const fingerprint = deps.fingerprints?.[request.provider];
  return given({
    queue: providerQueue(request.provider, fingerprint),
    checkQueue: checkQueue(request.provider, fingerprint),
    timeoutMs: milliseconds(config.timeout),
    minGapMs: milliseconds(config.minGap),
    firstCheckMs: milliseconds(config.firstCheck),
    poll: config.poll.map((step) => ({ everyMs: milliseconds(step.every), forMs: milliseconds(step.for) })),
    reviewAfterMs: milliseconds(config.reviewAfter),
    pollLimitMs: milliseconds(config.pollLimit),
    statusCall: config.statusCall,
    timeZone: config.timeZone,
    sameDay: config.sameDay,
    deadlineMs,
    onDeadline: request.onDeadline ?? 'hold',
    ledger:
      ledger && request.account !== undefined
        ? {
            queue: ledgerQueue,
            timeoutMs: milliseconds(ledger.timeout),
            reviewAfterMs: milliseconds(ledger.reviewAfter),
          }
        : undefined,
    waitForDeposit: config.onDepositTooLow === 'wait',
    inquiry: terms.inquiry,
    amount: terms.amount,
    repeatAfterMs: terms.repeatAfterMs,
    renewReferenceMs: Math.floor(milliseconds(deps.config.retention) / 2),
    operators: deps.config.operators,
    notify: deps.config.notify?.map(receiverOf),
    customer: customerOf(request, deps),
    aliases: terms.aliases ?? [],
  });
}

function receiverOf({ name, events, firstRetry, longestRetry, giveUpAfter }: ReceiverConfig): ReceiverPlan {
  return {
    name,
    events,
    firstRetryMs: milliseconds(firstRetry),
    longestRetryMs: milliseconds(longestRetry),
    giveUpAfterMs: milliseconds(giveUpAfter),
  };
}

/** A product that takes no number has no customer to find. */
function customerOf({ customerNo }: PaymentRequest, { customerKey }: Deps): string | undefined {
  return customerKey && customerNo !== '' ? customerHash(customerKey, customerNo) : undefined;
}

function deadlineOf({ deadline }: PaymentRequest, deps: Deps): number {
  return milliseconds(deadline ?? deps.config.deadline);
}

/**
 * During a deployment another worker may know the provider already, so the payment waits for it until its deadline. Only
 * then does the request break the contract.
 */
async function providerUnknown(deps: Deps, request: PaymentRequest, warn: Warn): Promise<Error> {
  const now = await deps.now();
  if (isPast(now, deadlineOf(request, deps))) {
    return invalid('provider', `is not one of ${Object.keys(deps.providers).join(', ')}`);
  }
  const message = `this worker has no provider ${request.provider}: payments wait for a worker that has it`;
  warn(request.provider, message, now);
  return retryLater({ type: 'ProviderUnknown', message, details: { why: 'provider-unknown', message } });
}

/**
 * What the product needs. While the provider cannot be reached, the activity is retried. From the deadline on the terms
 * no longer matter: nothing is sent any more, and the payment ends as expired.
 */
async function termsOf(
  provider: Provider,
  request: PaymentRequest,
  deadlineMs: number,
  deps: Deps,
): Promise<ProductTerms> {
  try {
    return await termsInTime(provider.terms(request), provider.name, deps);
  } catch (error) {
    if (!(error instanceof TuntasError) || error.code !== 'Unreachable') throw error;
    if (isPast(await deps.now(), deadlineMs)) return { inquiry: true };
    const { message } = error;
    throw retryLater({ type: 'TermsUnknown', message, details: { why: 'no-catalogue', message } });
  }
}

/**
 * Whether the payment's deadline has passed. A local activity never sees that: it is scheduled by this worker's clock, and
 * it runs at the start of the payment only.
 */
function isPast(now: number, deadlineMs: number): boolean {
  const { isLocal, scheduledTimestampMs } = Context.current().info;
  return !isLocal && now >= scheduledTimestampMs + deadlineMs;
}

/** The payments of all providers share this queue, so a provider that does not answer must not hold a slot for long. */
const TERMS_TIMEOUT_MS = 2_000;
/** A local activity holds up a workflow task, so it takes only what the adapter has in memory. */
const LOCAL_TERMS_TIMEOUT_MS = 100;

async function termsInTime(terms: Promise<ProductTerms>, name: string, deps: Deps): Promise<ProductTerms> {
  const over = new AbortController();
  const limit = Context.current().info.isLocal ? LOCAL_TERMS_TIMEOUT_MS : TERMS_TIMEOUT_MS;
  const late = deps.sleep(limit, over.signal).then((): never => {
    throw new TuntasError('Unreachable', `${name}: what the product needs is not known yet`);
  });
  try {
    return await Promise.race([terms, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
    terms.catch(() => undefined);
  }
}

function checkAmounts(request: PaymentRequest, terms: ProductTerms): void {
  if (terms.feeForbidden && request.charge !== undefined) {
    throw invalid('charge', 'the provider forbids a fee on top of this product');
  }
  if (terms.inquiry) return;
  const amount = terms.amount ?? request.amount;
  if (amount === undefined) throw invalid('amount', 'is needed: the product has no inquiry and no price');
}

function invalid(path: string, reason: string): InvalidInput {
  return new InvalidInput('InvalidRequest', [{ path, reason }]);
}

import { setTimeout as wait } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { milliseconds } from '../contract/duration.js';
import { InvalidInput, TuntasError } from '../contract/errors.js';
import { parsePaymentRequest, type PaymentRequest } from '../contract/request.js';
import { paymentId, ledgerQueue, providerQueue } from '../contract/names.js';
import type { Deps } from './deps.js';
import type { Plan } from '../contract/plan.js';
import type { ProductTerms, Provider } from './providers/provider.js';

/**
 * A payment's first activity: checks the request and reads what the payment will be held to. A request that breaks the
 * contract fails the workflow with `InvalidRequest`, before any provider was called.
 */
export function createAccept(deps: Deps) {
  return async function accept(value: unknown): Promise<Plan> {
    try {
      const request = parsePaymentRequest(value);
      // Uniqueness of a reference rests on the workflow id, so a payment under another id is no payment of ours.
      if (Context.current().info.workflowExecution?.workflowId !== paymentId(request)) {
        throw invalid('refId', `the workflow id must be ${paymentId(request)}`);
      }
      return await planFor(deps, request);
    } catch (error) {
      if (error instanceof InvalidInput) throw ApplicationFailure.nonRetryable(error.message, error.code, error.faults);
      throw error;
    }
  };
}

async function planFor(deps: Deps, request: PaymentRequest): Promise<Plan> {
  const known = Object.hasOwn(deps.providers, request.provider);
  const provider = known ? deps.providers[request.provider] : undefined;
  const config = deps.config.providers[request.provider];
  if (!provider || !config) throw invalid('provider', `is not one of ${Object.keys(deps.providers).join(', ')}`);
  if (request.testing && !config.allowTesting) {
    throw invalid('testing', `is not allowed by the configuration of ${request.provider}`);
  }
  const { ledger } = deps.config;
  if (request.account !== undefined && !ledger) throw invalid('account', 'no ledger is configured');
  const deadlineMs = milliseconds(request.deadline ?? deps.config.deadline);
  const terms = await termsOf(provider, request, deadlineMs, deps);
  checkAmounts(request, terms);
  return {
    queue: providerQueue(request.provider),
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
    ...(ledger && request.account !== undefined
      ? {
          ledger: {
            queue: ledgerQueue,
            timeoutMs: milliseconds(ledger.timeout),
            reviewAfterMs: milliseconds(ledger.reviewAfter),
          },
        }
      : {}),
    waitForDeposit: config.onDepositTooLow === 'wait',
    inquiry: terms.inquiry,
    ...(terms.amount === undefined ? {} : { amount: terms.amount }),
    ...(terms.repeatAfterMs === undefined ? {} : { repeatAfterMs: terms.repeatAfterMs }),
    aliases: terms.aliases ?? [],
  };
}

/**
 * What the product needs. While the provider cannot be asked, the activity is tried again; from the deadline on it no
 * longer matters, since nothing is sent any more and the payment ends as expired.
 */
async function termsOf(
  provider: Provider,
  request: PaymentRequest,
  deadlineMs: number,
  deps: Deps,
): Promise<ProductTerms> {
  try {
    return await soon(provider.terms(request), provider.name);
  } catch (error) {
    if (!(error instanceof TuntasError) || error.code !== 'Unreachable') throw error;
    if ((await deps.now()) >= Context.current().info.scheduledTimestampMs + deadlineMs) return { inquiry: true };
    throw ApplicationFailure.create({
      message: error.message,
      type: 'TermsUnknown',
      category: ApplicationFailureCategory.BENIGN,
      details: [{ why: 'no-catalogue', message: error.message }],
    });
  }
}

/** This queue is everyone's: a provider that does not answer may hold a place in it only for a moment. */
const TERMS_WITHIN_MS = 2_000;

async function soon(terms: Promise<ProductTerms>, name: string): Promise<ProductTerms> {
  const over = new AbortController();
  const late = wait(TERMS_WITHIN_MS, undefined, { signal: over.signal }).then((): never => {
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

import type { ApplicationFailure } from '@temporalio/common';
import type { PaymentRequest } from '../contract/request.js';
import { withHeartbeat } from './heartbeat.js';
import type { Deps } from './deps.js';
import type { Plan } from '../contract/plan.js';
import type { BillFound, BillRefused } from './providers/provider.js';
import { providerOf, neverAborted } from './provider-of.js';
import { warnOfRefusedCall } from './refused-call.js';
import { retryLater } from './retry-later.js';
import { cutOffLeft, endOfDay } from './schedule.js';
import { createThrottledWarning } from './throttled-warning.js';

export interface InquireArgs {
  request: PaymentRequest;
  plan: Plan;
}

/** A bill and the last moment at which pay may be sent for it, in milliseconds since 1970. */
export type Inquiry = (BillFound & { payBefore?: number }) | BillRefused;

/** Asks the provider for the bill. An unreadable reply is retried: an inquiry moves no money. */
export function createInquire(deps: Deps) {
  const warn = createThrottledWarning();
  return async function inquire({ request, plan }: InquireArgs): Promise<Inquiry> {
    const provider = providerOf(deps, request);
    const askedAt = await deps.now();
    const closedFor = cutOffLeft(deps.config.providers[request.provider]?.cutOff ?? [], askedAt, plan.timeZone);
    if (closedFor > 0) throw notYet('cut-off', closedFor);

    const reply = await withHeartbeat(deps, undefined, () => provider.inquire({ request }, neverAborted()));
    if (reply.kind === 'refused') {
      warnOfRefusedCall(warn, provider.name, reply, askedAt);
      return reply;
    }
    if (reply.kind === 'unclear') throw notYet(reply.why, reply.retryAfterMs, reply.code, reply.message);
    return { ...reply, ...payBefore(reply, plan, askedAt) };
  };
}

/**
 * Digiflazz accepts pay only on the calendar date of the inquiry (its documentation); the date is taken in the business
 * time zone. An inquiry sent before midnight and answered after it counts for the earlier day.
 */
function payBefore(bill: BillFound, plan: Plan, askedAt: number): { payBefore?: number } {
  const limits = [
    ...(plan.sameDay ? [endOfDay(askedAt, plan.timeZone)] : []),
    ...(bill.expiresAt === undefined ? [] : [Date.parse(bill.expiresAt)]),
  ];
  return limits.length === 0 ? {} : { payBefore: Math.min(...limits) };
}

function notYet(why: string, delayMs?: number, code = '', message = ''): ApplicationFailure {
  return retryLater({
    type: 'InquiryUnclear',
    message: `no bill yet: ${why}`,
    details: { why, code, message },
    delayMs,
  });
}

import { Context, log } from '@temporalio/activity';
import { HEARTBEAT_TIMEOUT_MS, isPayMark, type PayMark } from '../contract/heartbeat.js';
import type { PaymentRequest } from '../contract/request.js';
import { withHeartbeat, recordHeartbeat } from './heartbeat.js';
import type { Breaker } from './breaker.js';
import type { Deps } from './deps.js';
import type { Plan } from '../contract/plan.js';
import type { BillFound } from './providers/provider.js';
import type { Evidence } from '../contract/evidence.js';
import { neverAborted } from './provider-of.js';
import { cutOffLeft } from './schedule.js';

export interface PayArgs {
  request: PaymentRequest;
  plan: Plan;
  bill?: BillFound;
  /** The nominal to pay, where pay carries one; rupiah. */
  amount?: number;
  /** The run in which this payment began. Pay is sent in no other. */
  firstRunId: string;
  /** Milliseconds since 1970: nothing is sent from then on. */
  notAfter: number;
  /** An earlier pay was left without an answer, and the provider allows the same reference once more. */
  again?: boolean;
}

/** "Nothing was made" is then the answer to the repeat; of the earlier pay it says nothing. */
function aboutBoth(evidence: Evidence): Evidence {
  return evidence.kind === 'refused' ? { ...evidence, kind: 'unknown', why: 'repeat-refused' } : evidence;
}

/**
 * Sends pay, once. The workflow gives it a single attempt; what it cannot know is `unknown`.
 *
 * Before the first byte leaves, a mark is written into the server's record of this attempt, and its answer awaited. An
 * attempt that the server has given up is refused there and sends nothing. So a timeout without the mark proves that
 * nothing was sent, and one with it proves nothing.
 */
export function createPay(deps: Deps, breakers: (provider: string) => Breaker) {
  return async function pay(args: PayArgs): Promise<Evidence> {
    const { info } = Context.current();
    const now = await deps.now();
    const says = (kind: 'not-sent' | 'unknown', why: string, more: Partial<Evidence> = {}): Evidence => ({
      kind,
      from: 'pay',
      at: new Date(now).toISOString(),
      code: '',
      message: '',
      why,
      ...more,
    });

    // A reset run has forgotten what the first run sent.
    if (info.workflowExecution?.runId !== args.firstRunId) return says('unknown', 'reset');
    // One attempt is all the workflow grants: a second one is an operator's tool at work, and the first may have sent.
    if (info.attempt > 1 || isPayMark(info.heartbeatDetails)) return says('unknown', 'second-attempt');

    const provider = deps.providers[args.request.provider];
    if (!provider) return says('not-sent', 'not-configured');
    if (now >= args.notAfter) return says('not-sent', 'expired');
    const closedFor = cutOffLeft(deps.config.providers[provider.name]?.cutOff ?? [], now, args.plan.timeZone);
    if (closedFor > 0) return says('not-sent', 'cut-off', { retryAfterMs: closedFor });
    const breaker = breakers(provider.name);
    const pausedFor = breaker.pausedFor(now);
    if (pausedFor > 0) return says('not-sent', 'provider-paused', { retryAfterMs: pausedFor });

    const mark: PayMark = { sending: true, at: new Date(now).toISOString() };
    const asked = performance.now();
    try {
      await recordHeartbeat(deps.client, mark);
    } catch {
      return says('not-sent', 'not-recorded');
    }
    // A process that was stopped meanwhile may wake after the server gave it up.
    if (performance.now() - asked > HEARTBEAT_TIMEOUT_MS / 2) return says('not-sent', 'stalled');
    if ((await deps.now()) >= args.notAfter) return says('not-sent', 'expired');

    const order = {
      request: args.request,
      ...(args.bill === undefined ? {} : { bill: args.bill }),
      ...(args.amount === undefined ? {} : { amount: args.amount }),
      ...(args.again ? { again: true } : {}),
      notAfter: args.notAfter,
    };
    try {
      const said = await withHeartbeat(mark, () => provider.pay(order, neverAborted()));
      const evidence = args.again ? aboutBoth(said) : said;
      breaker.saw(evidence, now);
      if (evidence.depositTooLow) log.error(`our deposit at ${provider.name} is too low: pays are refused`);
      return evidence;
    } catch {
      // An adapter that throws has broken its promise; what it sent is not known.
      return says('unknown', 'adapter-error');
    }
  };
}

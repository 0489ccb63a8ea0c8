import { Context } from '@temporalio/activity';
import { given } from '../contract/given.js';
import { HEARTBEAT_TIMEOUT_MS, isPayMark, type PayMark } from '../contract/heartbeat.js';
import type { PaymentRequest } from '../contract/request.js';
import { withHeartbeat, recordHeartbeat } from './heartbeat.js';
import type { Breakers } from './breaker.js';
import type { Deps } from './deps.js';
import type { Plan } from '../contract/plan.js';
import type { BillFound } from './providers/provider.js';
import type { Evidence } from '../contract/evidence.js';
import { neverAborted } from './provider-of.js';
import { warnOfLowDeposit, warnOfRefusedCall } from './refused-call.js';
import { cutOffLeft } from './schedule.js';
import { createThrottledWarning } from './throttled-warning.js';

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
  /** True for a repeat: an earlier pay got no reply, and the provider allows the same reference again. */
  again?: boolean;
}

/** A refusal of the repeat proves nothing about the earlier pay, so about both together it is `unknown`. */
function aboutBoth(evidence: Evidence): Evidence {
  return evidence.kind === 'refused' ? { ...evidence, kind: 'unknown', why: 'repeat-refused' } : evidence;
}

/**
 * Sends pay once. The workflow gives it a single attempt; whatever cannot be proven is `unknown`.
 *
 * Before the first byte leaves, the activity writes a mark into the server's record of this attempt and waits for the
 * server's reply. The server refuses the mark of an attempt that it has given up, and that attempt then sends nothing.
 * So a timeout without the mark proves that nothing was sent; a timeout with the mark proves nothing.
 */
export function createPay(deps: Deps, breakers: Breakers) {
  const warn = createThrottledWarning();
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

    // A run after a reset does not know what the first run sent.
    if (info.workflowExecution?.runId !== args.firstRunId) return says('unknown', 'reset');
    // The workflow allows one attempt. A second one comes from an operator's tool, and the first may have sent pay.
    if (info.attempt > 1 || isPayMark(info.heartbeatDetails)) return says('unknown', 'second-attempt');

    const provider = deps.providers[args.request.provider];
    const config = deps.config.providers[args.request.provider];
    if (!provider || !config) return says('not-sent', 'not-configured');
    if (now >= args.notAfter) return says('not-sent', 'expired');
    const closedFor = cutOffLeft(config.cutOff, now, args.plan.timeZone);
    if (closedFor > 0) return says('not-sent', 'cut-off', { retryAfterMs: closedFor });
    const breaker = breakers(provider.name, config.breaker);
    const pausedFor = breaker.pausedFor(now);
    if (pausedFor > 0) return says('not-sent', 'provider-paused', { retryAfterMs: pausedFor });

    const mark: PayMark = { sending: true, at: new Date(now).toISOString() };
    const recordingSince = deps.monotonic();
    try {
      await recordHeartbeat(deps.client, mark);
    } catch {
      return says('not-sent', 'not-recorded');
    }
    // A process that was stopped in between may wake up after the server has given this attempt up.
    if (deps.monotonic() - recordingSince > HEARTBEAT_TIMEOUT_MS / 2) return says('not-sent', 'stalled');
    if ((await deps.now()) >= args.notAfter) return says('not-sent', 'expired');

    const { request, bill, amount, again, notAfter } = args;
    const order = given({ request, bill, amount, again: again ? true : undefined, notAfter });
    try {
      const reply = await withHeartbeat(deps, mark, () => provider.pay(order, neverAborted()));
      const evidence = again ? aboutBoth(reply) : reply;
      breaker.record(evidence, now);
      warnOfRefusedCall(warn, provider.name, evidence, now);
      warnOfLowDeposit(warn, provider.name, evidence, now);
      return evidence;
    } catch {
      // An adapter must not throw. When it does, it is not known what it sent.
      return says('unknown', 'adapter-error');
    }
  };
}

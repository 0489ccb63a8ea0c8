import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../contract/config.js';

/** Calls of a new payment that share the rate of inquiry and pay: one of each. */
const CALLS_PER_PAYMENT = 2;
/** The share of that rate that a batch takes: with half of it left, no other payment waits in a queue. */
const SHARE = 0.5;
/** A provider's rate in calls per second where no configuration tells it: the schema's defaults. */
const UNKNOWN = { ratePerSecond: 20, checkShare: 0.5 };

/** How many payments a batch starts per second at a provider, unless it is told. */
export function paymentsPerSecond(config: Config | undefined, provider: string): number {
  const { ratePerSecond, checkShare } = config?.providers[provider] ?? UNKNOWN;
  return (ratePerSecond * (1 - checkShare) * SHARE) / CALLS_PER_PAYMENT;
}

/** Spaces starts evenly: what was not used is not made up for, so that no burst stands in a provider's queue. */
export class Pace {
  #next = 0;

  constructor(private readonly perSecond: number) {}

  /** Resolves when the next payment may start; earlier when `stop` aborts. */
  async turn(stop: AbortSignal): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#next);
    this.#next = at + 1_000 / this.perSecond;
    if (at > now) await sleep(at - now, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Of unsigned hints, which anybody can send: what one provider may cost Temporal. */
export const HINT_LIMITS = {
  perSecond: 20,
  /** Hints that may come at once after a quiet time. */
  burst: 50,
  /** How long a reference is not asked about again; milliseconds. */
  keptMs: 30_000,
  /** References that are remembered, over all providers; the oldest are forgotten first. */
  references: 10_000,
} as const;

/**
 * - `forward`: Temporal may be asked;
 * - `unknown`: Temporal did not know this reference a moment ago;
 * - `limited`: its payment got a hint a moment ago, or the provider's rate is used up: it has to come again later.
 */
export type HintDecision = 'forward' | 'unknown' | 'limited';

interface Bucket {
  tokens: number;
  /** Milliseconds since 1970. */
  at: number;
}

interface Asked {
  /** Milliseconds since 1970. */
  at: number;
  unknown: boolean;
}

/** Decides which unsigned hints are worth a call to Temporal. All of it is this process's own. */
export class HintLimits {
  readonly #buckets = new Map<string, Bucket>();
  /** By provider and reference, the oldest first. */
  readonly #asked = new Map<string, Asked>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Decides about one hint. `forward` counts as asked at once, so that copies that come meanwhile are not. */
  decide(provider: string, refId: string): HintDecision {
    const asked = this.#asked.get(keyOf(provider, refId));
    if (asked && this.now() - asked.at < HINT_LIMITS.keptMs) return asked.unknown ? 'unknown' : 'limited';
    if (!this.#takeToken(provider)) return 'limited';
    this.#remember(provider, refId, false);
    return 'forward';
  }

  /** Temporal does not know the reference. */
  unknown(provider: string, refId: string): void {
    this.#remember(provider, refId, true);
  }

  /** Temporal did not take the hint, so the provider's next one is forwarded. */
  forget(provider: string, refId: string): void {
    this.#asked.delete(keyOf(provider, refId));
  }

  #remember(provider: string, refId: string, unknown: boolean): void {
    const key = keyOf(provider, refId);
    this.#asked.delete(key);
    this.#asked.set(key, { at: this.now(), unknown });
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > HINT_LIMITS.references && oldest !== undefined) this.#asked.delete(oldest);
  }

  #takeToken(provider: string): boolean {
    const at = this.now();
    const last = this.#buckets.get(provider) ?? { tokens: HINT_LIMITS.burst, at };
    // A clock that was set back gives nothing and takes nothing.
    const grown = last.tokens + (Math.max(0, at - last.at) / 1_000) * HINT_LIMITS.perSecond;
    const tokens = Math.min(HINT_LIMITS.burst, grown);
    const granted = tokens >= 1;
    this.#buckets.set(provider, { tokens: granted ? tokens - 1 : tokens, at });
    return granted;
  }
}

function keyOf(provider: string, refId: string): string {
  return `${provider}:${refId}`;
}

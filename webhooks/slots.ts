/** Whether the provider's signature over the raw bytes was verified. */
export type Trust = 'signed' | 'unsigned';

/**
 * Maximum number of deliveries of one provider on their way to Temporal at once; it has to send any more again. Signed
 * ones have slots of their own, because anybody can send unsigned ones.
 */
export const SLOTS: Record<Trust, number> = { signed: 100, unsigned: 50 };

/** Counts the deliveries under way, for each provider and trust separately. */
export class Slots {
  readonly #underWay = new Map<string, number>();

  /** Takes a slot; false when there is none left. */
  take(provider: string, trust: Trust): boolean {
    const taken = this.#taken(provider, trust);
    if (taken >= SLOTS[trust]) return false;
    this.#underWay.set(keyOf(provider, trust), taken + 1);
    return true;
  }

  /** Gives back a slot that was taken. */
  release(provider: string, trust: Trust): void {
    this.#underWay.set(keyOf(provider, trust), this.#taken(provider, trust) - 1);
  }

  #taken(provider: string, trust: Trust): number {
    return this.#underWay.get(keyOf(provider, trust)) ?? 0;
  }
}

function keyOf(provider: string, trust: Trust): string {
  return `${provider} ${trust}`;
}

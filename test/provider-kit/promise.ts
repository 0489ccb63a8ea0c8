import type { ProviderUnderTest } from './provider-under-test.js';

/** One thing that every provider promises, as data: for jest, and for whoever wants to check without it. */
export interface ProviderPromise {
  /** A sentence about behaviour. */
  name: string;
  /** What to do about an adapter that breaks it. */
  advice: string;
  check(kit: ProviderUnderTest): Promise<void>;
}

/** A promise is broken; the message says what was seen. */
export class Broken extends Error {}

/** Fails unless `kept`; `seen` says what was there instead. */
export function demand(kept: boolean, seen: () => string): asserts kept {
  if (!kept) throw new Broken(seen());
}

/** Checks one promise on a provider under test that was reset. Throws `Broken` with what was seen and what to do. */
export async function keep(promise: ProviderPromise, kit: ProviderUnderTest): Promise<void> {
  kit.reset();
  try {
    await promise.check(kit);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { name } = kit.subject;
    throw new Broken(`${name} breaks: ${promise.name}\n  Seen: ${error.message}\n  To do: ${promise.advice}`);
  } finally {
    kit.reset();
  }
}

/** A value for a message, cut where it is long. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'undefined' : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

import { createHash } from 'node:crypto';

const KEPT_MS = 5 * 60_000;
const KEPT_DELIVERIES = 10_000;

/** The deliveries of the last minutes that reached Temporal. Providers send the same bytes several times. */
export class Recent {
  /** Hash → time of arrival, milliseconds since 1970; the oldest first. */
  readonly #seen = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  has(provider: string, body: Buffer): boolean {
    const at = this.#seen.get(hashOf(provider, body));
    return at !== undefined && this.now() - at < KEPT_MS;
  }

  add(provider: string, body: Buffer): void {
    const key = hashOf(provider, body);
    this.#seen.delete(key);
    this.#seen.set(key, this.now());
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > KEPT_DELIVERIES && oldest !== undefined) this.#seen.delete(oldest);
  }
}

/** Only the hash is kept, because a body contains a customer's data. */
function hashOf(provider: string, body: Buffer): string {
  return createHash('sha256').update(`${provider}\n`).update(body).digest('base64');
}

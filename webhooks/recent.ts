import { createHash } from 'node:crypto';

const REMEMBERED_MS = 5 * 60_000;
const REMEMBERED = 10_000;

/** The deliveries of the last minutes that reached Temporal. Providers send the same bytes again and again. */
export class Recent {
  /** Hash → when, milliseconds since 1970; the oldest first. */
  readonly #seen = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  has(provider: string, body: Buffer): boolean {
    const at = this.#seen.get(keyOf(provider, body));
    return at !== undefined && this.now() - at < REMEMBERED_MS;
  }

  add(provider: string, body: Buffer): void {
    const key = keyOf(provider, body);
    this.#seen.delete(key);
    this.#seen.set(key, this.now());
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > REMEMBERED && oldest !== undefined) this.#seen.delete(oldest);
  }
}

/** Only the hash is kept: bodies name customers. */
function keyOf(provider: string, body: Buffer): string {
  return createHash('sha256').update(`${provider}\n`).update(body).digest('base64');
}

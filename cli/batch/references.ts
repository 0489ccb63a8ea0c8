import { createHash } from 'node:crypto';

const FIRST_ROOM = 1_024;

/**
 * References of a whole file in eight bytes each: enough to say which ones may stand there twice. Those few are compared as
 * text afterwards.
 */
export class References {
  #hashes = new BigUint64Array(FIRST_ROOM);
  #count = 0;

  add(reference: string): void {
    if (this.#count === this.#hashes.length) this.#grow();
    this.#hashes[this.#count] = hashOf(reference);
    this.#count += 1;
  }

  /** Hashes that were added more than once. */
  repeated(): ReadonlySet<bigint> {
    const sorted = this.#hashes.slice(0, this.#count).sort();
    const found = new Set<bigint>();
    let before: bigint | undefined;
    for (const hash of sorted) {
      if (hash === before) found.add(hash);
      before = hash;
    }
    return found;
  }

  #grow(): void {
    const larger = new BigUint64Array(this.#hashes.length * 2);
    larger.set(this.#hashes);
    this.#hashes = larger;
  }
}

/** Of a strong hash, so that nobody can make other references look alike. */
export function hashOf(reference: string): bigint {
  return createHash('sha256').update(reference).digest().readBigUInt64BE();
}

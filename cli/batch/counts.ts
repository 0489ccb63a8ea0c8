import type { PaymentOutcome } from '../../contract/outcome.js';

/** How many lines are where. A line is in one of the counts once it was seen. */
export class Counts {
  Sukses = 0;
  Gagal = 0;
  /** Their slots were given up, or they could not be asked. */
  Pending = 0;
  /** Another payment has the reference, or the payment was ended without an outcome, or its outcome cannot be read. */
  refused = 0;
  /** Rupiah of the bills that were paid, where the outcome states it. */
  amount = 0;

  /** Lines about which something is known. */
  get seen(): number {
    return this.Sukses + this.Gagal + this.Pending + this.refused;
  }

  ended({ status, amount = 0 }: PaymentOutcome): void {
    this[status] += 1;
    if (status === 'Sukses') this.amount += amount;
  }

  pending(): void {
    this.Pending += 1;
  }

  /** A line that was Pending is known better now. */
  settled(): void {
    this.Pending -= 1;
  }

  refuse(): void {
    this.refused += 1;
  }
}

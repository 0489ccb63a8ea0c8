import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { Progress } from '../../contract/messages.js';
import { paymentId, reviewId } from '../../contract/names.js';
import type { Charges, Hold, Ledger, NoticeOptions, Sandbox } from '../../sandbox/index.js';
import type { Entry } from '../../sandbox/entries.js';
import type { ReviewOutcome } from '../../contract/review.js';
import { BILLERS, billOf, type Step } from './billers.js';
import type { About, ResolvedStatus } from './case.js';

/** How long anything of one case may take, however slow the machine. Milliseconds. */
export const PATIENCE_MS = 150_000;

/** What the counterparties know about one payment, from their own journals. */
export class RunningCase {
  /** Set once the payment has ended, or when it is read for the last time. */
  outcome: PaymentOutcome | undefined;
  progress: Progress | undefined;
  /** What an operator has resolved so far, in turn. */
  readonly resolutions: ResolvedStatus[] = [];
  /** The result of the review of the ended payment, where there is one that has ended. */
  review: ReviewOutcome | undefined;

  constructor(
    readonly about: About,
    private readonly counterparties: { main: () => Sandbox; side: () => Sandbox },
  ) {}

  get workflowId(): string {
    return paymentId({ provider: this.about.provider, refId: this.about.ref });
  }

  get ledger(): Ledger {
    return this.counterparties.main().ledger;
  }

  holdId(number: number): string {
    return `${this.workflowId}:${number}`;
  }

  /** The payment's in the order in which they were taken, then those of the review of the ended payment. */
  holds(): Hold[] {
    const { provider, ref: refId } = this.about;
    return [this.workflowId, reviewId({ provider, refId })].flatMap((id) => this.ledger.holds(`${id}:`));
  }

  charges(): Charges {
    return this.#biller.journal.charges(this.about.provider, this.about.ref);
  }

  /** The biller's journal about this payment, oldest first. */
  entries(): Entry[] {
    const { provider, ref } = this.about;
    return [...this.#biller.journal.entries({ provider, ref })];
  }

  count(step: Step): number {
    const { provider, ref } = this.about;
    const refers = step !== 'inquiry' || BILLERS[provider].refersAtInquiry;
    const subject = refers ? { ref } : billOf(provider, ref);
    return this.#biller.journal.contacts(provider, { command: this.command(step), ...subject });
  }

  /** What the biller calls it. */
  command(step: Step): string {
    return BILLERS[this.about.provider].commands[step];
  }

  /** Whether a call of this kind has come in. */
  isCalled(call: Step | 'hold' | 'capture' | 'release', hold = 1): boolean {
    if (isStep(call)) return this.count(call) > 0;
    return this.ledger.hold(this.holdId(hold))?.contacts.some(({ command }) => command === call) ?? false;
  }

  /** Has the biller send a webhook about this payment, and waits until it was delivered. */
  async notify(notice: NoticeOptions): Promise<void> {
    const { journal, notices } = this.#biller;
    const paid = journal.account(this.about.provider, this.about.ref)?.pays.at(-1);
    if (!paid) throw new Error('nothing was paid under this reference');
    await notices.send(paid, notice);
  }

  async until(holds: () => boolean): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!holds()) {
      if (Date.now() > end) throw new Error('what the case waits for did not come');
      await sleep(100);
    }
  }

  get #biller(): Sandbox {
    return this.counterparties[BILLERS[this.about.provider].counterparty]();
  }
}

function isStep(call: string): call is Step {
  return call === 'inquiry' || call === 'pay' || call === 'status';
}

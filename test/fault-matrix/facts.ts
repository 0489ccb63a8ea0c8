import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentOutcome } from '../../contract/outcome.js';
import type { Progress } from '../../contract/messages.js';
import { paymentId } from '../../contract/request.js';
import type { Charges, Hold, Ledger, NoticeOptions, Sandbox } from '../../sandbox/index.js';
import type { About } from './case.js';

/** How long anything of one case may take, however slow the machine. Milliseconds. */
export const PATIENCE_MS = 150_000;

/** What the counterparties know about one payment, from their own journals. */
export class Facts {
  /** Set once the payment has ended, or when it is looked at last. */
  outcome: PaymentOutcome | undefined;
  progress: Progress | undefined;

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

  /** In the order in which they were taken. */
  holds(): Hold[] {
    return this.ledger.holds(`${this.workflowId}:`);
  }

  charges(): Charges {
    return this.#biller.journal.charges(this.about.provider, this.about.ref);
  }

  count(command: string): number {
    return this.#biller.journal.count(this.about.provider, this.about.ref, command);
  }

  /** When the latest call of this kind came in, if one did; milliseconds since 1970. */
  calledAt(command: string, hold = 1): number | undefined {
    const atLedger = this.ledger.hold(this.holdId(hold))?.contacts ?? [];
    const called = [...this.charges().contacts, ...atLedger].filter((contact) => contact.command === command);
    const last = called.at(-1);
    return last && Date.parse(last.at);
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
    return this.about.provider === 'digiswitch' ? this.counterparties.main() : this.counterparties.side();
  }
}

import type { TransactionStore, Paid } from './transaction-store.js';
import type { NoticeOptions, Status } from './outcomes.js';
import type { NoticeSource } from './notice-source.js';

const SEND_TIMEOUT_MS = 10_000;
/** A timer may fire shortly before `now` reaches the due time, and the notice would still claim Pending. */
const TIMER_MARGIN_MS = 5;
/** The longest delay of a Node timer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Sends the notices to the webhook target. Best effort, like the real providers: each is tried once, or as often as its
 * protocol repeats it until it is answered 200. Every try is recorded in the journal.
 */
export class Notices {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #sending = new Set<Promise<void>>();
  #closed = false;

  /** `target`: `{provider}` in it is replaced by the provider's name. Without a target no notice is sent. */
  constructor(
    private readonly store: TransactionStore,
    private readonly protocols: readonly NoticeSource[],
    public target: string | undefined,
  ) {}

  /** Schedules the notice of a payment that was just accepted, if the time at which it is decided is known. */
  accepted(paid: Paid): void {
    const { outcome, after, notice, at } = paid.entry;
    if (!this.target || notice?.send === false || outcome === 'pending') return;
    if (outcome === 'sukses' || outcome === 'gagal') return this.#later(0, paid, notice);
    if (after?.ms !== undefined)
      this.#later(Date.parse(at) + after.ms - this.store.now() + TIMER_MARGIN_MS, paid, notice);
  }

  /** Sends the notice of a payment decided by the number of status calls, when the latest one has decided it. */
  checked(paid: Paid): void {
    const { after, notice } = paid.entry;
    if (!this.target || notice?.send === false || after?.checks === undefined) return;
    if (paid.checks === after.checks + 1) this.#later(0, paid, notice);
  }

  /** Schedules again, after a restart, the notices of payments that are still Pending. */
  resume(): void {
    for (const account of this.store.accounts()) {
      for (const paid of account.pays) if (this.store.statusOf(paid) === 'Pending') this.accepted(paid);
    }
  }

  /** Sends a notice. Resolves when the first try of every copy has ended; with a `delay`, at once. */
  async send(paid: Paid, options: NoticeOptions = {}): Promise<{ sent: number }> {
    if (options.delay) {
      this.#later(0, paid, options);
      return { sent: 0 };
    }
    const copies = options.copies ?? 1;
    for (let copy = 0; copy < copies; copy += 1) await this.#post(paid, options);
    return { sent: copies };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.allSettled(this.#sending);
  }

  #later(ms: number, paid: Paid, options: NoticeOptions = {}): void {
    const due = Math.min(Math.max(0, ms) + (options.delay ?? 0), LONGEST_TIMER_MS);
    this.#after(due, () => this.send(paid, { ...options, delay: 0 }));
  }

  #after(ms: number, act: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const sending = act().then(() => undefined);
      this.#sending.add(sending);
      void sending.finally(() => this.#sending.delete(sending));
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  async #post(paid: Paid, options: NoticeOptions, tried = 1): Promise<void> {
    const { provider, ref } = paid.entry;
    const protocol = this.protocols.find((each) => each.providers.includes(provider));
    if (!protocol || !this.target || this.#closed) return;
    const claims = claimed(options.as, this.store.statusOf(paid));
    const signature = options.signature ?? 'valid';
    const { headers, body } = protocol.notice(paid, claims, signature);
    const status = await post(this.target.replaceAll('{provider}', provider), headers, body);
    const at = new Date(this.store.now()).toISOString();
    await this.store.record({ kind: 'notice', at, provider, ref, claims, signature, status });
    const { tries, waitMs } = protocol.repeats ?? { tries: 1, waitMs: 0 };
    if (status === 200 || tried >= tries) return;
    this.#after(waitMs * 2 ** (tried - 1), () => this.#post(paid, options, tried + 1));
  }
}

function claimed(as: NoticeOptions['as'], truth: Status): Status {
  switch (as) {
    case 'sukses':
      return 'Sukses';
    case 'gagal':
      return 'Gagal';
    case 'pending':
      return 'Pending';
    case 'opposite':
      return truth === 'Sukses' ? 'Gagal' : 'Sukses';
    default:
      return truth;
  }
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<number | undefined> {
  try {
    const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}

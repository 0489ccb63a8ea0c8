import { entrySchema, type Entry, type Inquiry, type Pay } from './entries.js';
import { Journal } from './journal.js';
import type { Status } from './plan.js';

/** An executed pay and how many status calls have asked about it since. */
export interface Paid {
  entry: Pay;
  checks: number;
}

/** All that is known about one reference at one provider. */
export interface Account {
  provider: string;
  ref: string;
  entries: Entry[];
  inquiry?: Inquiry;
  pays: Paid[];
}

/** The answer to the audit's questions about one reference. */
export interface Charges {
  provider: string;
  ref: string;
  /** Pays that were executed and have not ended Gagal: more than 1 is a double payment. */
  charges: number;
  /** Of the latest executed pay; `none` where none was executed. */
  status: Status | 'none';
  pays: { at: string; status: Status; price: number }[];
  contacts: { at: string; command: string }[];
}

/** What the billers know: every contact and every transaction, rebuilt from the journal at start. */
export class Book {
  readonly #accounts = new Map<string, Account>();
  readonly #entries: Entry[] = [];
  readonly #spent = new Map<string, number>();
  #journal!: Journal<Entry>;

  private constructor(readonly now: () => number) {}

  static async open(path: string, now: () => number): Promise<Book> {
    const book = new Book(now);
    book.#journal = await Journal.open(
      path,
      (value) => entrySchema.parse(value),
      (entry) => book.#apply(entry),
    );
    return book;
  }

  /** Takes facts in at once; resolves when they are on the disk. */
  record(...entries: Entry[]): Promise<void> {
    for (const entry of entries) this.#apply(entry);
    return this.#journal.append(...entries);
  }

  entries(filter: { provider?: string | undefined; ref?: string | undefined } = {}): readonly Entry[] {
    const { provider, ref } = filter;
    if (provider !== undefined && ref !== undefined) return this.account(provider, ref)?.entries ?? [];
    return this.#entries.filter(
      (entry) => (provider === undefined || entry.provider === provider) && (ref === undefined || entry.ref === ref),
    );
  }

  account(provider: string, ref: string): Account | undefined {
    return this.#accounts.get(keyOf(provider, ref));
  }

  accounts(): Iterable<Account> {
    return this.#accounts.values();
  }

  /** How many contacts with this command there were about a reference. */
  count(provider: string, ref: string, command: string): number {
    const entries = this.account(provider, ref)?.entries ?? [];
    return entries.filter((entry) => entry.kind === 'contact' && entry.command === command).length;
  }

  charges(provider: string, ref: string): Charges {
    const account = this.account(provider, ref);
    const pays = (account?.pays ?? []).map((paid) => ({
      at: paid.entry.at,
      status: this.statusOf(paid),
      price: paid.entry.price,
    }));
    const contacts = (account?.entries ?? []).flatMap((entry) =>
      entry.kind === 'contact' ? [{ at: entry.at, command: entry.command }] : [],
    );
    const charges = pays.filter((pay) => pay.status !== 'Gagal').length;
    return { provider, ref, charges, status: pays.at(-1)?.status ?? 'none', pays, contacts };
  }

  /** Rupiah that left the deposit at a provider. A payment that is to end Gagal never takes any. */
  spent(provider: string): number {
    return this.#spent.get(provider) ?? 0;
  }

  /** Where a payment stands now: computed from what is written down, so that a restart changes nothing. */
  statusOf({ entry, checks }: Paid): Status {
    const { outcome, at, after = {} } = entry;
    if (outcome === 'sukses') return 'Sukses';
    if (outcome === 'gagal') return 'Gagal';
    const timeIsUp = after.ms !== undefined && this.now() >= Date.parse(at) + after.ms;
    const askedOften = after.checks !== undefined && checks > after.checks;
    if (outcome === 'pending' || !(timeIsUp || askedOften)) return 'Pending';
    return outcome === 'pending→sukses' ? 'Sukses' : 'Gagal';
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  #apply(entry: Entry): void {
    this.#entries.push(entry);
    if (entry.ref === undefined) return;
    const account = this.#accountOf(entry.provider, entry.ref);
    account.entries.push(entry);
    const latest = account.pays.at(-1);
    if (entry.kind === 'inquiry') account.inquiry = entry;
    if (entry.kind === 'contact' && entry.asks === 'status' && latest) latest.checks += 1;
    if (entry.kind !== 'pay') return;
    account.pays.push({ entry, checks: 0 });
    const lost = entry.outcome === 'gagal' || entry.outcome === 'pending→gagal';
    if (!lost) this.#spent.set(entry.provider, this.spent(entry.provider) + entry.price);
  }

  #accountOf(provider: string, ref: string): Account {
    const key = keyOf(provider, ref);
    const account = this.#accounts.get(key) ?? { provider, ref, entries: [], pays: [] };
    this.#accounts.set(key, account);
    return account;
  }
}

function keyOf(provider: string, ref: string): string {
  return `${provider}\n${ref}`;
}

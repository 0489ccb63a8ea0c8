import { entrySchema, type Contact, type Entry, type Inquiry, type Pay } from './entries.js';
import { Journal } from './journal.js';
import type { Status } from './outcomes.js';

/** An executed pay, and the number of status calls about it since. */
export interface Paid {
  entry: Pay;
  checks: number;
}

/** The entries about one reference at one provider. */
export interface Account {
  provider: string;
  ref: string;
  entries: Entry[];
  inquiry?: Inquiry;
  pays: Paid[];
}

/** What an audit reads about one reference. */
export interface Charges {
  /** The provider's key in the configuration. */
  provider: string;
  /** The reference. */
  ref: string;
  /** Pays that were executed and have not ended Gagal: more than 1 is a double payment. */
  charges: number;
  /** Of the latest executed pay; `none` where none was executed. */
  status: Status | 'none';
  /** The executed pays, oldest first; UTC (ISO 8601) and rupiah. */
  pays: { at: string; status: Status; price: number }[];
  /** Every call about it, oldest first; UTC (ISO 8601). */
  contacts: { at: string; command: string }[];
}

/** Every contact and transaction of the providers, rebuilt from the journal at start. */
export class TransactionStore {
  readonly #accounts = new Map<string, Account>();
  readonly #entries: Entry[] = [];
  readonly #spent = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  readonly #inquiries = new Map<string, Inquiry[]>();
  #journal!: Journal<Entry>;

  private constructor(readonly now: () => number) {}

  static async open(path: string, now: () => number): Promise<TransactionStore> {
    const store = new TransactionStore(now);
    store.#journal = await Journal.open(
      path,
      (value) => entrySchema.parse(value),
      (entry) => store.#apply(entry),
    );
    return store;
  }

  /** Applies entries at once; resolves when they are on the disk. */
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

  /** The number of contacts with this command about a reference. */
  count(provider: string, ref: string, command: string): number {
    return this.contacts(provider, { command, ref });
  }

  /** The number of contacts with the same command and reference or, without a reference, product and number. */
  contacts(provider: string, contact: Pick<Contact, Subject>): number {
    return this.#counts.get(subjectOf(provider, contact)) ?? 0;
  }

  /** The inquiries about a customer's number at a product, of any reference, oldest first. */
  inquiries(provider: string, product: string, customerNo: string): readonly Inquiry[] {
    return this.#inquiries.get(keyOf(provider, product, customerNo)) ?? [];
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

  /** The rupiah taken from the deposit at a provider. A payment that ends Gagal never takes any. */
  spent(provider: string): number {
    return this.#spent.get(provider) ?? 0;
  }

  /** A payment's status now: derived from its entry, so that a restart does not change it. */
  statusOf({ entry, checks }: Paid): Status {
    const { outcome, at, after = {} } = entry;
    if (outcome === 'sukses') return 'Sukses';
    if (outcome === 'gagal') return 'Gagal';
    const timeReached = after.ms !== undefined && this.now() >= Date.parse(at) + after.ms;
    const checksReached = after.checks !== undefined && checks > after.checks;
    if (outcome === 'pending' || !(timeReached || checksReached)) return 'Pending';
    return outcome === 'pending→sukses' ? 'Sukses' : 'Gagal';
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  #apply(entry: Entry): void {
    this.#entries.push(entry);
    if (entry.kind === 'contact') this.#countContact(entry);
    if (entry.kind === 'inquiry') this.#addInquiry(entry);
    if (entry.ref === undefined) return;
    const account = this.#accountOf(entry.provider, entry.ref);
    account.entries.push(entry);
    const latest = account.pays.at(-1);
    if (entry.kind === 'inquiry') account.inquiry = entry;
    if (entry.kind === 'contact' && entry.asks === 'status' && latest) latest.checks += 1;
    if (entry.kind !== 'pay') return;
    account.pays.push({ entry, checks: 0 });
    const fails = entry.outcome === 'gagal' || entry.outcome === 'pending→gagal';
    if (!fails) this.#spent.set(entry.provider, this.spent(entry.provider) + entry.price);
  }

  #countContact(contact: Contact): void {
    const subject = subjectOf(contact.provider, contact);
    this.#counts.set(subject, (this.#counts.get(subject) ?? 0) + 1);
  }

  #addInquiry(inquiry: Inquiry): void {
    const key = keyOf(inquiry.provider, inquiry.product, inquiry.customerNo);
    const earlier = this.#inquiries.get(key);
    if (earlier) earlier.push(inquiry);
    else this.#inquiries.set(key, [inquiry]);
  }

  #accountOf(provider: string, ref: string): Account {
    const key = keyOf(provider, ref);
    const account = this.#accounts.get(key) ?? { provider, ref, entries: [], pays: [] };
    this.#accounts.set(key, account);
    return account;
  }
}

function keyOf(...parts: string[]): string {
  return parts.join('\n');
}

type Subject = 'command' | 'ref' | 'product' | 'customerNo';

function subjectOf(provider: string, { command, ref, product = '', customerNo = '' }: Pick<Contact, Subject>): string {
  return ref === undefined ? keyOf(provider, command, product, customerNo) : keyOf(provider, command, ref);
}

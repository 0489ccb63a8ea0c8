import type { TransactionStore, Paid } from '../../transaction-store.js';
import type { Inquiry } from '../../entries.js';
import type { Notices } from '../../notices.js';
import type { After } from '../../outcomes.js';
import type { Rule } from '../../rules.js';
import { billOf } from './bills.js';
import type { Dialect } from './dialects.js';
import { scenarioOf } from './numbers.js';
import { PRODUCTS, type Product } from './products.js';
import { NOTHING_MADE, success, verdictReply, type Data } from './replies.js';
import type { TransactionRequest } from './request.js';

/** Official docs: older transactions answer "Data belum ada". */
const STATUS_WINDOW_MS = 90 * 86_400_000;
/** The deposit before the first payment, for each dialect; rupiah. Half a rupiah, because it is a float on the wire. */
export const DEPOSIT = 10_000_000_000.5;

const jakartaDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' });
const dayOf = (at: string | number) => jakartaDay.format(new Date(at));

export interface TransactionTools {
  dialect: Dialect;
  store: TransactionStore;
  notices: Notices;
  /** When a pending payment is decided, unless a rule orders another time. */
  after: After;
}

/** A dialect's inquiries, pays and status calls. Each applies its entries at once and answers once they are on disk. */
export class Transactions {
  constructor(private readonly tools: TransactionTools) {}

  async inquire(request: TransactionRequest, rule: Rule | undefined): Promise<Data> {
    const { dialect, store } = this.tools;
    const { rc, message, overrides = {}, outcome: ordered } = rule?.answer ?? {};
    const product = PRODUCTS.get(request.product);
    if (!product) return this.#verdictReply(request, 'Gagal', '43');
    if (product.openAmount && request.amount === undefined) return this.#verdictReply(request, 'Gagal', '40');
    const outcome = ordered ?? scenarioOf(request.product, request.customerNo).inquiry;
    const found = outcome === 'sukses';
    const data = found ? { ...billOf(product, request.customerNo, request.amount ?? 0, false), ...overrides } : {};
    const nominal = request.amount === undefined ? {} : { amount: request.amount };
    await store.record({ kind: 'inquiry', ...this.#about(request), found, data: { ...data, ...nominal } });
    if (outcome === 'gagal') return { ...this.#verdictReply(request, 'Gagal', rc ?? '54', message), ...overrides };
    if (!found) return { ...this.#verdictReply(request, 'Pending', rc ?? '03', message), ...overrides };
    const answered = { ...request, product: dialect.inquiryAliases[request.product] ?? request.product };
    return { ...success(dialect, answered, data, this.balance()), ...codeAndMessage(rc, message), ...overrides };
  }

  async pay(request: TransactionRequest, rule: Rule | undefined): Promise<Data> {
    const { store, notices, after } = this.tools;
    const answer = rule?.answer ?? {};
    const account = store.account(this.tools.dialect.provider, request.ref);
    const product = PRODUCTS.get(request.product);
    if (!product) return this.#refuse(request, '43');
    if (account?.pays.length && rule?.repeat === 'refuse-49') return this.#refuse(request, '49');
    const inquiry = account?.inquiry;
    if (!inquiry || !this.#covers(inquiry, request)) return this.#refuse(request, '42');
    const outcome = answer.outcome ?? scenarioOf(request.product, request.customerNo).pay;
    if (outcome === 'gagal' && NOTHING_MADE.has(answer.rc ?? ''))
      return this.#refuse(request, answer.rc as string, answer.message);
    const data = paidBill(product, inquiry, answer.drift ?? 0, answer.overrides);
    const written = store.record({
      kind: 'pay',
      ...this.#about(request),
      ...{ price: Number(data['price']), outcome, data, rc: answer.rc, message: answer.message },
      ...{ after: answer.after ?? after, notice: rule?.notice },
    });
    const paid = latest(store, this.tools.dialect.provider, request.ref) as Paid;
    const reply = { ...this.stated(paid), ...answer.overrides };
    await written;
    notices.accepted(paid);
    return reply;
  }

  /** A rule's answer changes this one reply, never the transaction. An unknown reference answers Gagal with rc 50. */
  async status(request: TransactionRequest, rule: Rule | undefined): Promise<Data> {
    const { store, notices } = this.tools;
    const { outcome, rc, message, overrides } = rule?.answer ?? {};
    const paid = latest(store, this.tools.dialect.provider, request.ref);
    if (paid) notices.checked(paid);
    if (outcome === 'gagal') return { ...this.#verdictReply(request, 'Gagal', rc ?? '02', message), ...overrides };
    if (outcome && outcome !== 'sukses')
      return { ...this.#verdictReply(request, 'Pending', rc ?? '03', message), ...overrides };
    if (!paid || !sameBill(paid.entry, request) || this.#forgotten(paid)) {
      return { ...this.#verdictReply(request, 'Gagal', rc ?? '50', message), ...overrides };
    }
    const reply = outcome === 'sukses' ? this.#success(paid) : this.stated(paid);
    return { ...reply, ...codeAndMessage(rc, message), ...overrides };
  }

  /** The reply about a payment; `status`: claimed instead of the payment's own. */
  stated(paid: Paid, status = this.tools.store.statusOf(paid)): Data {
    if (status === 'Sukses') return this.#success(paid);
    const { rc, message, outcome } = paid.entry;
    const verdict = status === 'Pending' ? outcome === 'pending' : outcome.endsWith('gagal');
    const code = verdict && rc !== undefined ? rc : status === 'Pending' ? '03' : '02';
    return this.#verdictReply(paid.entry, status, code, verdict ? message : undefined);
  }

  balance(): number {
    return DEPOSIT - this.tools.store.spent(this.tools.dialect.provider);
  }

  #success(paid: Paid): Data {
    const { rc, message, data, outcome } = paid.entry;
    const verdict = outcome.endsWith('sukses') ? codeAndMessage(rc, message) : {};
    return { ...success(this.tools.dialect, paid.entry, data, this.balance()), ...verdict };
  }

  async #refuse(request: TransactionRequest, rc: string, message?: string): Promise<Data> {
    await this.tools.store.record({ kind: 'refused', ...this.#about(request), rc });
    return this.#verdictReply(request, 'Gagal', rc, message);
  }

  #verdictReply(
    subject: TransactionRequest | Paid['entry'],
    status: 'Gagal' | 'Pending',
    rc: string,
    message?: string,
  ): Data {
    return verdictReply(this.tools.dialect, subject, status, rc, message);
  }

  /** Official docs: pay repeats the reference of an inquiry of the same calendar day. */
  #covers(inquiry: Inquiry, request: TransactionRequest): boolean {
    return inquiry.found && sameBill(inquiry, request) && dayOf(inquiry.at) === dayOf(this.tools.store.now());
  }

  #forgotten(paid: Paid): boolean {
    return this.tools.store.now() - Date.parse(paid.entry.at) > STATUS_WINDOW_MS;
  }

  #about({ ref, product, customerNo }: TransactionRequest) {
    const { dialect, store } = this.tools;
    return { at: new Date(store.now()).toISOString(), provider: dialect.provider, ref, product, customerNo };
  }
}

function paidBill(product: Product, inquiry: Inquiry, drift: number, overrides: Data = {}): Data {
  const { amount, ...quoted } = inquiry.data;
  const bill = billOf(product, inquiry.customerNo, Number(amount ?? 0), true);
  const price = Number(quoted['price']) + drift;
  const sellingPrice = Number(quoted['selling_price']) + drift;
  return { ...bill, name: quoted['name'], admin: quoted['admin'], price, selling_price: sellingPrice, ...overrides };
}

function codeAndMessage(rc: string | undefined, message: string | undefined): Data {
  return { ...(rc === undefined ? {} : { rc }), ...(message === undefined ? {} : { message }) };
}

function sameBill(
  one: { product: string; customerNo: string },
  other: { product: string; customerNo: string },
): boolean {
  return one.product === other.product && one.customerNo === other.customerNo;
}

function latest(store: TransactionStore, provider: string, ref: string): Paid | undefined {
  return store.account(provider, ref)?.pays.at(-1);
}

import type { TransactionStore, Paid } from '../../transaction-store.js';
import type { Inquiry } from '../../entries.js';
import type { Notices } from '../../notices.js';
import type { After, Status } from '../../outcomes.js';
import type { Rule } from '../../rules.js';
import { scenarioOf } from './accounts.js';
import { dataWithoutBill, head, inquiryData, paidData, sums, type Data } from './bills.js';
import { PRODUCTS } from './products.js';
import { absent, replyOf, type Reply } from './replies.js';
import type { Check, Payment } from './request.js';

export const PROVIDER = 'ayoconnect';

/** The first inquiry and the first payment have the ids of the published example. */
const FIRST_INQUIRY = 2_692_552;
const FIRST_TRANSACTION = 180_232;

/** The deposit before the first payment; rupiah. */
const DEPOSIT = 10_000_000_000;

export interface TransactionTools {
  store: TransactionStore;
  notices: Notices;
  /** When a pending payment is decided, unless a rule orders another time. */
  after: After;
}

/** Inquiries, payments and status calls. Each applies its entries at once and answers when they are on the disk. */
export class Transactions {
  #inquiries: number;
  #payments: number;

  constructor(private readonly tools: TransactionTools) {
    const entries = tools.store.entries({ provider: PROVIDER });
    this.#inquiries = entries.filter((entry) => entry.kind === 'inquiry').length;
    this.#payments = entries.filter((entry) => entry.kind === 'pay').length;
  }

  async check(check: Check, rule: Rule | undefined): Promise<Reply> {
    const { store } = this.tools;
    const { outcome: ordered, rc, message, overrides = {} } = rule?.answer ?? {};
    const product = PRODUCTS.get(check.productCode);
    if (!product) return replyOf(341, {});
    if (product.needs.some((input) => check[input] === undefined)) return replyOf(321, {});
    const outcome = ordered ?? scenarioOf(check.accountNumber).inquiry;
    const found = outcome === 'sukses';
    const id = FIRST_INQUIRY + this.#inquiries;
    this.#inquiries += 1;
    const data = found ? { ...inquiryData(product, check, store.now(), id), ...overrides } : {};
    await store.record({ kind: 'inquiry', ...this.#about(check), found, data: { ...data, asked: check } });
    // A failed inquiry has no customer's name, as third parties report.
    if (!found) return replyOf(codeOf(rc) ?? (outcome === 'gagal' ? 304 : 299), overrides, message);
    return replyOf(codeOf(rc) ?? 300, data, message);
  }

  /**
   * A reference that was accepted before is never charged again. The answer is code 102, a code of failure, with the
   * reference in it, whatever the status of the first payment; no second payment is made.
   */
  async pay(payment: Payment, rule: Rule | undefined): Promise<Reply> {
    const { store, notices, after } = this.tools;
    const { rc, message, outcome: ordered, drift = 0, overrides, after: orderedAfter } = rule?.answer ?? {};
    const { refNumber: ref, accountNumber: account } = payment;
    const product = PRODUCTS.get(payment.productCode);
    if (!product) return this.#refuse(payment, 341);
    if (latest(store, ref)) return this.#refuse(payment, 102);
    const inquiry = this.#inquiryOf(payment);
    if (!inquiry) return this.#refuse(payment, 313);
    if (inquiry.data['amount'] !== payment.amount) return this.#refuse(payment, 114);
    const id = FIRST_TRANSACTION + this.#payments;
    this.#payments += 1;
    const bill = paidData(product, inquiry.data['asked'] as Check, store.now(), ref, id);
    const data = { ...bill, ...quotedIn(inquiry), amount: payment.amount + drift, ...overrides };
    const written = store.record({
      kind: 'pay',
      ...this.#about(payment),
      ...{ ref, price: data.amount, outcome: ordered ?? scenarioOf(account).pay, data },
      ...{ rc, message, after: orderedAfter ?? after, notice: rule?.notice },
    });
    const paid = latest(store, ref) as Paid;
    const reply = this.stated(paid);
    await written;
    notices.accepted(paid);
    return { ...reply, data: { ...reply.data, ...overrides } };
  }

  /** A rule's answer changes this one reply, never the payment. */
  async status(ref: string, rule: Rule | undefined): Promise<Reply> {
    const { store, notices } = this.tools;
    const { outcome, rc, message, overrides } = rule?.answer ?? {};
    const paid = latest(store, ref);
    if (paid) notices.checked(paid);
    const truth = paid ? this.stated(paid, outcome && statusOf(outcome)) : absent();
    const code = codeOf(rc) ?? truth.responseCode;
    const reply = message === undefined && code === truth.responseCode ? truth : replyOf(code, truth.data, message);
    return { ...reply, data: { ...reply.data, ...overrides } };
  }

  /** The reply about a payment; `status`: claimed instead of the payment's own. */
  stated({ entry, checks }: Paid, status: Status = this.tools.store.statusOf({ entry, checks })): Reply {
    const { rc, message, data, outcome } = entry;
    const ordered = outcome.endsWith(ENDS[status]);
    const code = (ordered ? codeOf(rc) : undefined) ?? CODES[status];
    const stated = status === 'Sukses' ? data : dataWithoutBill(data, status === 'Gagal' ? 'N/A' : '');
    return replyOf(code, stated, ordered ? message : undefined);
  }

  /** The deposit now; rupiah. */
  balance(): number {
    return DEPOSIT - this.tools.store.spent(PROVIDER);
  }

  /** Answers a payment that fits no inquiry, or repeats one, as failed with its reference; no payment is made. */
  async #refuse(payment: Payment, code: number): Promise<Reply> {
    const { productCode, accountNumber, refNumber: ref, amount } = payment;
    await this.tools.store.record({ kind: 'refused', ...this.#about(payment), ref, rc: String(code) });
    const product = PRODUCTS.get(productCode) ?? { code: productCode, name: '', category: '' };
    return replyOf(code, dataWithoutBill(head(product, accountNumber, ref, 0, sums(amount, 0)), 'N/A'));
  }

  /** The inquiry that a payment names, if both have the same account and product. */
  #inquiryOf({ productCode, accountNumber, inquiryId }: Payment): Inquiry | undefined {
    const asked = this.tools.store.inquiries(PROVIDER, productCode, accountNumber);
    return asked.findLast((inquiry) => inquiry.found && inquiry.data['inquiryId'] === inquiryId);
  }

  #about({ productCode, accountNumber }: Check) {
    const at = new Date(this.tools.store.now()).toISOString();
    return { at, provider: PROVIDER, product: productCode, customerNo: accountNumber };
  }
}

const CODES: Readonly<Record<Status, number>> = { Sukses: 0, Gagal: 103, Pending: 299 };
const ENDS: Readonly<Record<Status, string>> = { Sukses: 'sukses', Gagal: 'gagal', Pending: 'pending' };

function statusOf(outcome: string): Status {
  return outcome === 'sukses' ? 'Sukses' : outcome === 'gagal' ? 'Gagal' : 'Pending';
}

/** A rule's code; undefined for one that is no number, because all codes of the protocol are numbers. */
function codeOf(rc: string | undefined): number | undefined {
  return rc !== undefined && /^-?\d{1,9}$/.test(rc) ? Number(rc) : undefined;
}

/** The attributes of the inquiry that the payment keeps, so that a rule's changes of the bill stay. */
function quotedIn({ data: { totalAdmin, customerName } }: Inquiry): Data {
  return { totalAdmin, customerName };
}

function latest(store: TransactionStore, ref: string): Paid | undefined {
  return store.account(PROVIDER, ref)?.pays.at(-1);
}

import type { TransactionStore, Paid } from '../../transaction-store.js';
import type { Answer } from '../../delivery.js';
import type { Notices } from '../../notices.js';
import type { After, Outcome, Status } from '../../outcomes.js';
import type { Rule } from '../../rules.js';
import { inquiryOf, orderOf, quote } from './bills.js';
import { hasBill, outcomeOf } from './numbers.js';
import { PRODUCTS } from './products.js';
import { detailOf, errors, isRefusal, resource, STATES } from './replies.js';
import type { Asked, OrderRequest } from './request.js';
import type { Attributes, Sample } from './sample.js';

export const PROVIDER = 'tokopedia';
/** The deposit before the first order; rupiah. */
export const DEPOSIT = 10_000_000_000;

export interface OrderTools {
  store: TransactionStore;
  notices: Notices;
  /** When an order is decided, unless a rule orders another time. */
  after: After;
}

/** Inquiries, orders and their details. Each applies its entries at once and answers when they are on the disk. */
export class Orders {
  constructor(private readonly tools: OrderTools) {}

  async inquire(asked: Asked, rule: Rule | undefined): Promise<Answer> {
    const { rc, message, overrides, outcome } = rule?.answer ?? {};
    const sample = PRODUCTS.get(asked.product);
    if (!sample) return errors('P04');
    const refusal = sample.inquiry === undefined ? 'product has no inquiry' : refusalOf(sample, asked);
    if (refusal !== undefined) return errors('P00', refusal);
    const found = outcome === undefined ? hasBill(asked.customerNo) : outcome === 'sukses';
    const data = found ? { ...inquiryOf(sample, asked, quote(sample, asked)), ...overrides } : {};
    await this.tools.store.record({ kind: 'inquiry', ...this.#about(asked), found, data });
    if (!found) return errors(rc ?? (outcome?.startsWith('pending') ? 'S00' : 'U00'), message);
    return resource('inquiry', asked.customerNo, data);
  }

  /** Charges the deposit, even if the answer is lost. An id can be used only once (official docs). */
  async order(request: OrderRequest, rule: Rule | undefined): Promise<Answer> {
    const { outcome: ordered, rc, message, drift = 0, overrides, after = this.tools.after } = rule?.answer ?? {};
    if (this.#latest(request.ref)) return this.refuse(request, 'P03');
    const sample = PRODUCTS.get(request.product);
    if (!sample) return this.refuse(request, 'P04');
    const refusal = refusalOf(sample, request) ?? this.#amountRefusal(sample, request);
    if (refusal !== undefined) return this.refuse(request, 'P00', refusal);
    const outcome = ordered ?? outcomeOf(request.customerNo, request.ref);
    if (outcome === 'gagal' && isRefusal(rc)) return this.refuse(request, rc, message);
    const price = priceOf(sample, request) + drift;
    const data = { ...orderOf(sample, request, price), ...overrides };
    const written = this.tools.store.record({
      kind: 'pay',
      ...this.#about(request),
      ...{ ref: request.ref, price, outcome, after, data, rc, message, notice: rule?.notice },
    });
    const paid = this.#latest(request.ref) as Paid;
    await written;
    this.tools.notices.accepted(paid);
    return resource('order', request.ref, { ...this.stated(paid, 'Pending'), ...overrides });
  }

  /** The order's details. A rule's answer changes this one reply, never the order. */
  details(ref: string, rule: Rule | undefined): Answer {
    const { outcome, rc, message, overrides } = rule?.answer ?? {};
    const paid = this.#latest(ref);
    if (paid) this.tools.notices.checked(paid);
    if (outcome === 'gagal' && isRefusal(rc)) return errors(rc, message);
    if (!paid) return errors('P02');
    const error = rc === undefined ? {} : { error_code: rc, error_detail: message ?? detailOf(rc) };
    return resource('order', ref, { ...this.stated(paid, outcome && CLAIMS[outcome]), ...error, ...overrides });
  }

  /** The attributes of a reply about an order; `status`: claimed instead of the order's own. */
  stated(paid: Paid, status: Status = this.tools.store.statusOf(paid)): Attributes {
    const { customerNo, product, data } = paid.entry;
    const subject = { client_number: customerNo, product_code: product, status: STATES[status] };
    const error = errorAttributes(paid, status);
    if (status === 'Sukses') return { ...subject, ...error, fulfilled_at: this.#decidedAt(paid), ...data };
    const { fields, partner_fee, sales_price } = data;
    const stated = { ...subject, ...error, fields, fulfilled_at: null, partner_fee, sales_price, serial_number: '' };
    return { ...stated, ...PRODUCTS.get(product)?.pending };
  }

  /** Refuses an order: none is made. */
  async refuse({ ref, ...asked }: OrderRequest, rc: string, detail?: string, status?: number): Promise<Answer> {
    await this.tools.store.record({ kind: 'refused', ...this.#about(asked), ref, rc });
    return errors(rc, detail, status);
  }

  /** The product and number ordered under a reference, for the journal. */
  subject(ref: string): { product?: string; customerNo?: string } {
    const entry = this.#latest(ref)?.entry;
    return entry ? { product: entry.product, customerNo: entry.customerNo } : {};
  }

  /** The deposit now; rupiah. */
  saldo(): number {
    return DEPOSIT - this.tools.store.spent(PROVIDER);
  }

  /** Why this amount cannot be ordered. A bill's amount is that of any earlier inquiry about the number. */
  #amountRefusal(sample: Sample, request: OrderRequest): string | undefined {
    const price = priceOf(sample, request);
    const { limits } = sample;
    if (price <= 0) return 'amount is missing';
    if (sample.pays === 'fixed' && price !== quote(sample, request)) return 'amount is not the price';
    if (limits && (price < limits.min || price > (limits.max ?? Infinity))) return 'amount is beyond the limits';
    if (sample.inquiry === undefined || sample.inquiryOptional) return undefined;
    const inquiries = this.tools.store.inquiries(PROVIDER, request.product, request.customerNo);
    const found = inquiries.filter((inquiry) => inquiry.found);
    if (found.length === 0) return 'bill was not inquired';
    const quoted = sample.pays === 'choice' || found.some(({ data }) => data['sales_price'] === price);
    return quoted ? undefined : 'amount is not the sales price of an inquiry';
  }

  #latest(ref: string): Paid | undefined {
    return this.tools.store.account(PROVIDER, ref)?.pays.at(-1);
  }

  /** When the order was decided: the same time at every call and after a restart. */
  #decidedAt({ entry }: Paid): string {
    const { at, after = {}, outcome, ref } = entry;
    const { store } = this.tools;
    const checks = (store.account(PROVIDER, ref)?.entries ?? []).filter(
      (each) => each.kind === 'contact' && each.asks === 'status',
    );
    const lastCheck = after.checks === undefined ? undefined : checks[after.checks]?.at;
    const byTime = Date.parse(at) + (outcome.startsWith('pending') ? (after.ms ?? 0) : 0);
    const decided = Math.min(byTime, store.now());
    return new Date(after.ms === undefined && lastCheck ? lastCheck : decided).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  #about({ product, customerNo }: Asked) {
    return { at: new Date(this.tools.store.now()).toISOString(), provider: PROVIDER, product, customerNo };
  }
}

/** The status that a reply to a status call claims under a rule's outcome. */
const CLAIMS: Readonly<Record<Outcome, Status>> = {
  sukses: 'Sukses',
  gagal: 'Gagal',
  pending: 'Pending',
  'pending→sukses': 'Pending',
  'pending→gagal': 'Pending',
};

/** The price ordered; an order at a fixed price may leave the amount out. */
function priceOf(sample: Sample, { amount, ...asked }: OrderRequest): number {
  return sample.pays === 'fixed' ? amount || quote(sample, asked) : (amount ?? 0);
}

function refusalOf(sample: Sample, { customerNo, fields, amount }: Asked): string | undefined {
  if (sample.number !== '' && customerNo === '') return 'client_number is missing';
  const missing = Object.keys(sample.fields ?? {}).find((name) => !fields?.some((field) => field.name === name));
  if (missing !== undefined) return `field ${missing} is missing`;
  return sample.pays === 'open' && !amount ? 'amount is missing' : undefined;
}

function errorAttributes({ entry }: Paid, status: Status): Attributes {
  const ordered = status === 'Pending' ? entry.outcome === 'pending' : entry.outcome.endsWith('gagal');
  const code = (ordered && entry.rc) || (status === 'Gagal' ? 'S00' : '');
  if (status === 'Sukses' || code === '') return { error_code: '', error_detail: '' };
  return { error_code: code, error_detail: (ordered && entry.message) || detailOf(code) };
}

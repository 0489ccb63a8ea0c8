import type { z } from 'zod';
import type { ProviderConfig } from '../../contract/config.js';
import type { Claim, Evidence } from '../../contract/evidence.js';
import type { ReceiptLine } from '../../contract/outcome.js';
import type { PaymentRequest } from '../../contract/request.js';
import type { World } from '../world.js';

/** A bill as the provider states it. Amounts in rupiah. */
export interface BillFound {
  /** Tells the replies to an inquiry apart. */
  kind: 'bill';
  /** When it was read; UTC (ISO 8601). */
  at: string;
  /** The provider's code, or '' where there was none. */
  code: string;
  /** The provider's words; for transport trouble, ours. */
  message: string;
  /** The bill. */
  amount?: number;
  /** What it takes from our deposit, where the provider states it. */
  cost?: number;
  /** The admin fee in the bill. */
  admin?: number;
  /** As the provider states it: personal data. */
  customerName?: string;
  /** The least that can be paid, where the product leaves a choice. */
  minAmount?: number;
  /** The most that can be paid, where the product leaves a choice. */
  maxAmount?: number;
  /** UTC; the provider's own expiry of the bill, where it has one. */
  expiresAt?: string;
  /** Rows in the provider's order. */
  receipt: ReceiptLine[];
  /** What pay must repeat from the inquiry (an inquiry id, say). */
  handle?: Record<string, string | number>;
}

/** The provider refuses the inquiry: a wrong number, a bill already paid… */
export interface BillRefused {
  /** Tells the replies to an inquiry apart. */
  kind: 'refused';
  /** When it was read; UTC (ISO 8601). */
  at: string;
  /** The provider's code, or '' where there was none. */
  code: string;
  /** The provider's words; for transport trouble, ours. */
  message: string;
  /** It is our call that is refused, as in evidence: an alarm. */
  callRefused?: true;
}

/** No answer that could be read; asking again is safe. */
export interface BillUnclear {
  /** Tells the replies to an inquiry apart. */
  kind: 'unclear';
  /** When it was read; UTC (ISO 8601). */
  at: string;
  /** The provider's code, or '' where there was none. */
  code: string;
  /** The provider's words; for transport trouble, ours. */
  message: string;
  /** The reason in one word: `timeout`, `network`, `not-json`… */
  why: string;
  /** The provider asked for a pause (Retry-After), in milliseconds from `at`. */
  retryAfterMs?: number;
}

export type InquiryReply = BillFound | BillRefused | BillUnclear;

/** What is asked about: the request and, once known, its bill. */
export interface Order {
  /** What the backend asked for. */
  request: PaymentRequest;
  /** What the inquiry found. */
  bill?: BillFound;
  /** The nominal to pay, where pay carries one: confirmed by the customer or as in the bill; rupiah. */
  amount?: number;
  /** An earlier pay with this reference may have been sent: one that the provider has already is no surprise. */
  again?: boolean;
  /** Pay must not leave this machine from then on, whatever has to be had before it; milliseconds since 1970. */
  notAfter?: number;
}

/** What the provider needs for a product, known before anything is sent. */
export interface ProductTerms {
  /** Whether the product has an inquiry. */
  inquiry: boolean;
  /** The catalogue's price, for products without inquiry; rupiah. */
  amount?: number;
  /** The provider forbids a charge above the bill. */
  feeForbidden?: boolean;
  /** Other product codes that its replies may carry. */
  aliases?: string[];
  /**
   * Only where the provider's documentation makes a pay with the same reference safe to repeat: an unanswered pay is sent
   * again once its status calls have reported for this long that it knows no such payment; milliseconds. Default: never.
   */
  repeatAfterMs?: number;
}

/** A webhook's delivery as it came in. Header names in lower case. */
export interface Delivery {
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** The exact bytes, which were signed. */
  body: Buffer;
}

/**
 * - `claim`: signed, verified, about one payment;
 * - `hint`: names a payment but proves nothing: a reason to check. `signed`: the provider sent it, and it leaves out what
 *   a claim needs;
 * - `foreign`: signed, but the reference is none that this project could have given: somebody else's payment;
 * - `ping`: the provider tries the address;
 * - `refused`: not signed as it should be, or not readable.
 */
export type NoticeReading =
  | { kind: 'claim'; claim: Claim }
  | { kind: 'hint'; refId: string; signed?: true }
  | { kind: 'foreign' }
  | { kind: 'ping' }
  | { kind: 'refused'; why: 'unsigned' | 'bad-signature' | 'no-secret' | 'unreadable' };

/** Our deposit at the provider. */
export interface Balance {
  /** Rupiah; fractions that a provider states are cut off. */
  balance: number;
}

/** A row of the provider's list of products. */
export interface ProviderProduct {
  /** The code that a request names. */
  product: string;
  /** For people. */
  name: string;
  /** The provider's own grouping, where its list has one. */
  category?: string;
  /** Rupiah. */
  price?: number;
  /** The admin fee, where the list states one; rupiah. */
  admin?: number;
  /** Whether it can be bought now. */
  active: boolean;
}

/**
 * One biller aggregator. Everything that arrives from it is guarded here; nothing outside this folder reads its JSON.
 * No method throws for what the provider does: replies become evidence. They throw only for what the caller did.
 * None of them repeats a call by itself, but for an inquiry, once, where the provider asks for a new token.
 */
export interface Provider {
  /** The key under `providers` in temporal.config.json. */
  readonly name: string;
  /**
   * Checks the request against what the provider needs. Throws `InvalidInput`, and `TuntasError` (code Unreachable) while
   * it cannot tell, as when a catalogue cannot be had: then it is asked again. Sends nothing about the payment.
   */
  terms(request: PaymentRequest): Promise<ProductTerms>;
  inquire(order: Order, signal: AbortSignal): Promise<InquiryReply>;
  /** Sends pay, once. */
  pay(order: Order, signal: AbortSignal): Promise<Evidence>;
  /** Asks for the state of a payment that was sent. */
  check(order: Order, signal: AbortSignal): Promise<Evidence>;
  notice?(delivery: Delivery): NoticeReading;
  /** The headers of a delivery that its signature needs, in lower case: only these go on. Default: none. */
  readonly signatureHeaders?: readonly string[];
  /** Throws `TuntasError` (code Unreachable), of the class `AccountRefused` where the provider has said no. */
  balance?(signal: AbortSignal): Promise<Balance>;
  /** Throws like `balance`. */
  products?(signal: AbortSignal): Promise<ProviderProduct[]>;
  /**
   * The call that credentials can be tried with: the provider documents it, and it changes nothing. Default: none is known,
   * and the credentials are not tried.
   */
  readonly accountCall?: AccountCall;
}

export type AccountCall = 'balance' | 'products';

/** What an adapter is given to make a provider from its configuration. */
export interface ProviderSetup {
  /** Its key under `providers` in temporal.config.json. */
  name: string;
  /** Its entry there, checked. */
  config: ProviderConfig;
  /** The credentials' values, by the names in the configuration. */
  secrets: Record<string, string>;
  /** HTTP calls, waiting, elapsed time and randomness. An adapter takes them from here and from nowhere else. */
  world: World;
  /** The world's wall clock, read without waiting: for the `at` of evidence. Milliseconds since 1970. */
  now: () => number;
}

/** What takes a provider's webhooks from outside. */
export type NoticeSource = Pick<Provider, 'name' | 'notice' | 'signatureHeaders'>;

/** One protocol. An adapter is one folder here and one line in the list of providers. */
export interface Adapter {
  /** The names under `credentials` that it needs. */
  readonly credentials: readonly string[];
  /** The names under `credentials` that it can do without. */
  readonly optionalCredentials?: readonly string[];
  /** Those of them that we choose ourselves and tell the provider: a short one could be guessed, so none is accepted. */
  readonly ownCredentials?: readonly string[];
  /** The credential that names our account there, and is no secret by itself: part of the counterparty's fingerprint. */
  readonly account: string;
  /** The credentials that its notices are verified with. The process that takes notices from outside has no others. */
  readonly noticeCredentials: readonly string[];
  /** Those that are no secrets, besides `account`: the provider's public keys. */
  readonly publicCredentials?: readonly string[];
  /** Whether its calls carry our time, which the provider may compare with its own. @default false */
  readonly sendsTime?: boolean;
  /** Guards `settings`. */
  readonly settings: z.ZodType;
  create(setup: ProviderSetup): Provider;
  /** Reads notices, with `noticeCredentials` only. */
  createNotices(setup: ProviderSetup): NoticeSource;
}

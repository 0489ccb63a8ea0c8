import { SANDBOX_SECRETS } from '../../sandbox/index.js';
import type { PaymentRequest } from '../../contract/request.js';

/** What a payment does at a biller, whatever the biller calls it. */
export type Step = 'inquiry' | 'pay' | 'status';

/** A biller of the matrix: how it is configured and what it calls the things that the cases speak of. */
export interface Biller {
  adapter: string;
  /** Which sandbox answers for it: the other one may be cut off as a whole. */
  counterparty: 'main' | 'side';
  /** Below the sandbox's address. */
  path: string;
  secrets: Record<string, string>;
  settings: Record<string, unknown>;
  commands: Record<Step, string>;
  /** Its codes for what the cases write in those of the Digiflazz family; the same where it is not named. */
  codes: Record<string, string>;
  /** Its inquiry carries our reference. Otherwise a case is known by its customer. */
  refersAtInquiry: boolean;
  /** Its documentation allows an unanswered pay to be sent again. */
  repeats: boolean;
  /** From pay to its review: long enough for what is sent again, which is never sent under review. */
  reviewAfter: string;
  /** The bill of a case; `digits` are its own. */
  bill(digits: string): Pick<PaymentRequest, 'product' | 'customerNo'>;
}

const family = (dialect: 'digiswitch' | 'digiflazz', counterparty: Biller['counterparty']): Biller => ({
  adapter: 'digiflazz',
  counterparty,
  path: '',
  secrets: { ...SANDBOX_SECRETS.digiflazz },
  settings: { dialect },
  commands: { inquiry: 'inq-pasca', pay: 'pay-pasca', status: 'status-pasca' },
  codes: {},
  refersAtInquiry: true,
  repeats: false,
  reviewAfter: '8s',
  bill: (digits) => ({ product: 'pln', customerNo: `7${digits.padStart(11, '0')}` }),
});

/** How long tokopedia must know nothing of an order before it is sent again. Milliseconds. */
export const REPEAT_AFTER_MS = 6_000;

/** One entry for each provider of temporal.config.json; which cases it takes part in is in cases/others.ts. */
export const BILLERS = billers({
  digiswitch: family('digiswitch', 'main'),
  digiflazz: family('digiflazz', 'side'),
  tokopedia: {
    adapter: 'tokopedia',
    counterparty: 'main',
    path: '/api',
    secrets: { ...SANDBOX_SECRETS.tokopedia },
    settings: { repeatAfter: `${REPEAT_AFTER_MS}ms` },
    commands: { inquiry: 'inquiry', pay: 'order', status: 'order-details' },
    codes: { '02': 'S00' },
    refersAtInquiry: false,
    repeats: true,
    reviewAfter: '80s',
    bill: (digits) => ({ product: 'pln-postpaid-new', customerNo: `5${digits.padStart(10, '0')}1` }),
  },
  ayoconnect: {
    adapter: 'ayoconnect',
    counterparty: 'main',
    path: '',
    secrets: { ...SANDBOX_SECRETS.ayoconnect },
    settings: { partnerId: 'ayopop' },
    commands: { inquiry: 'check', pay: 'payment', status: 'status' },
    codes: { '02': '102', '54': '301' },
    refersAtInquiry: false,
    repeats: false,
    reviewAfter: '8s',
    bill: (digits) => ({ product: 'TLSTPOS', customerNo: `5${digits.padStart(10, '0')}1` }),
  },
});

export type BillerName = keyof typeof BILLERS;

/** Keeps the names of the entries as a type. */
function billers<Name extends string>(table: Record<Name, Biller>): Record<Name, Biller> {
  return table;
}

/** What is asked about a payment of this reference. */
export function billOf(provider: BillerName, ref: string): Pick<PaymentRequest, 'product' | 'customerNo'> {
  return BILLERS[provider].bill(ref.replace(/\D/g, ''));
}

import type { PaymentRequest } from '../../contract/request.js';
import type { InjectedFault } from '../../sandbox/injected-fault.js';
import type { Random } from './random.js';

/** What a run has to know of a biller's protocol. */
export interface Habits {
  /** How often it is chosen, against the others. */
  weight: number;
  /** Codes of a failed pay; none: its own. */
  codes: readonly string[];
  /** Its inquiry carries our reference. Otherwise a payment is known by its customer. */
  refersAtInquiry: boolean;
  /** A charge above the bill is refused. */
  feeForbidden?: true;
  /** Its documentation lets an unanswered pay be sent again. */
  repeats: boolean;
  /** Its webhooks are signed: a verdict. Otherwise they only ask for a check. */
  signs: boolean;
  /** The price may change between inquiry and pay. */
  drifts: boolean;
  /** Faults of its own in the replies to status calls. */
  faults: readonly InjectedFault[];
  products: readonly (() => Pick<PaymentRequest, 'product' | 'amount' | 'fields'>)[];
  /** A number that is none of its test numbers. */
  customerNo: (product: string, number: string) => string;
}

const named = (...products: string[]) => products.map((product) => () => ({ product }));

const FAMILY: Habits = {
  weight: 3,
  codes: ['02', '54', '60', '68', '62', '47'],
  refersAtInquiry: true,
  repeats: false,
  signs: true,
  drifts: true,
  faults: [],
  products: named('pln', 'pdam', 'hp', 'internet', 'bpjs', 'multifinance', 'pgas', 'tv', 'samsat'),
  customerNo: (product, number) => (product === 'samsat' ? `${number},3201${number}` : number),
};

/** One entry for each provider of temporal.config.json. */
export const HABITS = habits({
  digiswitch: FAMILY,
  digiflazz: FAMILY,
  tokopedia: {
    weight: 3,
    codes: [],
    refersAtInquiry: false,
    repeats: true,
    signs: true,
    drifts: false,
    faults: ['forged-signature', 'unsigned', 'http-401'],
    products: [
      ...named('pln-postpaid-new', 'pln-prepaid-token-50k-sat-new', 'pasca-telkomsel', '50k-simpati', 'pgn', 'cbn'),
      () => ({ product: 'dompet-digital-gopay-open-amount', amount: 25_000 }),
    ],
    customerNo: (_product, number) => `${number}1`,
  },
  ayoconnect: {
    weight: 2,
    codes: [],
    refersAtInquiry: false,
    repeats: false,
    signs: false,
    drifts: false,
    feeForbidden: true,
    faults: [],
    products: named('TLSTPOS'),
    customerNo: (_product, number) => `${number}1`,
  },
});

export type Biller = keyof typeof HABITS;
export const BILLERS = Object.keys(HABITS) as Biller[];

/** Keeps the names of the entries as a type. */
function habits<Name extends string>(table: Record<Name, Habits>): Record<Name, Habits> {
  return table;
}

export function drawBiller(random: Random): Biller {
  return random.weighted(BILLERS.map((biller) => [HABITS[biller].weight, biller] as const));
}

/** The habits of whoever a payment is at; a provider of that name only. */
export function habitsOf(provider: string): Habits {
  const habits = (HABITS as Partial<Record<string, Habits>>)[provider];
  if (!habits) throw new Error(`no biller ${provider}`);
  return habits;
}

import * as describe from './descriptions.js';
import type { Described, Describing } from './descriptions.js';

export interface Product {
  code: string;
  name: string;
  /** Per bill; rupiah. */
  admin: number;
  /** selling_price minus price; rupiah. */
  commission: number;
  /** The text before and after the digits of a serial number; none: `sn` stays empty. */
  serial?: readonly [string, string];
  /** The inquiry states the serial number too, as the published example does. */
  serialAtInquiry?: boolean;
  baseCommission?: number;
  openAmount?: boolean;
  describe(given: Describing): Described;
}

/** Per bill; rupiah. */
const ADMIN = 2_500;

function product(
  code: string,
  name: string,
  commission: number,
  describe: Product['describe'],
  extra: Partial<Product> = {},
): Product {
  return { code, name, admin: ADMIN, commission, describe, ...extra };
}

const NON_TAGLIS: Partial<Product> = { serial: ['P', 'NH'], baseCommission: 1_500 };
const PBB: Partial<Product> = { serial: ['P', 'B'], serialAtInquiry: true };

const LIST: readonly Product[] = [
  product('pln', 'PLN Pascabayar', 100, describe.pln),
  product('pdam', 'PDAM', 1_000, describe.pdam),
  product('hp', 'HP Pascabayar', 1_500, describe.hp),
  product('internet', 'Internet', 2_000, describe.internet, { serial: ['I', 'N'], serialAtInquiry: true }),
  product('bpjs', 'BPJS Kesehatan', 300, describe.bpjs, { serial: ['BP', 'JS'], serialAtInquiry: true }),
  product('multifinance', 'Multifinance', 500, describe.multifinance, { serial: ['M', 'F'] }),
  product('pbb', 'PBB', 500, describe.pbb, PBB),
  product('cimahi', 'PBB Kota Cimahi', 500, describe.pbb, PBB),
  product('pgas', 'Gas Negara', 500, describe.pgas),
  product('tv', 'TV Pascabayar', 500, describe.tv),
  product('plnnontaglis', 'PLN Nontaglis', 500, describe.nonTaglis, NON_TAGLIS),
  product('plnnontaglist', 'PLN Nontaglis', 500, describe.nonTaglis, NON_TAGLIS),
  product('emoney', 'E-Money', 500, describe.emoney, { serial: ['E', 'M'], baseCommission: 1_500, openAmount: true }),
  product('samsat', 'SAMSAT', 500, describe.samsat),
];

export const PRODUCTS: ReadonlyMap<string, Product> = new Map(LIST.map((each) => [each.code, each]));

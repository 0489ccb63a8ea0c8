import { createHash } from 'node:crypto';
import * as describe from './descriptions.js';
import type { Described, Describing } from './descriptions.js';

export type Input = 'amount' | 'zoneId' | 'month';

export interface Product {
  code: string;
  name: string;
  category: string;
  /** Per bill; rupiah. */
  admin: number;
  /** Inputs without which an inquiry is refused. */
  needs: readonly Input[];
  describe(given: Describing): Described;
  /** The reply's `token` on success; `digits` are derived from reference and account. */
  token(digits: string): string;
}

/** Sixteen digits, always the same for the same text. */
export function digitsOf(text: string): string {
  return createHash('sha256').update(text).digest().readBigUInt64BE(0).toString().padStart(20, '0').slice(-16);
}

const reference = (start: string) => (digits: string) => `${start}${digits}`;
/** Twenty digits in groups of four, as it is typed into the meter. */
const meterToken = (digits: string) => `7001${digits}`.replace(/(\d{4})(?=\d)/g, '$1-');

// TLSTPOS and PLSTPL20 are published; the codes, names and data of the others are the sandbox's own.
const LIST: readonly Product[] = [
  {
    ...{ code: 'TLSTPOS', name: 'PLN Postpaid', category: 'Listrik', admin: 3_000, needs: [] },
    ...{ describe: describe.plnPostpaid, token: (digits) => `0SBX210Z${digits}${digits.slice(0, 8)}` },
  },
  {
    ...{ code: 'PLSTPL20', name: 'PLN Prepaid 20.000', category: 'Listrik', admin: 0, needs: [] },
    ...{ describe: describe.plnPrepaid, token: meterToken },
  },
  {
    ...{ code: 'TSBXHALO', name: 'Telepon Pascabayar', category: 'Pascabayar', admin: 2_500, needs: [] },
    ...{ describe: describe.mobile, token: reference('HP') },
  },
  {
    ...{ code: 'TSBXBPJS', name: 'BPJS Kesehatan', category: 'BPJS', admin: 2_500, needs: ['month'] },
    ...{ describe: describe.bpjs, token: reference('BPJS') },
  },
  {
    ...{ code: 'TSBXPDAM', name: 'PDAM', category: 'Air', admin: 2_500, needs: ['zoneId'] },
    ...{ describe: describe.pdam, token: reference('PDAM') },
  },
  {
    ...{ code: 'TSBXMONEY', name: 'Saldo E-Money', category: 'E-Money', admin: 1_000, needs: ['amount'] },
    ...{ describe: describe.emoney, token: reference('EM') },
  },
];

export const PRODUCTS: ReadonlyMap<string, Product> = new Map(LIST.map((product) => [product.code, product]));

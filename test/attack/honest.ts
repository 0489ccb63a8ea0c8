import type { PaymentRequest } from '../../contract/request.js';
import type { RuleInput } from '../../sandbox/rules.js';
import type { Random } from '../chaos/random.js';

/** One bill of somebody who means no harm, and how it is decided. */
export interface HonestPayment {
  request: PaymentRequest & { account: string };
  ends: 'Sukses' | 'Gagal';
  rule: RuleInput;
}

/** Whose accounts they are: nothing else may be held or taken at the ledger. */
export const HONEST = 'honest-';

const PROVIDERS = ['digiswitch', 'digiflazz', 'tokopedia'] as const;
const PRODUCTS = { digiswitch: 'pln', digiflazz: 'pln', tokopedia: 'pln-postpaid-new' } as const;

/** How pay is decided: at once, or later and then told by a signed webhook. */
const ENDINGS = [
  { outcome: 'sukses', ends: 'Sukses' },
  { outcome: 'pending→sukses', ends: 'Sukses' },
  { outcome: 'pending→gagal', ends: 'Gagal' },
] as const;

/** The same seed gives the same bills. */
export function honestPayments(count: number, random: Random): HonestPayment[] {
  return Array.from({ length: count }, (_, index) => {
    const provider = random.pick(PROVIDERS);
    const { outcome, ends } = random.pick(ENDINGS);
    const refId = `bill-${index}`;
    const customerNo = `5300${String(10_000_000 + index)}`;
    const after = outcome === 'sukses' ? {} : { after: { ms: random.int(2_000, 15_000) } };
    return {
      request: { provider, refId, product: PRODUCTS[provider], customerNo, account: `${HONEST}${index}` },
      ends,
      rule: { match: { provider, asks: 'pay', ref: refId }, answer: { outcome, ...after } },
    };
  });
}

import type { RefusedFor } from '../account-refused.js';

export type Status = 'Sukses' | 'Gagal' | 'Pending';

/** What a response code means (official docs up to 61, two agreeing copies above). */
export interface Code {
  meaning: string;
  status: Status;
  /** In the reply to pay: a transaction exists at the provider. */
  made: boolean;
  /** It is about the call, the account or the seller: in the reply to a status call it means nothing for the payment. */
  aboutCall: boolean;
  /**
   * What a Gagal amounts to in the reply to an inquiry. `no` is the answer about this bill, and the same question would
   * get it again. `again` speaks of something else: our account or address, which an operator mends, or trouble that
   * passes within minutes. Cut-offs and empty stock last longer than a customer waits, so they are a `no`.
   */
  onInquiry: 'no' | 'again';
}

type Row = [rc: string, meaning: string, made: 'made' | 'not made', onInquiry: Code['onInquiry']];

const FAILURES: readonly Row[] = [
  ['01', 'timeout', 'made', 'again'],
  ['02', 'failed', 'made', 'no'],
  ['40', 'payload error', 'not made', 'no'],
  ['41', 'signature not valid', 'not made', 'again'],
  ['42', 'buyer API could not be processed', 'not made', 'again'],
  ['43', 'product not found or not active', 'not made', 'no'],
  ['44', 'deposit too low', 'not made', 'again'],
  ['45', 'our address is not known', 'not made', 'again'],
  ['47', 'taken by another buyer', 'not made', 'no'],
  ['49', 'reference not unique', 'not made', 'no'],
  ['50', 'transaction not found', 'made', 'no'],
  ['51', 'number blocked', 'made', 'no'],
  ['52', 'prefix of another operator', 'made', 'no'],
  ['53', 'product not available', 'made', 'no'],
  ['54', 'wrong number', 'made', 'no'],
  ['55', 'product disrupted', 'made', 'again'],
  ['56', "seller's balance limit", 'not made', 'again'],
  ['57', 'too few or too many digits', 'made', 'no'],
  ['58', 'cut-off', 'made', 'no'],
  ['59', 'outside the region', 'made', 'no'],
  ['60', 'bill not available yet', 'made', 'no'],
  ['61', 'no deposit made yet', 'not made', 'again'],
  ['62', 'seller disrupted', 'not made', 'again'],
  ['63', 'repeated transactions not supported', 'not made', 'no'],
  ['64', 'ticket could not be drawn', 'not made', 'no'],
  ['65', 'limit of repeated transactions', 'not made', 'no'],
  ['66', 'cut-off of the seller', 'not made', 'no'],
  ['67', 'seller not verified', 'not made', 'no'],
  ['68', 'out of stock', 'not made', 'no'],
  ['69', "price above the buyer's limit", 'not made', 'no'],
  ['70', 'timeout from the biller', 'made', 'again'],
  ['71', 'product unstable', 'made', 'again'],
  ['72', 'must be registered first', 'made', 'no'],
  ['73', 'kWh limit', 'made', 'no'],
  ['74', 'refunded', 'made', 'no'],
  ['80', 'blocked by the seller', 'not made', 'no'],
  ['81', 'seller blocked by the buyer', 'not made', 'no'],
  ['82', 'account not verified', 'not made', 'again'],
  ['83', 'price list asked too often', 'not made', 'again'],
  ['84', 'nominal not valid', 'made', 'no'],
  ['85', 'limit: wait a minute', 'made', 'again'],
  ['86', 'limit of PLN number checks', 'made', 'again'],
  ['87', 'e-money must be a multiple', 'not made', 'no'],
  ['88', 'not allowed', 'not made', 'no'],
];

/** 40–50, 56, 61–69, 80–88. */
function isAboutCall(rc: string): boolean {
  const n = Number(rc);
  return (n >= 40 && n <= 50) || n === 56 || (n >= 61 && n <= 69) || (n >= 80 && n <= 88);
}

const settled = (meaning: string, status: Status): Code => ({
  meaning,
  status,
  made: true,
  aboutCall: false,
  onInquiry: 'again',
});

/** Every code with a known meaning. What is not in it is undefined, and so unknown: 46, 48, 75–79, 89–98… */
export const CODES: ReadonlyMap<string, Code> = new Map<string, Code>([
  ['00', settled('success', 'Sukses')],
  ['03', settled('pending', 'Pending')],
  ['99', settled('router issue', 'Pending')],
  ...FAILURES.map(([rc, meaning, made, onInquiry]): [string, Code] => [
    rc,
    { meaning, status: 'Gagal', made: made === 'made', aboutCall: isAboutCall(rc), onInquiry },
  ]),
]);

/** Our deposit cannot cover the payment: an operator's matter. */
export const DEPOSIT_TOO_LOW: ReadonlySet<string> = new Set(['44', '61']);

/** Our signature or our address is not accepted: an operator's matter. */
export const CALL_REFUSED: ReadonlySet<string> = new Set(['41', '45']);

const ABOUT_ACCOUNT: ReadonlyMap<string, RefusedFor> = new Map([
  ['41', 'credentials'],
  ['45', 'address'],
  ['83', 'too-often'],
  ['85', 'too-often'],
]);

/** What a refused call about our account is about. */
export function aboutAccount(rc: string | undefined): RefusedFor {
  return ABOUT_ACCOUNT.get(rc ?? '') ?? 'other';
}

/** In the reply to pay: our reference exists there already, and only a status call can tell what became of it. */
export const DUPLICATE_REFERENCE = '49';

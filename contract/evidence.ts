import type { ReceiptLine } from './outcome.js';

/**
 * What a reply amounts to for the payment, by what was asked:
 * - `not-sent`: proven that nothing left this machine;
 * - `refused`: the provider says no and nothing was made there;
 * - `failed`: it was made at the provider and failed;
 * - `pending`: the provider has it and has not decided;
 * - `unknown`: everything else; silence, errors, other people's replies. Never an outcome;
 * - `success`: it was paid.
 */
export type EvidenceKind = 'not-sent' | 'refused' | 'failed' | 'pending' | 'unknown' | 'success';

/** One reply (or the lack of one) about a payment. Amounts in rupiah, `at` in UTC (ISO 8601). */
export interface Evidence {
  /** What the reply proves. */
  kind: EvidenceKind;
  /** What was asked: a code means one thing in the reply to pay and another in the reply to a status call. */
  from: 'pay' | 'status' | 'notice' | 'operator';
  /** When it was read; UTC (ISO 8601). */
  at: string;
  /** The provider's code, or '' where there was none. */
  code: string;
  /** The provider's words; for transport trouble, ours. */
  message: string;
  /** For unknown and not-sent, the reason in one word: `timeout`, `network`, `http-503`, `not-json`, `other-reference`… */
  why?: string;
  /** The bill; rupiah. */
  amount?: number;
  /** What left our deposit, where the provider states it; rupiah. */
  cost?: number;
  /** The admin fee in the bill; rupiah. */
  admin?: number;
  /** As the provider states it: personal data. */
  customerName?: string;
  /** Proof of payment. */
  serialNumber?: string;
  /** What was bought (a token, a voucher): a secret. */
  voucher?: string;
  /** The provider's own id of the payment. */
  providerRef?: string;
  /** The provider's fee for us, where it states one. */
  fee?: number;
  /** Our commission, where the provider states one. */
  commission?: number;
  /** When the provider says that it was paid; UTC (ISO 8601). */
  paidAt?: string;
  /** Rows in the provider's order. */
  receipt?: ReceiptLine[];
  /** The provider asked for a pause (Retry-After), in milliseconds from `at`. */
  retryAfterMs?: number;
  /** Refused because our deposit at the provider is too low: an alarm, not the customer's doing. */
  depositTooLow?: boolean;
  /** The provider does not accept our call: our address, our key or its signature. An alarm, and no verdict by itself. */
  callRefused?: boolean;
  /**
   * The provider knows no such payment (yet). Unknown like any other, and what a repeated pay rests on. `false`: it has one
   * with this reference, though what it says of it cannot be read.
   */
  absent?: boolean;
}

/** What a verified delivery claims, still to be matched with the payment. */
export interface Claim {
  /** The reference that the delivery names. */
  refId: string;
  /** The product that it names. */
  product: string;
  /** The customer's number that it names. */
  customerNo: string;
  /** What it says of the payment. */
  evidence: Evidence;
}

/**
 * What all the evidence so far amounts to.
 * - `unsent`: nothing left this machine;
 * - `failing`: the provider said that it was made and failed, and has not been asked once more;
 * - `refused`, `failed`, `success`: final;
 * - `contradicted`: a final verdict, and then its opposite. Only an operator decides.
 */
export type Standing = 'unsent' | 'unknown' | 'pending' | 'failing' | 'refused' | 'failed' | 'success' | 'contradicted';

/** Evidence as it is weighed: `failing` is a reported failure that needs one more status call before money moves. */
type Weight = EvidenceKind | 'failing';

/**
 * The moves that exist: standing, then evidence, then the new standing. A pair that is not listed changes nothing: a
 * standing never falls back, and silence and errors (`unknown`) never move anything that is known.
 */
const MOVES: Record<Standing, Partial<Record<Weight, Standing>>> = {
  unsent: {
    unknown: 'unknown',
    pending: 'pending',
    failing: 'failing',
    refused: 'refused',
    failed: 'failed',
    success: 'success',
  },
  unknown: { pending: 'pending', failing: 'failing', refused: 'refused', failed: 'failed', success: 'success' },
  // The payment exists at the provider, so "nothing was made" is doubtful and needs one more status call.
  pending: { failing: 'failing', refused: 'failing', failed: 'failed', success: 'success' },
  failing: { failed: 'failed', success: 'success' },
  refused: { success: 'contradicted' },
  failed: { success: 'contradicted' },
  success: { failing: 'contradicted', refused: 'contradicted', failed: 'contradicted' },
  contradicted: {},
};

/**
 * The standing after one more piece of evidence.
 * @param canAsk whether the provider has a status call; without one, the first report of a failure is final.
 */
export function nextStanding(standing: Standing, evidence: Pick<Evidence, 'kind' | 'from'>, canAsk: boolean): Standing {
  return MOVES[standing][weightOf(evidence, canAsk)] ?? standing;
}

function weightOf({ kind, from }: Pick<Evidence, 'kind' | 'from'>, canAsk: boolean): Weight {
  // The reply to a status call is itself the confirmation. Whether anything was made is judged in the reply to pay only.
  if (from === 'status') return kind === 'refused' ? 'failed' : kind;
  const confirm = kind === 'failed' || (kind === 'refused' && from === 'notice');
  return confirm && canAsk ? 'failing' : kind;
}

/** The verdict that a standing amounts to, if it is one. */
export function verdictOf(standing: Standing): 'Sukses' | 'Gagal' | undefined {
  if (standing === 'success') return 'Sukses';
  if (standing === 'refused' || standing === 'failed') return 'Gagal';
  return undefined;
}

/** Whether money must wait for more evidence, or for an operator. */
export function isUndecidedStanding(standing: Standing): boolean {
  return verdictOf(standing) === undefined && standing !== 'contradicted';
}

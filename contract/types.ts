// Written by `npm run schemas`: the texts stand in contract/request.ts and contract/outcome.ts.

/**
 * What a backend asks for: the one JSON argument of the `payment` workflow. Unknown keys are an error.
 */
export interface PaymentRequest {
  /**
   * a key under providers in temporal.config.json
   */
  provider: string;
  /**
   * ours, unique per provider, never reused
   */
  refId: string;
  /**
   * the provider's product code
   */
  product: string;
  /**
   * the customer's number as it is sent; empty where the product takes none
   */
  customerNo: string;
  /**
   * the nominal sent to the provider, for products of open amount; rupiah
   */
  amount?: number | undefined;
  /**
   * what the customer pays and the ledger holds; default: the bill's amount; rupiah
   */
  charge?: number | undefined;
  /**
   * extra inputs of the product, name to text
   */
  fields?: Record<string, string> | undefined;
  /**
   * default: auto
   */
  confirm?: 'auto' | 'manual' | undefined;
  /**
   * a bill above it is not paid; rupiah
   */
  maxAmount?: number | undefined;
  /**
   * how long the caller can wait, such as "15m"; default: as configured
   */
  deadline?: string | undefined;
  /**
   * default: hold
   */
  onDeadline?: 'hold' | 'release' | undefined;
  /**
   * whose funds the ledger holds; none: no ledger is called
   */
  account?: string | undefined;
  /**
   * passes the provider's test switch on every call
   */
  testing?: boolean | undefined;
}

/**
 * How a payment ended: the one JSON result of the `payment` workflow. `status` tells which of both it is.
 */
export type PaymentOutcome = SuksesOutcome | GagalOutcome;

/**
 * The outcome of a payment whose bill is paid.
 */
export interface SuksesOutcome {
  /**
   * the bill is paid
   */
  status: 'Sukses';
  /**
   * an operator's verdict; left out where the provider decided
   */
  reason?: 'resolved' | undefined;
  /**
   * a key under providers in temporal.config.json
   */
  provider: string;
  /**
   * ours, unique per provider
   */
  refId: string;
  /**
   * the provider's product code; empty where it takes none
   */
  product: string;
  /**
   * the customer's number, as it was sent
   */
  customerNo: string;
  /**
   * as the provider states it
   */
  customerName?: string | undefined;
  /**
   * whether the request passed the provider's test switch
   */
  testing?: boolean | undefined;
  /**
   * the bill; rupiah; left out where neither the bill nor the provider states it
   */
  amount?: number | undefined;
  /**
   * what the customer paid; rupiah
   */
  charge?: number | undefined;
  /**
   * what left our deposit, only when the provider states it; rupiah
   */
  cost?: number | undefined;
  /**
   * the fee that the provider states for us, where it does; rupiah
   */
  fee?: number | undefined;
  /**
   * amount at pay minus amount of the bill, when not 0; rupiah
   */
  drift?: number | undefined;
  /**
   * proof of payment
   */
  serialNumber?: string | undefined;
  /**
   * what was bought: a secret
   */
  voucher?: string | undefined;
  /**
   * the admin fee in the bill; rupiah
   */
  admin?: number | undefined;
  /**
   * the provider's own id
   */
  providerRef?: string | undefined;
  /**
   * the provider's last code; empty on a Gagal that the provider did not decide
   */
  code: string;
  /**
   * the provider's last words; ours on a Gagal that the provider did not decide
   */
  message: string;
  /**
   * rows in the provider's order, empty values left out
   */
  receipt: {
    name: string;
    value: string;
    group?: string | undefined;
  }[];
  /**
   * where the customer's funds are: none, captured, released, or owed (released at the deadline, and taking them again was refused)
   */
  funds: 'none' | 'captured' | 'released' | 'owed';
  /**
   * UTC (ISO 8601)
   */
  startedAt: string;
  /**
   * UTC (ISO 8601)
   */
  finishedAt: string;
  /**
   * as the provider states it, else when its success was read; UTC (ISO 8601)
   */
  paidAt?: string | undefined;
}
/**
 * The outcome of a payment whose bill is not paid.
 */
export interface GagalOutcome {
  /**
   * the bill is not paid
   */
  status: 'Gagal';
  /**
   * inquiry-failed, over-limit, no-funds, expired, cancelled: nothing was sent; rejected: the provider refused, nothing was made; failed: it was made and failed; resolved: an operator's verdict
   */
  reason: 'inquiry-failed' | 'over-limit' | 'no-funds' | 'expired' | 'cancelled' | 'rejected' | 'failed' | 'resolved';
  /**
   * a key under providers in temporal.config.json
   */
  provider: string;
  /**
   * ours, unique per provider
   */
  refId: string;
  /**
   * the provider's product code; empty where it takes none
   */
  product: string;
  /**
   * the customer's number, as it was sent
   */
  customerNo: string;
  /**
   * as the provider states it
   */
  customerName?: string | undefined;
  /**
   * whether the request passed the provider's test switch
   */
  testing?: boolean | undefined;
  /**
   * the bill; rupiah; left out where neither the bill nor the provider states it
   */
  amount?: number | undefined;
  /**
   * the admin fee in the bill; rupiah
   */
  admin?: number | undefined;
  /**
   * the provider's own id
   */
  providerRef?: string | undefined;
  /**
   * the provider's last code; empty on a Gagal that the provider did not decide
   */
  code: string;
  /**
   * the provider's last words; ours on a Gagal that the provider did not decide
   */
  message: string;
  /**
   * rows in the provider's order, empty values left out
   */
  receipt: {
    name: string;
    value: string;
    group?: string | undefined;
  }[];
  /**
   * where the customer's funds are: none, captured, released, or owed (released at the deadline, and taking them again was refused)
   */
  funds: 'none' | 'captured' | 'released' | 'owed';
  /**
   * UTC (ISO 8601)
   */
  startedAt: string;
  /**
   * UTC (ISO 8601)
   */
  finishedAt: string;
}

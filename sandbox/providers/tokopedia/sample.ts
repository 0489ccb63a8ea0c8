/** Attributes of a reply as they stand on the wire. */
export type Attributes = Record<string, unknown>;

/**
 * A product as its published sample shows it. Amounts in rupiah. `inquiry` and `result` are the rows of `inquiry_result`
 * and `fulfillment_result`: a name and its value on each line, in the sample's order.
 */
export interface Sample {
  name: string;
  /**
   * What an order's `amount` must be. `fixed`: the list's price, or left out; `bill`: the inquiry's sales_price;
   * `open`: any; `choice`: any within the limits.
   */
  pays: 'fixed' | 'bill' | 'open' | 'choice';
  limits?: { min: number; max?: number };
  /** The inquiry may be skipped. Products without `inquiry` have none. */
  inquiryOptional?: true;
  /** The number that the sample is about; `''` where the product takes none. */
  number: string;
  /** What the customer enters beside the number. */
  fields?: Record<string, string>;
  base: number;
  admin: number;
  partnerFee: number;
  /** At inquiry and on Success; empty by default. */
  names?: [string, string];
  /** The inquiry shows the number as `meter_id` too. */
  metered?: true;
  serial?: string;
  voucher?: string;
  /** What the sample's order states otherwise than the rest do, while Pending and on Success. */
  pending?: Attributes;
  paid?: Attributes;
  inquiry?: string;
  result: string;
}

export type Samples = Readonly<Record<string, Sample>>;

export interface Row {
  name: string;
  value: string;
}

/** The rows of a sample's text. A name never holds a colon; a value may. */
export function rowsOf(text: string): Row[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter(Boolean).map((line) => {
    const end = line.indexOf(':');
    return { name: line.slice(0, end), value: line.slice(end + 1).trim() };
  });
}

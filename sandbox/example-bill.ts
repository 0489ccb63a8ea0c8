/** What is documented to become of an example. */
export type ExampleKind = 'sukses' | 'inquiry-fails' | 'pay-fails' | 'pending-sukses' | 'pending-gagal';

/** A bill that the sandbox is known to have, and how paying it ends. */
export interface ExampleBill {
  product: string;
  customerNo: string;
  kind: ExampleKind;
  /** The nominal, for products of open amount; rupiah. */
  amount?: number;
  /** Extra inputs of the product. */
  fields?: Record<string, string>;
}

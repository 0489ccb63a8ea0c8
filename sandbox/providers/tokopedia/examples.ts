import type { ExampleBill } from '../../examples.js';
import { PRODUCTS } from './products/index.js';
import type { Sample } from './sample.js';

const GOPAY = 'dompet-digital-gopay-open-amount';
/** Within every product's limits; rupiah. */
const NOMINAL = 100_000;

/** Every product of the published examples to its Success, and each way to fail once. An order is Pending at first. */
export const tokopediaExamples: readonly ExampleBill[] = [
  ...[...PRODUCTS].map(([product, sample]) => example(product, sample, 'pending-sukses', sample.number)),
  { product: 'pln-postpaid-new', customerNo: '102111100009', kind: 'inquiry-fails' },
  { product: 'pln-postpaid-new', customerNo: '102111100006', kind: 'pending-gagal' },
  { product: '50k-simpati', customerNo: '081211310006', kind: 'pending-gagal' },
  { product: 'pln-prepaid-token-50k-sat-new', customerNo: '15251110006', kind: 'pending-gagal' },
  { product: 'steam-wallet-idr-90', customerNo: '', kind: 'pending-gagal' },
  { product: GOPAY, customerNo: '081211310006', kind: 'pending-gagal', amount: NOMINAL },
];

function example(
  product: string,
  { pays, fields }: Sample,
  kind: ExampleBill['kind'],
  customerNo: string,
): ExampleBill {
  return {
    product,
    customerNo,
    kind,
    ...(pays === 'open' ? { amount: NOMINAL } : {}),
    ...(fields === undefined ? {} : { fields }),
  };
}

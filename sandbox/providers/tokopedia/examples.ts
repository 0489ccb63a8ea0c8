import type { ExampleBill } from '../../example-bill.js';
import { PRODUCTS } from './products.js';
import type { Sample } from './sample.js';

const GOPAY = 'dompet-digital-gopay-open-amount';
/** The nominal that the published example has; rupiah. */
const NOMINALS: Record<string, number> = { [GOPAY]: 300_000, 'topup-dana': 15_780 };

/** Every product of the published examples to its Success, and each way to fail once. An order is Pending at first. */
export const tokopediaExamples: readonly ExampleBill[] = [
  ...[...PRODUCTS].map(([product, sample]) => example(product, sample, 'pending-sukses', sample.number)),
  { product: 'pln-postpaid-new', customerNo: '102111100009', kind: 'inquiry-fails' },
  { product: 'pln-postpaid-new', customerNo: '102111100006', kind: 'pending-gagal' },
  { product: '50k-simpati', customerNo: '081211310006', kind: 'pending-gagal' },
  { product: 'pln-prepaid-token-50k-sat-new', customerNo: '15251110006', kind: 'pending-gagal' },
  { product: 'steam-wallet-idr-90', customerNo: '', kind: 'pending-gagal' },
  { product: GOPAY, customerNo: '081211310006', kind: 'pending-gagal', amount: 25_000 },
];

function example(product: string, { fields }: Sample, kind: ExampleBill['kind'], customerNo: string): ExampleBill {
  const amount = NOMINALS[product];
  return {
    product,
    customerNo,
    kind,
    ...(amount === undefined ? {} : { amount }),
    ...(fields === undefined ? {} : { fields }),
  };
}

import type { ExampleBill, ExampleKind } from '../../example-bill.js';
import { TEST_NUMBERS, type TestNumbers } from './numbers.js';

/** Other spellings of a product in the list. */
const TWINS = new Set(['cimahi', 'plnnontaglist']);
/** E-money asks for a nominal already at the inquiry (official docs); rupiah. */
const AMOUNTS: Record<string, number> = { emoney: 50_000 };
/** SAMSAT's number is composite: the payment code and the identity number. */
const SECOND_PART: Record<string, string> = { samsat: ',0212502110170100' };

/** Every test number of every product. */
export const digiflazzExamples: readonly ExampleBill[] = Object.entries(TEST_NUMBERS)
  .filter(([product]) => !TWINS.has(product))
  .flatMap(([product, numbers]) =>
    byKind(numbers).flatMap(([kind, customers]) =>
      customers.map((customer) => {
        const amount = AMOUNTS[product];
        const customerNo = `${customer}${SECOND_PART[product] ?? ''}`;
        return { product, customerNo, kind, ...(amount === undefined ? {} : { amount }) };
      }),
    ),
  );

function byKind(numbers: TestNumbers): [ExampleKind, string[]][] {
  return [
    ['sukses', numbers.sukses],
    ['inquiry-fails', [numbers.inquiryFails]],
    ['pay-fails', [numbers.payFails]],
    ['pending-sukses', numbers.pendingSukses],
    ['pending-gagal', [numbers.pendingGagal]],
  ];
}

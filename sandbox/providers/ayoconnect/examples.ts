import type { ExampleBill } from '../../example-bill.js';
import { EXAMPLE, TEST_ENDINGS } from './accounts.js';

const { product, account } = EXAMPLE;
const accountOf = (ending: string) => `5160703${ending}`;

/** PLN postpaid as published, PLN prepaid, products with inputs of their own, and each way to fail. */
export const ayoconnectExamples: readonly ExampleBill[] = [
  { product, customerNo: account, kind: 'pending-sukses' },
  { product, customerNo: accountOf(TEST_ENDINGS.twoArrears), kind: 'pending-sukses' },
  { product: 'PLSTPL20', customerNo: '14012345678', kind: 'pending-sukses' },
  { product: 'TSBXHALO', customerNo: '08115550101', kind: 'pending-sukses' },
  { product: 'TSBXBPJS', customerNo: '8801234560101', kind: 'pending-sukses', fields: { month: '1' } },
  { product: 'TSBXPDAM', customerNo: '1013301', kind: 'pending-sukses', fields: { zoneId: '3578' } },
  { product: 'TSBXMONEY', customerNo: '08115550102', kind: 'pending-sukses', amount: 50_000 },
  { product, customerNo: accountOf(TEST_ENDINGS.inquiryFails), kind: 'inquiry-fails' },
  // More months at once than the provider takes: refused before pay.
  { product, customerNo: accountOf(TEST_ENDINGS.fourArrears), kind: 'inquiry-fails' },
  { product, customerNo: accountOf(TEST_ENDINGS.paymentFails), kind: 'pay-fails' },
  { product, customerNo: accountOf(TEST_ENDINGS.pendingFails), kind: 'pending-gagal' },
];

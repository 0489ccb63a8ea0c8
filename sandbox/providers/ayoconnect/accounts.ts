import type { Outcome } from '../../outcomes.js';

/** The published example: its bill, names and times are exactly the documentation's. */
export const EXAMPLE = { product: 'TLSTPOS', account: '516070377775' } as const;

/** The ends of test account numbers, at any product; only PLN postpaid has arrears. */
export const TEST_ENDINGS = {
  inquiryFails: '90001',
  paymentFails: '90002',
  pendingFails: '90003',
  fourArrears: '90004',
  twoArrears: '90005',
} as const;

/** How an inquiry about an account and a payment to it end. */
export interface Scenario {
  inquiry: 'sukses' | 'gagal';
  pay: Outcome;
  bills: number;
}

/** Any other account succeeds, after a time of processing as at the real provider. */
export function scenarioOf(account: string): Scenario {
  const ends = (ending: keyof typeof TEST_ENDINGS) => account.endsWith(TEST_ENDINGS[ending]);
  const bills = ends('fourArrears') ? 4 : ends('twoArrears') ? 2 : 1;
  const pay = ends('paymentFails') ? 'gagal' : ends('pendingFails') ? 'pending→gagal' : 'pending→sukses';
  return { inquiry: ends('inquiryFails') ? 'gagal' : 'sukses', pay, bills };
}

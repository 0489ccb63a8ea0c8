import type { Outcome } from '../../outcomes.js';

/** The published example: its bill, names and times are the documentation's to the letter. */
export const EXAMPLE = { product: 'TLSTPOS', account: '516070377775' } as const;

/** Account numbers that end so, at any product. Arrears are several at PLN postpaid only. */
export const TEST_ENDINGS = {
  inquiryFails: '90001',
  paymentFails: '90002',
  pendingFails: '90003',
  fourArrears: '90004',
  twoArrears: '90005',
} as const;

/** What the number that is asked about makes of an inquiry and a payment. */
export interface Scenario {
  inquiry: 'sukses' | 'gagal';
  pay: Outcome;
  bills: number;
}

/** Any other account succeeds, and as at the real provider only after a while. */
export function scenarioOf(account: string): Scenario {
  const ends = (ending: keyof typeof TEST_ENDINGS) => account.endsWith(TEST_ENDINGS[ending]);
  const bills = ends('fourArrears') ? 4 : ends('twoArrears') ? 2 : 1;
  const pay = ends('paymentFails') ? 'gagal' : ends('pendingFails') ? 'pending→gagal' : 'pending→sukses';
  return { inquiry: ends('inquiryFails') ? 'gagal' : 'sukses', pay, bills };
}

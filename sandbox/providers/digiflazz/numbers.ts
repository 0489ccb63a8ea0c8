import type { Outcome } from '../../outcomes.js';

/** How an inquiry about a number and a pay to it end. */
export interface Scenario {
  inquiry: 'sukses' | 'gagal';
  pay: Outcome;
  bills: 1 | 2;
  /** Whether it is one of the family's test numbers, whose bill is the published example's. */
  documented: boolean;
}

/** The test numbers of one product; the second number of a list has two bills. */
export interface TestNumbers {
  sukses: string[];
  inquiryFails: string;
  payFails: string;
  pendingSukses: string[];
  pendingGagal: string;
}

function numbers(
  sukses: string[],
  inquiryFails: string,
  payFails: string,
  pendingSukses: string[],
  pendingGagal: string,
): TestNumbers {
  return { sukses, inquiryFails, payFails, pendingSukses, pendingGagal };
}

const PBB = numbers(
  ['329801092375999991'],
  '329801092375999992',
  '329801092375999995',
  ['429801092375999991'],
  '429801092375999995',
);
const NON_TAGLIS = numbers(['3225030005921'], '3225030005922', '3225030005923', ['4225030005921'], '4225030005923');

/** The family's test numbers by product. */
export const TEST_NUMBERS: Readonly<Record<string, TestNumbers>> = {
  pln: numbers(
    ['530000000001', '530000000002'],
    '530000000003',
    '530000000006',
    ['630000000001', '630000000002'],
    '630000000006',
  ),
  pdam: numbers(['1013226'], '1013227', '1013230', ['2013226'], '2013230'),
  hp: numbers(['081234554320'], '081234554321', '081234554324', ['081244554320'], '081244554324'),
  internet: numbers(['6391601001'], '6391601002', '6391601005', ['7391601001'], '7391601005'),
  bpjs: numbers(['8801234560001'], '8801234560002', '8801234560005', ['9801234560001'], '9801234560005'),
  multifinance: numbers(['6391601201'], '6391601202', '6391601205', ['7391601201'], '7391601205'),
  pbb: PBB,
  cimahi: PBB,
  pgas: numbers(['0110014601', '0110014602'], '0110014603', '0110014605', ['1110014601', '1110014602'], '1110014605'),
  tv: numbers(['127246500101'], '127246500102', '127246500105', ['227246500101'], '227246500105'),
  plnnontaglis: NON_TAGLIS,
  plnnontaglist: NON_TAGLIS,
  emoney: numbers(['082100000001'], '082100000002', '082100000003', ['082110000001'], '082110000003'),
  samsat: numbers(
    ['9658548523568701'],
    '9658548523568702',
    '9658548523568705',
    ['0658548523568701'],
    '0658548523568705',
  ),
};

/** Any other number succeeds at once, so that load tests can use as many numbers as they need. */
export function scenarioOf(product: string, customerNo: string): Scenario {
  const table = TEST_NUMBERS[product];
  // SAMSAT's number is "payment code,identity number": the code decides.
  const number = customerNo.split(',')[0] as string;
  const scenario: Scenario = { inquiry: 'sukses', pay: 'sukses', bills: 1, documented: true };
  if (table?.inquiryFails === number) return { ...scenario, inquiry: 'gagal' };
  if (table?.payFails === number) return { ...scenario, pay: 'gagal' };
  if (table?.pendingGagal === number) return { ...scenario, pay: 'pending→gagal' };
  const pending = table?.pendingSukses.indexOf(number) ?? -1;
  if (pending >= 0) return { ...scenario, pay: 'pending→sukses', bills: pending === 1 ? 2 : 1 };
  const success = table?.sukses.indexOf(number) ?? -1;
  if (success >= 0) return { ...scenario, bills: success === 1 ? 2 : 1 };
  return { ...scenario, documented: false };
}

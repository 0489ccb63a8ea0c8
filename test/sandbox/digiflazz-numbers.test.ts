import { TEST_NUMBERS } from '../../sandbox/index.js';
import { EXAMPLES, type ExampleKind } from '../../sandbox/examples.js';

/** A product's numbers by kind; a second number of a kind has two bills. */
type Numbers = Record<ExampleKind, readonly string[]>;

function numbers(
  sukses: readonly string[],
  inquiryFails: string,
  payFails: string,
  pendingSukses: readonly string[],
  pendingGagal: string,
): Numbers {
  return {
    sukses,
    'inquiry-fails': [inquiryFails],
    'pay-fails': [payFails],
    'pending-sukses': pendingSukses,
    'pending-gagal': [pendingGagal],
  };
}

/** SAMSAT's number is composite: the payment code and the identity number. */
const samsat = (code: string) => `${code},0212502110170100`;

/** The table of test numbers in the family's documentation (official docs). */
const TABLE: Record<string, Numbers> = {
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
  pbb: numbers(
    ['329801092375999991'],
    '329801092375999992',
    '329801092375999995',
    ['429801092375999991'],
    '429801092375999995',
  ),
  pgas: numbers(['0110014601', '0110014602'], '0110014603', '0110014605', ['1110014601', '1110014602'], '1110014605'),
  tv: numbers(['127246500101'], '127246500102', '127246500105', ['227246500101'], '227246500105'),
  plnnontaglis: numbers(['3225030005921'], '3225030005922', '3225030005923', ['4225030005921'], '4225030005923'),
  emoney: numbers(['082100000001'], '082100000002', '082100000003', ['082110000001'], '082110000003'),
  samsat: numbers(
    [samsat('9658548523568701')],
    samsat('9658548523568702'),
    samsat('9658548523568705'),
    [samsat('0658548523568701')],
    samsat('0658548523568705'),
  ),
};

test('the test numbers are those of the documentation', () => {
  for (const [product, kinds] of Object.entries(TABLE)) {
    // Of SAMSAT's number only the payment code decides.
    const code = (number: string) => number.split(',')[0];
    expect(TEST_NUMBERS[product]).toEqual({
      sukses: kinds.sukses.map(code),
      inquiryFails: code(kinds['inquiry-fails'][0]!),
      payFails: code(kinds['pay-fails'][0]!),
      pendingSukses: kinds['pending-sukses'].map(code),
      pendingGagal: code(kinds['pending-gagal'][0]!),
    });
  }
});

test('the examples cover the twelve products with every number of the table', () => {
  const examples = EXAMPLES['digiflazz']!;
  for (const [product, kinds] of Object.entries(TABLE)) {
    for (const [kind, numbers] of Object.entries(kinds)) {
      const shown = examples.filter((bill) => bill.product === product && bill.kind === kind);
      expect(shown.map(({ customerNo }) => customerNo)).toEqual(numbers);
    }
  }
  expect(new Set(examples.map(({ product }) => product)).size).toBe(Object.keys(TABLE).length);
});

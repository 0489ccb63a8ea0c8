import { becomesDate, isDate, isDateByDefault } from './spreadsheet-dates.js';

/**
 * What a cell holds: `reference` must be the same each time the file is read, `number` is a customer's number kept as text,
 * `input` is an extra input of a product.
 */
export type Holds = 'text' | 'reference' | 'number' | 'input';

/** What a spreadsheet makes of a number or a text when it opens and saves a file. Nothing is guessed back. */
interface Mark {
  matches: (cell: string) => boolean;
  reason: string;
}

const AS_TEXT = 'a spreadsheet changed it; make the column text, and enter it again';
const AS_REFERENCE =
  'a spreadsheet has changed it, or changes it when the file is saved; take it from your source, and give new references letters, such as inv-0001';

const by =
  (pattern: RegExp): Mark['matches'] =>
  (cell) =>
    pattern.test(cell);

const ANYWHERE: readonly Mark[] = [
  { matches: by(/^\s|\s$/u), reason: 'begins or ends with a blank' },
  { matches: by(/^['’]/u), reason: "begins with ', a spreadsheet's mark for text: leave it out" },
  { matches: by(/^=/), reason: 'is a formula' },
  { matches: by(/^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|#+)$/i), reason: "is a spreadsheet's error" },
];

const DECIMALS: Mark = { matches: by(/^\d+\.0+$/), reason: `is a number with decimals: ${AS_TEXT}` };

/** Digits and an E alone are a number with letters too: `12E34`. */
const EXPONENT: Mark = {
  matches: by(/^\d+(?:[.,]\d+)?E[+-]\d+$|^\d+[.,]\d+E\d+$/i),
  reason: `is a number with an exponent: ${AS_TEXT}`,
};

/** Groups of three behind at most three digits; `,` has another number behind it in a composite one. */
const THOUSANDS = /^\d{1,3}(?:([., \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?$/;
const TRUTH = /^(?:true|false)$/i;

const MARKS: Readonly<Record<Holds, readonly Mark[]>> = {
  text: [...ANYWHERE, EXPONENT, DECIMALS],
  input: [...ANYWHERE, EXPONENT, DECIMALS, { matches: isDateByDefault, reason: `is a date: ${AS_TEXT}` }],
  number: [
    ...ANYWHERE,
    EXPONENT,
    { matches: isGrouped, reason: `is a number with separators of thousands: ${AS_TEXT}` },
    // Digits with one point or `,00` are decimals; a composite number has a comma with more behind it.
    { matches: by(/^\d+\.\d+$|^\d+,00?$/), reason: `is a number with decimals: ${AS_TEXT}` },
    { matches: isDate, reason: `is a date: ${AS_TEXT}` },
    { matches: by(/^[-−]\s?\d[\d.,]*$|^\(\d[\d.,]*\)$/u), reason: `is a negative number: ${AS_TEXT}` },
    { matches: by(TRUTH), reason: `is a truth value: ${AS_TEXT}` },
    { matches: by(/(?![0-9])\p{Nd}/u), reason: 'has digits other than 0 to 9: enter it again' },
  ],
  reference: [
    ...ANYWHERE,
    { matches: by(/^\d+(?:[.,]\d*)?E[+-]?\d+$/i), reason: `is a number with an exponent: ${AS_REFERENCE}` },
    { matches: isGrouped, reason: `is a number with separators of thousands: ${AS_REFERENCE}` },
    { matches: by(/^\d+[.,]\d*$/), reason: `is a number with decimals: ${AS_REFERENCE}` },
    { matches: by(/^0\d+$/), reason: `is a number with leading zeros: ${AS_REFERENCE}` },
    { matches: by(/^\d{15}0+$/), reason: `is a number whose digits beyond the 15th are zeros: ${AS_REFERENCE}` },
    { matches: becomesDate, reason: `is a date: ${AS_REFERENCE}` },
    { matches: by(/^\d{1,2}\.\d{2}\.\d{2}$/), reason: `is a time: ${AS_REFERENCE}` },
    { matches: by(TRUTH), reason: `is a truth value: ${AS_REFERENCE}` },
  ],
};

/** Why a cell is refused as changed by a spreadsheet; undefined for one that may be as it was entered. */
export function spreadsheetReason(cell: string, holds: Holds): string | undefined {
  return MARKS[holds].find(({ matches }) => matches(cell))?.reason;
}

/** One group behind a point alone is decimals to some, and refused all the same. */
function isGrouped(cell: string): boolean {
  return THOUSANDS.test(cell) && !/^\d+\.\d+$/.test(cell);
}

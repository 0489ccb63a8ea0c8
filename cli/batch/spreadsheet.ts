/** What a spreadsheet makes of a number or a text when it opens and saves a file. Nothing is guessed back. */
interface Mark {
  pattern: RegExp;
  reason: string;
}

const AS_TEXT = 'a spreadsheet changed it; make the column text, and enter it again';

const ANYWHERE: readonly Mark[] = [
  { pattern: /^\s|\s$/u, reason: 'begins or ends with a blank' },
  { pattern: /^['’]/u, reason: "begins with ', a spreadsheet's mark for text: leave it out" },
  { pattern: /^=/, reason: 'is a formula' },
  { pattern: /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|#+)$/i, reason: "is a spreadsheet's error" },
  { pattern: /^\d+(?:[.,]\d+)?E[+-]\d+$/i, reason: `is a number with an exponent: ${AS_TEXT}` },
  { pattern: /^\d+\.0+$/, reason: `is a number with decimals: ${AS_TEXT}` },
];

const MONTH = '(?:jan|feb|mar|apr|may|mei|jun|jul|aug|agu|agt|sep|oct|okt|nov|dec|des)[a-z]{0,6}';

/** Digits with one point or `,00` are decimals; a composite number has a comma with more behind it. */
const IN_A_NUMBER: readonly Mark[] = [
  { pattern: /^\d+\.\d+$|^\d+,00?$/, reason: `is a number with decimals: ${AS_TEXT}` },
  {
    pattern: new RegExp(`^\\d{1,4}[ -]${MONTH}(?:[ -]\\d{1,4})?$|^${MONTH}[ -]\\d{1,4}$`, 'i'),
    reason: `is a date: ${AS_TEXT}`,
  },
];

/** Year first, day first or month first, with or without a time. */
const DATE =
  /^(?:\d{4}([-/])(\d{1,2})\1(\d{1,2})|(\d{1,2})([-/])(\d{1,2})\5\d{2}(?:\d{2})?)(?:[ T]\d{1,2}[:.]\d{2}.*)?$/;

/** Why a cell is refused as changed by a spreadsheet; undefined for one that may be as it was entered. */
export function spreadsheetReason(cell: string, isNumber: boolean): string | undefined {
  const marks = isNumber ? [...ANYWHERE, ...IN_A_NUMBER] : ANYWHERE;
  const mark = marks.find(({ pattern }) => pattern.test(cell));
  if (mark) return mark.reason;
  return isNumber && isDate(cell) ? `is a date: ${AS_TEXT}` : undefined;
}

function isDate(cell: string): boolean {
  const [, , month, day, first, , second] = DATE.exec(cell) ?? [];
  if (month !== undefined) return isDay(Number(day), Number(month));
  if (first === undefined) return false;
  return isDay(Number(first), Number(second)) || isDay(Number(second), Number(first));
}

function isDay(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

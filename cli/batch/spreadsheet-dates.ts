/** Names and abbreviations of months as spreadsheets write and read them, in English and Indonesian. */
const MONTHS = [
  ...['jan', 'january', 'januari', 'feb', 'february', 'februari', 'pebruari', 'mar', 'march', 'maret'],
  ...['apr', 'april', 'may', 'mei', 'jun', 'june', 'juni', 'jul', 'july', 'juli'],
  ...['aug', 'august', 'agu', 'agt', 'agust', 'agustus', 'sep', 'sept', 'september'],
  ...['oct', 'october', 'okt', 'oktober', 'nov', 'nop', 'november', 'nopember', 'dec', 'december', 'des', 'desember'],
];

const MONTH = `(?:${MONTHS.join('|')})`;

/** `1-Jan`, `1 Jan 26`, `Jan-26`, `Jan-1-2026`, `2026-Jan-1`. `separator` is a pattern. */
function withMonth(separator: string): RegExp {
  const day = String.raw`\d{1,4}`;
  return new RegExp(
    [`^${day}${separator}${MONTH}(?:${separator}${day})?$`, `^${MONTH}${separator}${day}(?:${separator}${day})?$`].join(
      '|',
    ),
    'i',
  );
}

const SEPARATED = withMonth('[ ./-]');
const SEPARATED_OR_NOT = withMonth('[ ./-]?');

/** What a spreadsheet makes of a date that was entered without more: `1-Jan`, `1-Jan-26`, `Jan-26`. */
const BY_DEFAULT = new RegExp(`^\\d{1,2}-${MONTH}(?:-\\d{2})?$|^${MONTH}-\\d{2}$`, 'i');

/** Year first, day first or month first, with or without a time. */
const DATE =
  /^(?:\d{4}([-/])(\d{1,2})\1(\d{1,2})|(\d{1,2})([-/])(\d{1,2})\5\d{2}(?:\d{2})?)(?:[ T]\d{1,2}[:.]\d{2}.*)?$/;

/** Whether a number for a customer is a date. */
export function isDate(cell: string): boolean {
  if (SEPARATED.test(cell)) return true;
  const [, , month, day, first, , second] = DATE.exec(cell) ?? [];
  if (month !== undefined && day !== undefined) return isDayIn(day, month);
  if (first === undefined || second === undefined) return false;
  return isDayIn(first, second) || isDayIn(second, first);
}

/** Whether a spreadsheet has written a date where nobody would have entered it in this form. */
export function isDateByDefault(cell: string): boolean {
  return BY_DEFAULT.test(cell);
}

/** Whether a spreadsheet would read a reference as a date: also `1-1`, `11-2026` and `dec1`. */
export function becomesDate(cell: string): boolean {
  if (SEPARATED_OR_NOT.test(cell) || isDate(cell)) return true;
  const [one = '', other = '', third, ...more] = cell.split(/[-/.]/);
  if (more.length > 0) return false;
  if (third === undefined) return isMonthWith(one, other) || isMonthWith(other, one);
  if (isYear(third)) return isDayIn(one, other) || isDayIn(other, one);
  return isYear(one) && isDayIn(third, other);
}

function isMonthWith(month: string, other: string): boolean {
  return isMonth(month) && (isDay(other) || isYear(other));
}

function isDayIn(day: string, month: string): boolean {
  return isDay(day) && isMonth(month);
}

function isDay(text: string): boolean {
  return /^(?:0?[1-9]|[12]\d|3[01])$/.test(text);
}

function isMonth(text: string): boolean {
  return /^(?:0?[1-9]|1[0-2])$/.test(text);
}

/** In two digits, or from 1900 on. */
function isYear(text: string): boolean {
  return /^(?:\d{1,2}|19\d\d|[2-9]\d{3})$/.test(text);
}

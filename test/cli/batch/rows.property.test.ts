import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readHeader } from '../../../cli/batch/columns.js';
import { FileRefused } from '../../../cli/batch/faults.js';
import { readLine } from '../../../cli/batch/lines.js';
import { spreadsheetReason } from '../../../cli/batch/spreadsheet.js';
import { type CsvRecord, recordsOf } from '../../../cli/batch/records.js';
import { References } from '../../../cli/batch/references.js';
import { readPaymentRequest } from '../../../contract/request.js';

const NAMES = ['provider', 'refId', 'product', 'customerNo', 'amount', 'field.month'];

/** Text as people write it, and any other text: separators, quotes, line breaks, halves of characters. */
const cell = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', 'digiswitch', 'r-1', 'pln', '530000000001', '11000', 'a,b', 'a;b', 'a"b', 'a\nb', 'a\r\nb', '\t'),
);
const rows = fc.array(fc.tuple(cell, cell, cell, cell, cell, cell), { minLength: 1, maxLength: 12 });
const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  record_delimiter: fc.constantFrom('\n', '\r\n'),
  quoted: fc.boolean(),
  bom: fc.boolean(),
});

async function read(bytes: Buffer, size: number): Promise<CsvRecord[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const records: CsvRecord[] = [];
  for await (const record of recordsOf(chunks())) records.push(record);
  return records;
}

test('what a CSV writer wrote is read as it was, however the file is cut, or refused as unreadable', async () => {
  await fc.assert(
    fc.asyncProperty(rows, dialect, fc.integer({ min: 1, max: 300 }), async (table, options, size) => {
      // A lone half of a character is written as the sign of a character that is missing.
      const sound = table.map((row) => row.map((one) => Buffer.from(one).toString()));
      const text = stringify([NAMES, ...sound], { ...options, quote_record_delimiter: true });
      try {
        const records = await read(Buffer.from(text), size);
        expect(records.map(({ cells }) => cells)).toEqual([NAMES, ...sound]);
      } catch (error) {
        // A NUL is in no text file.
        expect(error).toBeInstanceOf(FileRefused);
        expect(text).toContain('\0');
      }
    }),
    { numRuns: 500 },
  );
});

test('a line is the request that its cells spell, or it is refused with a reason that repeats none of them', async () => {
  const header = readHeader({ line: 1, cells: NAMES });
  if ('faults' in header) throw new Error('the header is good');
  const columns = header.columns;
  fc.assert(
    fc.property(fc.tuple(cell, cell, cell, cell, cell, cell), (cells) => {
      const line = readLine(columns, { line: 2, cells }, undefined);
      const [provider, refId, product, customerNo, amount, month] = cells;
      if ('faults' in line) {
        expect(line.faults.length).toBeGreaterThan(0);
        for (const one of cells.filter((text) => /\d{4}/.test(text))) {
          for (const { reason } of line.faults) expect(reason.replace('such as 11000', '')).not.toContain(one);
        }
        return;
      }
      expect(line.request).toEqual({
        provider,
        refId,
        product,
        customerNo,
        ...(amount === '' ? {} : { amount: Number(amount) }),
        ...(month === '' ? {} : { fields: { month } }),
      });
      expect(String(line.request.amount ?? '')).toBe(amount);
      expect(readPaymentRequest(line.request)).toEqual(line);
    }),
    { numRuns: 2_000 },
  );
});

test('a number that a spreadsheet has changed is refused, whatever it was', () => {
  const number = fc.bigInt({ min: 100_000_000_000n, max: 999_999_999_999_999_999n });
  fc.assert(
    fc.property(number, fc.integer({ min: 1, max: 14 }), (value, digits) => {
      const exponent = Number(value).toExponential(digits).toUpperCase();
      for (const shown of [
        exponent,
        exponent.replace('.', ','),
        `${value}.0`,
        `${value},00`,
        `'${value}`,
        ` ${value}`,
      ]) {
        expect(spreadsheetReason(shown, 'number')).toBeDefined();
      }
      expect(spreadsheetReason(String(value), 'number')).toBeUndefined();
    }),
  );
  const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(day, (date) => {
      for (const place of ['id-ID', 'en-US', 'en-GB', 'sv-SE']) {
        const shown = date.toLocaleDateString(place, { timeZone: 'UTC' });
        expect(spreadsheetReason(shown, 'number')).toBeDefined();
        expect(spreadsheetReason(shown, 'reference')).toBeDefined();
        for (const month of ['short', 'long'] as const) {
          const words = date.toLocaleDateString(place, { timeZone: 'UTC', day: '2-digit', month, year: '2-digit' });
          if (place !== 'sv-SE') expect(spreadsheetReason(words.replaceAll(/,? /g, '-'), 'reference')).toBeDefined();
        }
      }
    }),
  );
});

test('references that are added twice are found, and no others', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 3_000 }), (numbers) => {
      const references = new References();
      for (const number of numbers) references.add(`digiflazz:r-${number}`);
      expect(references.repeated().size).toBe(
        [...new Set(numbers)].filter((one) => numbers.indexOf(one) !== numbers.lastIndexOf(one)).length,
      );
    }),
    { numRuns: 50 },
  );
});

import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../../../cli/batch/check.js';
import { BatchFile } from '../../../cli/batch/file.js';
import { eachTestsFolder } from '../../support/folder.js';
import { A_CONFIG } from '../fake-tools.js';
import { fileOf, HEADER, lineOf, runBatch, written } from './support.js';

const folder = eachTestsFolder();

/** Checks a file and returns what is told of it. Nothing may be started, or even connected to. */
async function refused(content: string | Buffer, ...options: string[]) {
  const { code, stderr, stdout, calls } = await runBatch([await written(folder(), content), ...options]);
  expect(calls).toEqual([]);
  expect(await readdir(folder())).toEqual(['bills.csv']);
  return { code, told: stderr.join('\n'), stdout };
}

const GOOD = 'digiswitch,r-1,pln,530000000001';
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a file that cannot be read as CSV', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['is empty', '', /^line 1: the file is empty$/m],
    ['has nothing but a byte order mark', '\ufeff', /^line 1: the first line is empty/m],
    ['begins with an empty line', `\n${HEADER}\n${GOOD}\n`, /^line 1: the first line is empty/m],
    ['has a header only', `${HEADER}\n`, /^line 1: no line stands below it$/m],
    ['has a header and empty lines', `${HEADER}\n\n\r\n`, /^line 1: no line stands below it$/m],
    ['is UTF-16', utf16(`${HEADER}\n${GOOD}\n`), /^line 1: the file is UTF-16/m],
    ['is UTF-16 without a mark', Buffer.from(`${HEADER}\n`, 'utf16le'), /^line 1: has a NUL character/m],
    ['is UTF-16 and big-endian', utf16(`${HEADER}\n`).swap16(), /^line 1: the file is UTF-16/m],
    ['is a spreadsheet', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 10]), /^line 1: the file is a spreadsheet/m],
    ['has a Latin-1 byte', Buffer.from(`${HEADER}\n${GOOD}\nx,r-é,p,1\n`, 'latin1'), /^line 3: is not UTF-8/m],
    ['has a NUL', `${HEADER}\n${GOOD}\n\n${GOOD}\0\n`, /^line 4: has a NUL character/m],
    [
      'has a quote that is not closed',
      `${HEADER}\n${GOOD}\nd,"r-2,pln,1\nd,r-3,pln,2\n`,
      /^line 3: a quote is opened and not closed/m,
    ],
    ['has a quote that is not closed in the header', `provider,"refId\n${GOOD}\n`, /^line 1: a quote is not closed$/m],
    ['has a quote inside of a cell', `${HEADER}\n${GOOD}\nd,r"2,pln,1\n`, /^line 3: a quote stands inside of a cell/m],
    ['has text behind a quoted cell', `${HEADER}\n"d"x,r-2,pln,1\n`, /^line 2: a quote stands inside of a cell/m],
    ['has a line that never ends', `${HEADER}\n${'1'.repeat(300_000)}`, /^line 2: is longer than 131072 bytes$/m],
    [
      'has a quoted cell that never ends',
      `${HEADER}\nd,"${'1\n'.repeat(100_000)}`,
      /^line 2: is longer than 131072 bytes: a quote may/m,
    ],
    [
      'ends inside of its last line',
      `${HEADER}\n${GOOD}\ndigiswitch,r-2,pln,53000000`,
      /^line 3: has no line end: the file may be cut/m,
    ],
    ['ends between a carriage return and its line feed', `${HEADER}\r\n${GOOD}\r`, /^line 2: has no line end/m],
    ['ends inside of its header', HEADER, /^line 1: has no line end/m],
    ['has carriage returns for line ends', `${HEADER}\r${GOOD}\r`, /^line 1: lines must end with a line feed/m],
    [
      'has no separator',
      `provider\ndigiswitch\n`,
      /^line 1: no separator between columns: it must be a comma, a semicolon or a tab$/m,
    ],
    [
      'has two separators',
      `provider;refId,product;customerNo\n${GOOD}\n`,
      /^line 1: a comma and a semicolon stand in it/m,
    ],
    ['says its separator as spreadsheets do', `sep=;\nprovider;refId\n`, /^line 1, column 1: has no name of a column/m],
  ])('that %s is refused with the line, with --skip-bad too', async (_what, content, reason) => {
    const { code, told } = await refused(content);
    expect(code).toBe(2);
    expect(told).toMatch(reason);
    expect(told).toContain('nothing was started');
    expect((await refused(content, '--skip-bad')).code).toBe(2);
  });

  test.each([
    ['there is none', 'none.csv', 'cannot be read (ENOENT)'],
    ['it is a folder', 'inner', 'is not a file'],
  ])('is refused where %s', async (_what, name, reason) => {
    await mkdir(join(folder(), 'inner'));
    const { code, error } = await runBatch([join(folder(), name)]);
    expect(code).toBe(2);
    expect(String(error)).toContain(reason);
  });

  test('is refused when it is changed between two readings', async () => {
    const path = await written(folder(), fileOf(3));
    const file = await BatchFile.open(path, undefined);
    expect(await check(file, () => undefined)).toMatchObject({ lines: 3, bad: 0 });
    await writeFile(path, fileOf(4));
    await expect(file.lines().next()).rejects.toMatchObject({
      code: 'InvalidRequest',
      message: expect.stringContaining('was changed while it was read'),
    });
    await file.close();
  });

  test('is read as it was opened when another file takes its place', async () => {
    const path = await written(folder(), fileOf(3));
    const file = await BatchFile.open(path, undefined);
    await rename(await written(folder(), fileOf(5), 'other.csv'), path);
    expect(await check(file, () => undefined)).toMatchObject({ lines: 3, bad: 0 });
    await file.close();
  });
});

describe('a header', () => {
  test.each<[string, string, RegExp]>([
    [
      'an unknown column',
      `${HEADER},nominal`,
      /^line 1, column 5: has no name of a column: columns are provider, refId/m,
    ],
    ['a column of a result', `line,${HEADER},status`, /^line 1, column 1: has no name of a column: /m],
    [
      'a column in other letters',
      'Provider,refId,product,customerNo',
      /^line 1, column 1: is not written like "provider": /m,
    ],
    [
      'a column of several words',
      'provider,refId,product,Customer No',
      /^line 1, column 4: is not written like "customerNo": /m,
    ],
    ['`fields` as a whole', `${HEADER},fields`, /^line 1, column 5: has no name of a column: /m],
    ['a column twice', `${HEADER},refId`, /^line 1, column 5: has the name of column 2$/m],
    ['a column without a name', `${HEADER},`, /^line 1, column 5: has no name of a column: /m],
    ['an extra input without a name', `${HEADER},field.`, /^line 1, column 5: must have a name$/m],
    [
      "one of JavaScript's own names",
      `${HEADER},field.__proto__`,
      /^line 1, column 5: cannot be the name of an input$/m,
    ],
    ['no customerNo', 'provider,refId,product', /^line 1, customerNo: no column has this name, and it is needed$/m],
  ])('with %s is refused, with --skip-bad too', async (_what, header, reason) => {
    const content = `${header}\n${GOOD}\n`;
    const { code, told } = await refused(content);
    expect(code).toBe(2);
    expect(told).toMatch(reason);
    expect((await refused(content, '--skip-bad')).code).toBe(2);
  });

  test('that is missing is refused without repeating a word of the first line', async () => {
    const { told, stdout } = await refused(`${lineOf(1)},Budi Santoso,budi\n${lineOf(2)},,\n`, '--json');
    for (const column of [1, 2, 3, 4, 5, 6]) {
      expect(told).toContain(`line 1, column ${column}: has no name of a column: columns are`);
    }
    expect(`${told} ${stdout.join('')}`).not.toMatch(/530000|budi|santoso|digiswitch|pln/i);
  });
});

describe('a line', () => {
  test.each<[string, string, RegExp]>([
    ['too few cells', 'digiswitch,r-2,pln', /^line 3: has 3 cells, and the header has 6$/m],
    ['too many cells', `${GOOD},,,`, /^line 3: has 7 cells, and the header has 6$/m],
    ['only empty cells', ',,,,,', /^line 3: has only empty cells$/m],
    ['no reference', 'digiswitch,,pln,1,,', /^line 3, refId: must be 1 to 64 of/m],
    ['no product', 'digiswitch,r-2,,1,,', /^line 3, product: must name a product$/m],
    ['a reference with a blank in it', 'digiswitch,r 2,pln,1,,', /^line 3, refId: must be 1 to 64 of/m],
    [
      'an amount with a separator of thousands',
      'digiswitch,r-2,pln,1,11.000,',
      /^line 3, amount: must be whole rupiah/m,
    ],
    ['an amount with decimals', 'digiswitch,r-2,pln,1,"11000,00",', /^line 3, amount: must be whole rupiah/m],
    ['an amount with an exponent', 'digiswitch,r-2,pln,1,1.1E+4,', /^line 3, amount: must be whole rupiah/m],
    ['an amount with the currency', 'digiswitch,r-2,pln,1,Rp11000,', /^line 3, amount: must be whole rupiah/m],
    ['an amount below nothing', 'digiswitch,r-2,pln,1,-1,', /^line 3, amount: must be whole rupiah/m],
    ['an amount that is too large', 'digiswitch,r-2,pln,1,99999999999999999,', /^line 3, amount: is too large$/m],
    ['an unknown word for testing', 'digiswitch,r-2,pln,1,,yes', /^line 3, testing: must be true or false$/m],
    ['a number with an exponent', 'digiswitch,r-2,pln,5.3E+11,,', /^line 3, customerNo: is a number with an exponent/m],
    [
      'a number with an exponent and a comma',
      'digiswitch,r-2,pln,"5,3E+11",,',
      /^line 3, customerNo: is a number with an exponent/m,
    ],
    [
      'a number with decimals',
      'digiswitch,r-2,pln,530000000001.0,,',
      /^line 3, customerNo: is a number with decimals/m,
    ],
    [
      'a number with Indonesian decimals',
      'digiswitch,r-2,pln,"530000000001,00",,',
      /^line 3, customerNo: is a number with decimals/m,
    ],
    ['a date for a number', 'digiswitch,r-2,pln,01/02/2026,,', /^line 3, customerNo: is a date/m],
    ['an ISO date for a number', 'digiswitch,r-2,pln,2026-12-31 00:00:00,,', /^line 3, customerNo: is a date/m],
    ['a month for a number', 'digiswitch,r-2,pln,1-Mei-26,,', /^line 3, customerNo: is a date/m],
    ["a spreadsheet's mark for text", "digiswitch,r-2,pln,'530000000001,,", /^line 3, customerNo: begins with '/m],
    ['a formula', 'digiswitch,r-2,pln,"=""530000000001""",,', /^line 3, customerNo: is a formula$/m],
    ["a spreadsheet's error", 'digiswitch,r-2,pln,#N/A,,', /^line 3, customerNo: is a spreadsheet's error$/m],
    [
      'a blank before a number',
      'digiswitch,r-2,pln, 530000000001,,',
      /^line 3, customerNo: begins or ends with a blank$/m,
    ],
    [
      'a line break in a cell',
      'digiswitch,r-2,pln,"53\n00",,',
      /^line 3, customerNo: has a character that is not printable$/m,
    ],
  ])('with %s is refused with its number', async (_what, line, reason) => {
    const content = `${HEADER},amount,testing\n${GOOD},,\n${line}\n`;
    const { code, told } = await refused(content);
    expect(code).toBe(2);
    expect(told).toMatch(reason);
    expect(told).toContain('1 of 2 lines are bad: nothing was started');
  });

  test.each([
    ['a number that has leading zeros', '081234554320'],
    ['a composite number', '9658548523568701,3276012345678901'],
    ['a number with hyphens that is no date', '12-34-5678'],
    ['a number with several points', '32.78.006.003.009.0123.0'],
    ['no number', ''],
    ['letters and digits', '12E34'],
  ])('with %s is good', async (_what, number) => {
    const content = `${HEADER}\ndigiswitch,r-1,pln,"${number}"\n`;
    const { code } = await runBatch([await written(folder(), content), '--dry-run']);
    expect(code).toBe(0);
  });

  test('of a provider that is not configured is refused', async () => {
    const path = await written(folder(), fileOf(1, 'nobody'));
    const { code, stderr } = await runBatch([path], { config: A_CONFIG });
    expect(code).toBe(2);
    expect(stderr).toContain('line 2, provider: must be one of digiswitch (as configured)');
  });

  test('has its own number, whatever line breaks and empty lines stand before it', async () => {
    const content = `\ufeff${HEADER}\r\n\r\ndigiswitch,r-1,"p\r\n\nx",1\r\n\n${GOOD},\r\n`;
    const { told } = await refused(content);
    expect(told).toMatch(/^line 3, product: has a character/m);
    expect(told).toMatch(/^line 7: has 5 cells/m);
  });

  test('never shows its cells in the reason', async () => {
    const { told } = await refused(`${HEADER}\ndigiswitch,r-1,pln,5.3E+1122334455\ndigiswitch,r-2,pln,"998877\n"\n`);
    expect(told).not.toMatch(/2233|9988/);
  });
});

describe('a reference that stands in two lines', () => {
  test('is refused with both line numbers', async () => {
    const { code, told } = await refused(
      [HEADER, lineOf(1), lineOf(2), lineOf(1), lineOf(3), lineOf(1), ''].join('\n'),
    );
    expect(code).toBe(2);
    expect(told).toMatch(/^line 4, refId: line 2 has the same provider and refId/m);
    expect(told).toMatch(/^line 6, refId: line 2 has the same provider and refId/m);
    expect(told).toContain('3 of 5 lines are bad');
  });

  test('is refused where one of them is bad for another reason', async () => {
    const { told } = await refused([HEADER, `${lineOf(1)},`, lineOf(2), 'digiswitch,r-2,,1', ''].join('\n'));
    expect(told).toMatch(/^line 4, refId: line 3 has the same provider and refId/m);
    expect(told).toContain('3 of 3 lines are bad');
  });

  test('is good at two providers', async () => {
    const content = [HEADER, lineOf(1, 'digiswitch'), lineOf(1, 'digiflazz'), ''].join('\n');
    const { code, stdout } = await runBatch([await written(folder(), content), '--dry-run', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout[0]!)).toMatchObject({ lines: 2, bad: 0, providers: { digiflazz: 1, digiswitch: 1 } });
  });

  test('is found at the ends of a long file', async () => {
    const { told } = await refused(`${fileOf(20_000)}${lineOf(0)}\n`);
    expect(told).toMatch(/^line 20002, refId: line 2 has the same/m);
    expect(told).toContain('2 of 20001 lines are bad');
  });
});

describe('a bill that stands in two lines under different references', () => {
  const header = `${HEADER},amount,field.month,field.zone,charge`;
  const bill = (refId: string, rest = 'pln,530000000001,11000,1,Z1,') => `digiswitch,${refId},${rest}`;

  test('is refused with both line numbers, and never with the number', async () => {
    const { code, told, stdout } = await refused(
      [HEADER, GOOD, lineOf(7), GOOD.replace('r-1', 'r-2'), ''].join('\n'),
      '--json',
    );
    expect(code).toBe(2);
    expect(told).toMatch(
      /^line 4, refId: line 2 has the same provider, product, customerNo, amount and fields: one of them may be a repeat \(--allow-same-bill pays both\)$/m,
    );
    expect(told).toContain('2 of 3 lines are bad: nothing was started');
    expect(`${told}${stdout.join('')}`).not.toContain('53000000');
  });

  test('is found with amount and fields, whatever else differs', async () => {
    const { told } = await refused([header, bill('a'), bill('b', 'pln,530000000001,11000,1,Z1,12500'), ''].join('\n'));
    expect(told).toMatch(/^line 3, refId: line 2 has the same provider, product/m);
  });

  test.each([
    ['product', 'pdam,530000000001,11000,1,Z1,'],
    ['customerNo', 'pln,530000000002,11000,1,Z1,'],
    ['amount', 'pln,530000000001,12000,1,Z1,'],
    ['no amount', 'pln,530000000001,,1,Z1,'],
    ['an extra input', 'pln,530000000001,11000,2,Z1,'],
    ['an extra input that is left out', 'pln,530000000001,11000,,Z1,'],
  ])('is another one with %s of its own', async (_what, rest) => {
    const path = await written(folder(), [header, bill('a'), bill('b', rest), ''].join('\n'));
    expect((await runBatch([path, '--dry-run'])).code).toBe(0);
  });

  test('is paid twice with --allow-same-bill; a reference is still refused twice', async () => {
    const path = await written(folder(), [HEADER, GOOD, GOOD.replace('r-1', 'r-2'), ''].join('\n'));
    expect((await runBatch([path, '--dry-run', '--allow-same-bill'])).code).toBe(0);
    const { code, told } = await refused([HEADER, GOOD, GOOD, ''].join('\n'), '--allow-same-bill');
    expect({ code, told }).toEqual({ code: 2, told: expect.stringContaining('has the same provider and refId') });
  });

  test('is told once where the reference is the same too, and each bad line is counted once', async () => {
    const { told } = await refused([HEADER, GOOD, GOOD, GOOD.replace('r-1', 'r-2'), lineOf(9), ''].join('\n'));
    expect(told.match(/^line /gm)).toHaveLength(2);
    expect(told).toMatch(/^line 3, refId: line 2 has the same provider and refId/m);
    expect(told).toMatch(/^line 4, refId: line 2 has the same provider, product/m);
    expect(told).toContain('3 of 4 lines are bad');
  });

  test('is found at the ends of a long file', async () => {
    const { told } = await refused(`${fileOf(20_000)}${lineOf(0).replace('r-0', 'other')}\n`);
    expect(told).toMatch(/^line 20002, refId: line 2 has the same provider, product/m);
    expect(told).toContain('2 of 20001 lines are bad');
  });
});

test('only the first faults are told, and the rest is counted', async () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `digiswitch,r-${index},,1`);
  const { told, stdout } = await refused([HEADER, ...lines, ''].join('\n'), '--json');
  expect(told.split('\n')).toHaveLength(22);
  expect(told).toContain('and 4980 more faults');
  const { error } = JSON.parse(stdout[0]!) as { error: { code: string; message: string; faults: object[] } };
  expect(error).toMatchObject({ code: 'InvalidRequest', message: '5000 of 5000 lines are bad: nothing was started' });
  expect(error.faults).toHaveLength(20);
  expect(error.faults[0]).toEqual({ line: 2, path: 'product', reason: 'must name a product' });
});

test.each([
  ['commas', ',', '\n'],
  ['semicolons', ';', '\r\n'],
  ['tabs', '\t', '\n'],
])('a file with %s, a byte order mark and quotes is read', async (_what, separator, lineEnd) => {
  const rows = [HEADER.split(','), ['digiswitch', '"r-1"', 'pln', '"5300,01"'], ['digiswitch', 'r-2', 'pln', '"2"']];
  const content = `\ufeff${rows.map((row) => `${row.join(separator)}${lineEnd}`).join('')}`;
  const { code, stdout } = await runBatch([await written(folder(), content), '--dry-run']);
  expect(code).toBe(0);
  expect(stdout).toEqual(['2 lines, 0 of them bad. To be paid: digiswitch 2. Nothing was started.']);
});

test('a file without a good line is refused with --skip-bad too', async () => {
  expect((await refused(`${HEADER}\n,,,\n`, '--skip-bad')).code).toBe(2);
});

test.each([
  [['--concurrency', '0'], 'concurrency'],
  [['--rate', '0'], 'rate'],
  [['--rate', '1e3'], 'rate'],
  [['--wait', 'long'], 'wait'],
])('the options %j are refused before the file is read', async (options, path) => {
  const { code, error } = await runBatch([join(folder(), 'none.csv'), ...options]);
  expect(code).toBe(2);
  expect(String(error)).toContain(path);
});

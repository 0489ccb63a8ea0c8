import { readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { PaymentOutcome } from '../../../contract/outcome.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { eachTestsFolder } from '../../support/folder.js';
import { A_CONFIG, A_PROGRESS } from '../fake-tools.js';
import {
  answering,
  fileOf,
  HEADER,
  lineOf,
  outcomeOf,
  remembering,
  resultOf,
  runBatch,
  thrown,
  written,
} from './support.js';

const folder = eachTestsFolder();

const GAGAL = outcomeOf(
  { provider: 'digiswitch', refId: 'r-1' },
  { status: 'Gagal', reason: 'failed', code: '02', message: 'Transaksi Gagal' },
);

const bills = (count: number) => written(folder(), fileOf(count));
const resultPath = () => join(folder(), 'bills.results.csv');
const FAST = ['--rate', '10000', '--wait', '0s'];

describe('a batch', () => {
  test('pays every line and writes the outcomes in the order of the lines', async () => {
    const slow = () =>
      new Promise((resolve) => setTimeout(() => resolve(outcomeOf({ provider: 'digiswitch', refId: 'r-0' })), 50));
    const { code, stdout, calls } = await runBatch(
      [await bills(3), ...FAST],
      remembering(answering({ 'r-0': slow, 'r-1': GAGAL })),
    );
    expect(code).toBe(0);
    expect(await readFile(resultPath(), 'utf8')).toBe(
      [
        'line,provider,refId,status,reason,amount,code,message',
        '2,"digiswitch","r-0","Sukses",,11000,"00","Transaksi Sukses"',
        '3,"digiswitch","r-1","Gagal","failed",11000,"02","Transaksi Gagal"',
        '4,"digiswitch","r-2","Sukses",,11000,"00","Transaksi Sukses"',
        '',
      ].join('\n'),
    );
    expect(stdout).toEqual([`3 lines: Sukses 2 (Rp22.000), Gagal 1, Pending 0\nResult: ${resultPath()}`]);
    expect(calls.filter(([name]) => name === 'pay').map(([, request]) => request)).toContainEqual({
      provider: 'digiswitch',
      refId: 'r-2',
      product: 'pln',
      customerNo: '530000001002',
    });
    expect(await readdir(folder())).toEqual(['bills.csv', 'bills.results.csv']);
  });

  test('passes every column on as the contract has it, and leaves out empty cells', async () => {
    const header = `${HEADER},amount,charge,maxAmount,confirm,deadline,onDeadline,account,testing,field.month,field.zoneId`;
    const full = 'digiswitch,r-0,pln,530000000001,11000,12500,20000,manual,15m,release,acc-1,TRUE,01,Z1';
    const path = await written(folder(), [header, full, 'digiswitch,r-1,pln,,,,,,,,,,,2', ''].join('\n'));
    const { calls } = await runBatch([path, ...FAST], remembering(answering()));
    expect(calls.filter(([name]) => name === 'pay').map(([, request]) => request)).toEqual([
      {
        ...{ provider: 'digiswitch', refId: 'r-0', product: 'pln', customerNo: '530000000001' },
        ...{ amount: 11_000, charge: 12_500, maxAmount: 20_000, confirm: 'manual', deadline: '15m' },
        ...{ onDeadline: 'release', account: 'acc-1', testing: true, fields: { month: '01', zoneId: 'Z1' } },
      },
      { provider: 'digiswitch', refId: 'r-1', product: 'pln', customerNo: '', fields: { zoneId: '2' } },
    ]);
  });

  test('prints one document with counts', async () => {
    const { stdout } = await runBatch([await bills(3), ...FAST, '--json'], remembering(answering({ 'r-1': GAGAL })));
    expect(stdout).toHaveLength(1);
    expect(JSON.parse(stdout[0]!)).toEqual({
      file: join(folder(), 'bills.csv'),
      result: resultPath(),
      lines: 3,
      ...{ Sukses: 2, Gagal: 1, Pending: 0, refused: 0, skipped: 0, notStarted: 0 },
      amount: 22_000,
    });
  });

  test('with --dry-run starts nothing, connects to nothing and writes nothing', async () => {
    const { code, calls } = await runBatch([await bills(3), '--dry-run']);
    expect(code).toBe(0);
    expect(calls).toEqual([]);
    expect(await readdir(folder())).toEqual(['bills.csv']);
  });

  test('with --skip-bad pays the good lines; a bad one has its reason and no status', async () => {
    const path = await written(
      folder(),
      [HEADER, lineOf(0), 'digiswitch,r-1,,1', lineOf(2), lineOf(2), 'x', ''].join('\n'),
    );
    const { code, calls, stdout } = await runBatch([path, ...FAST, '--skip-bad', '--json'], remembering(answering()));
    expect(code).toBe(0);
    expect(calls.filter(([name]) => name === 'pay')).toHaveLength(1);
    expect(await resultOf(resultPath())).toMatchObject([
      { line: '2', refId: 'r-0', status: 'Sukses' },
      { line: '3', refId: 'r-1', status: '', code: 'InvalidRequest', message: 'skipped: product: must name a product' },
      { line: '4', refId: 'r-2', status: '', message: 'skipped: refId: another line has the same provider and refId' },
      { line: '5', refId: 'r-2', status: '' },
      { line: '6', provider: '', refId: '', status: '', message: 'skipped: has 1 cells, and the header has 4' },
    ]);
    expect(JSON.parse(stdout[0]!)).toMatchObject({ lines: 5, Sukses: 1, skipped: 4 });
  });

  test('with --skip-bad pays neither of two lines that have the same bill', async () => {
    const path = await written(
      folder(),
      [HEADER, lineOf(0), lineOf(1), lineOf(0).replace('r-0', 'r-9'), ''].join('\n'),
    );
    const { code, calls } = await runBatch([path, ...FAST, '--skip-bad'], remembering(answering()));
    expect(code).toBe(0);
    expect(calls.filter(([name]) => name === 'pay')).toHaveLength(1);
    const message = 'skipped: refId: another line has the same provider, product, customerNo, amount and fields';
    expect(await resultOf(resultPath())).toMatchObject([
      { refId: 'r-0', status: '', code: 'InvalidRequest', message },
      { refId: 'r-1', status: 'Sukses' },
      { refId: 'r-9', status: '', code: 'InvalidRequest', message },
    ]);
  });

  test('hides what was bought', async () => {
    const bought = outcomeOf(
      { provider: 'digiswitch', refId: 'r-0' },
      { voucher: '1234-5678', message: 'token 12345678' },
    );
    await runBatch([await bills(1), ...FAST], remembering(answering({ 'r-0': bought })));
    expect(await readFile(resultPath(), 'utf8')).not.toContain('5678');
  });

  test('logs that no worker runs', async () => {
    const { stderr } = await runBatch([await bills(1), ...FAST], { ...remembering(answering()), worker: false });
    expect(stderr.join('\n')).toContain('No worker takes payments');
  });
});

describe('a line that is refused at run time', () => {
  test.each(['RequestMismatch', 'InvalidRequest', 'PaymentBroken'] as const)(
    'as %s has the code and no status; the others are paid, and the batch ends with 5',
    async (reason) => {
      const { code, stdout } = await runBatch(
        [await bills(3), ...FAST, '--json'],
        remembering(answering({ 'r-1': thrown(reason) })),
      );
      expect(code).toBe(5);
      expect(await resultOf(resultPath())).toMatchObject([
        { line: '2', status: 'Sukses' },
        { line: '3', refId: 'r-1', status: '', reason: '', code: reason, message: 'the reason' },
        { line: '4', status: 'Sukses' },
      ]);
      expect(JSON.parse(stdout[0]!)).toMatchObject({ Sukses: 2, refused: 1 });
    },
  );
});

describe('a payment that is Pending', () => {
  const pending = () => undefined;

  test('gives up its slot, and is Pending in the result when it has no outcome in the time; the batch ends with 3', async () => {
    const { code, calls } = await runBatch(
      [await bills(3), ...FAST, '--concurrency', '1'],
      remembering({ ...answering({ 'r-0': pending }), progress: () => A_PROGRESS }, ['r-0']),
    );
    expect(code).toBe(3);
    expect(calls.map(([name]) => name)).toEqual(['connect', 'pay', 'progress', 'pay', 'pay', 'close']);
    expect(await resultOf(resultPath())).toMatchObject([
      { line: '2', refId: 'r-0', status: 'Pending', code: '' },
      { line: '3', status: 'Sukses' },
      { line: '4', status: 'Sukses' },
    ]);
  });

  test('is asked for again at the end, and has its outcome in the result', async () => {
    const { code } = await runBatch(
      [await bills(2), ...FAST],
      remembering({ ...answering({ 'r-0': pending }), progress: () => A_PROGRESS, outcome: () => GAGAL }),
    );
    expect(code).toBe(0);
    expect(await resultOf(resultPath())).toMatchObject([{ status: 'Gagal' }, { status: 'Sukses' }]);
  });

  test('of an earlier run takes no slot: it is asked for at the end', async () => {
    const { calls, code } = await runBatch([await bills(2), ...FAST], {
      payments: { start: ({ provider, refId }: PaymentRequest) => ({ provider, refId }) },
      running: true,
    });
    expect(code).toBe(3);
    expect(calls.map(([name]) => name)).toEqual(['connect', 'start', 'start', 'close']);
  });

  test('was ended from outside meanwhile: the batch ends with 5', async () => {
    const broken = { progress: () => A_PROGRESS, outcome: thrown('PaymentBroken') };
    const { code } = await runBatch(
      [await bills(2), ...FAST],
      remembering({ ...answering({ 'r-0': pending }), ...broken }),
    );
    expect(code).toBe(5);
    expect(await resultOf(resultPath())).toMatchObject([{ status: '', code: 'PaymentBroken' }, { status: 'Sukses' }]);
  });

  test.each(['inquiry', 'paying'] as const)('keeps its slot in the stage %s, so that no queue grows', async (stage) => {
    const asked: string[] = [];
    const progress = () => ({ ...A_PROGRESS, stage: asked.length < 2 ? stage : 'polling' });
    const outcome = () => void asked.push('outcome');
    const { calls } = await runBatch(
      [await bills(2), ...FAST, '--concurrency', '1'],
      remembering({ ...answering({ 'r-0': pending }), progress, outcome }, ['r-0']),
    );
    expect(calls.map(([name]) => name).slice(1, 8)).toEqual([
      'pay',
      'progress',
      'outcome',
      'progress',
      'outcome',
      'progress',
      'pay',
    ]);
  });
});

describe('Temporal', () => {
  test('that does not answer for a moment is asked again', async () => {
    let calls = 0;
    const once = () => {
      calls += 1;
      if (calls === 1) return thrown('Unreachable')();
      return outcomeOf({ provider: 'digiswitch', refId: 'r-1' });
    };
    const { code } = await runBatch([await bills(3), ...FAST], remembering(answering({ 'r-1': once })));
    expect(code).toBe(0);
    expect(calls).toBe(2);
  });

  test('that fails at something unexpected ends the batch with 5, and what is not known is Pending', async () => {
    const { code, stderr, calls } = await runBatch(
      [await bills(50), ...FAST, '--concurrency', '1'],
      remembering(
        answering({
          'r-1': () => {
            throw new Error('PERMISSION_DENIED');
          },
        }),
      ),
    );
    expect(code).toBe(5);
    expect(calls.filter(([name]) => name === 'pay')).toHaveLength(2);
    expect(stderr.join('\n')).toMatch(/PERMISSION_DENIED\nNo more payments were started/);
    const rows = await resultOf(resultPath());
    expect(rows).toHaveLength(50);
    expect(rows.slice(0, 3)).toMatchObject([
      { status: 'Sukses' },
      { status: 'Pending' },
      { status: '', message: 'not started by this run: run the same file again' },
    ]);
  });
});

describe('Ctrl-C', () => {
  test('starts nothing more, writes what is known, and ends with 3', async () => {
    const stop = new AbortController();
    const second = () => {
      stop.abort();
      return outcomeOf({ provider: 'digiswitch', refId: 'r-1' });
    };
    const { code, calls, stdout } = await runBatch(
      [await bills(40), ...FAST, '--concurrency', '1', '--json'],
      remembering(answering({ 'r-1': second })),
      { stop: stop.signal },
    );
    expect(code).toBe(3);
    expect(calls.filter(([name]) => name === 'pay')).toHaveLength(2);
    expect(JSON.parse(stdout[0]!)).toMatchObject({ lines: 40, Sukses: 2, notStarted: 38 });
    const rows = await resultOf(resultPath());
    expect(rows.map(({ status }) => status).slice(0, 3)).toEqual(['Sukses', 'Sukses', '']);
    expect(rows).toHaveLength(40);
  });
});

describe('payments in flight', () => {
  test('are bounded at each provider, and no provider waits for another', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => lineOf(index, index < 30 ? 'slow' : 'quick'));
    const path = await written(folder(), [HEADER, ...rows, ''].join('\n'));
    const inFlight: Record<string, number> = { slow: 0, quick: 0 };
    const most: Record<string, number> = { slow: 0, quick: 0 };
    const ended: string[] = [];
    let release: () => void = () => undefined;
    const quickDone = new Promise<void>((resolve) => (release = resolve));
    const pay = async ({ provider, refId }: PaymentRequest): Promise<PaymentOutcome> => {
      inFlight[provider] = (inFlight[provider] ?? 0) + 1;
      most[provider] = Math.max(most[provider] ?? 0, inFlight[provider] ?? 0);
      await (provider === 'slow' ? quickDone : new Promise((resolve) => setTimeout(resolve, 1)));
      inFlight[provider] -= 1;
      ended.push(provider);
      if (ended.filter((one) => one === 'quick').length === 30) release();
      return outcomeOf({ provider, refId });
    };
    const { code } = await runBatch([path, ...FAST, '--concurrency', '4'], remembering({ pay }));
    expect(code).toBe(0);
    // It begins with one, and grows no further without a sign that there is inFlight.
    expect(most).toEqual({ slow: 1, quick: 1 });
    expect(ended.indexOf('slow')).toBe(30);
  });
});

describe('the result', () => {
  test('is not calculated by a spreadsheet', async () => {
    const words = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "=cmd|'/c calc'!A1", '"=1', ';=1', '＝1', 'a\nb'];
    const answers = Object.fromEntries(
      words.map((message, index) => {
        const key = { provider: 'digiswitch', refId: `r-${index}` };
        return [key.refId, outcomeOf(key, { message, code: message })];
      }),
    );
    await runBatch([await bills(words.length), ...FAST], remembering(answering(answers)));
    const rows = await resultOf(resultPath());
    for (const { message, code } of rows) {
      expect(message).not.toMatch(/^[=+\-@\t\r\n＝]/);
      expect(code).not.toMatch(/^[=+\-@\t\r\n＝]/);
    }
    expect(rows.map(({ message }) => message)).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'=1",
      "'=1",
      "'=cmd|'/c calc'!A1",
      '"=1',
      ';=1',
      "'＝1",
      'a b',
    ]);
  });

  test('takes the place of an earlier result', async () => {
    const path = await bills(2);
    await runBatch([path, ...FAST], remembering(answering()));
    await runBatch([path, ...FAST], remembering(answering({ 'r-1': GAGAL })));
    expect(await resultOf(resultPath())).toMatchObject([{ status: 'Sukses' }, { status: 'Gagal' }]);
  });

  test.each([
    ['the file of bills itself', 'bills.csv', 'is the file of bills itself'],
    ['a file that is no result', 'other.csv', 'exists and is not the result of a batch'],
    ['a folder', '.', 'is not a file'],
    ['a folder that is not there', 'none/result.csv', 'cannot be written (ENOENT)'],
  ])('is refused in the place of %s, before anything is started', async (_what, out, reason) => {
    const path = await bills(2);
    await written(folder(), 'a,b\n1,2\n', 'other.csv');
    const { code, error, calls } = await runBatch([path, '--out', join(folder(), out)]);
    expect(code).toBe(2);
    expect(String(error)).toContain(reason);
    expect(calls).toEqual([]);
    expect(await readFile(path, 'utf8')).toBe(fileOf(2));
  });

  test('is refused in the place of the file of bills behind a link', async () => {
    const path = await bills(2);
    const link = join(folder(), 'link.csv');
    await symlink(path, link);
    expect((await runBatch([path, '--out', link])).code).toBe(2);
    expect((await runBatch([link, '--out', path])).code).toBe(2);
  });

  test('is named after the file of bills', async () => {
    const path = await written(folder(), fileOf(1), 'juli.2026.csv');
    await runBatch([path, ...FAST], remembering(answering()));
    expect(await resultOf(join(folder(), 'juli.2026.results.csv'))).toHaveLength(1);
  });
});

describe('progress', () => {
  const slowly = {
    pay: (request: PaymentRequest) => new Promise((resolve) => setTimeout(() => resolve(outcomeOf(request)), 600)),
  };

  test('is a bar on one line of a terminal, taken away at the end', async () => {
    const texts: string[] = [];
    const screen = { isTTY: true, write: (text: string) => texts.push(text) };
    await runBatch([await bills(1), ...FAST], remembering(slowly), { screen });
    expect(texts.join('')).toContain('] 0/1  Sukses 0  Gagal 0  Pending 0');
    expect(texts.join('')).not.toContain('\n');
    expect(texts.at(-1)).toBe('\r\u001b[2K');
  });

  test('writes no bar where nobody sees it', async () => {
    const texts: string[] = [];
    await runBatch([await bills(1), ...FAST], remembering(slowly), { screen: { write: (text) => texts.push(text) } });
    expect(texts).toEqual([]);
  });
});

test('the configured rate sets the pace of the starts', async () => {
  const config = {
    ...A_CONFIG,
    providers: { digiswitch: { ...A_CONFIG.providers['digiswitch']!, ratePerSecond: 80 } },
  };
  const starts: number[] = [];
  const payments = {
    pay: (request: PaymentRequest) => {
      starts.push(performance.now());
      return outcomeOf(request);
    },
  };
  // No payment of the file was started before.
  const fakes = { payments, config, running: thrown('PaymentNotFound') };
  expect((await runBatch([await bills(4), '--wait', '0s'], fakes)).code).toBe(0);
  // An eighth of 80 a second; timers may be late, and never early.
  expect(starts[3]! - starts[0]!).toBeGreaterThanOrEqual(290);
});

import { billCommand } from '../../cli/commands/bill.js';
import { cancelCommand } from '../../cli/commands/cancel.js';
import { confirmCommand } from '../../cli/commands/confirm.js';
import { hashCommand } from '../../cli/commands/hash.js';
import { listCommand } from '../../cli/commands/list.js';
import { payCommand } from '../../cli/commands/pay.js';
import { resolveCommand } from '../../cli/commands/resolve.js';
import { statusCommand } from '../../cli/commands/status.js';
import { log } from '../../cli/output.js';
import { NO_WORKER } from '../../cli/tools.js';
import { customerHash } from '../../contract/customer.js';
import { TuntasError } from '../../contract/errors.js';
import {
  A_CONFIG,
  A_PROGRESS,
  A_RESOLVED_REVIEW,
  AN_OPEN_REVIEW,
  AN_OUTCOME,
  type Fakes,
  runCommand,
} from './fake-tools.js';

const KEY = { provider: 'digiswitch', refId: 'r-1' };
const NAMED = ['--provider', 'digiswitch', '--ref', 'r-1'];
const PAY = ['pay', ...NAMED, '--product', 'pln', '--customer', '530000000001'];
const GAGAL = { ...AN_OUTCOME, status: 'Gagal', reason: 'failed', code: '02', message: 'Transaksi Gagal' } as const;

const thrown = (code: 'Unreachable' | 'InquiryFailed' | 'UpdateRefused' | 'RequestMismatch') => () => {
  throw new TuntasError(code, 'the reason');
};

function paying(payments: Fakes['payments'], more: Partial<Fakes> = {}): Fakes {
  return {
    payments: {
      start: () => KEY,
      progress: () => A_PROGRESS,
      outcome: () => AN_OUTCOME,
      // One call starts the payment and waits.
      pay: payments?.['outcome'] ?? (() => AN_OUTCOME),
      ...payments,
    },
    ...more,
  };
}

/** The only document on stdout. */
function onlyDocument(stdout: string[]): unknown {
  expect(stdout).toHaveLength(1);
  return JSON.parse(stdout[0]!);
}

describe('pay', () => {
  test('`pay` ends with 0 on Sukses and prints the outcome as the one document', async () => {
    const { code, stdout } = await runCommand(payCommand, [...PAY, '--json'], paying({}));
    expect(code).toBe(0);
    expect(onlyDocument(stdout)).toMatchObject(AN_OUTCOME);
  });

  test('`pay` ends with 1 on Gagal', async () => {
    const { code, stdout } = await runCommand(payCommand, [...PAY, '--json'], paying({ outcome: () => GAGAL }));
    expect(code).toBe(1);
    expect(onlyDocument(stdout)).toMatchObject(GAGAL);
  });

  test('`pay` ends with 3 when the payment is still Pending at the limit, and prints the progress', async () => {
    const fakes = paying({ outcome: () => undefined });
    const { code, stdout, calls } = await runCommand(payCommand, [...PAY, '--json', '--wait', '2s'], fakes);
    expect(code).toBe(3);
    expect(onlyDocument(stdout)).toMatchObject(A_PROGRESS);
    expect(calls).toContainEqual(['pay', { ...KEY, product: 'pln', customerNo: '530000000001' }, 2_000]);
  });

  test('`pay --wait 0s` only starts the payment and prints its progress', async () => {
    const { code, calls } = await runCommand(payCommand, [...PAY, '--wait', '0s'], paying({}));
    expect(code).toBe(3);
    expect(calls.map(([name]) => name)).toEqual(['connect', 'start', 'progress', 'close']);
  });

  test('`pay --wait 0s` on a payment that has ended prints its outcome', async () => {
    const fakes = paying({}, { running: false });
    const { code, stdout } = await runCommand(payCommand, [...PAY, '--wait', '0s', '--json'], fakes);
    expect(code).toBe(0);
    expect(onlyDocument(stdout)).toMatchObject(AN_OUTCOME);
  });

  test('`pay` prints each stage and the end on stderr, where the number shows its last four digits', async () => {
    let end: (outcome: typeof AN_OUTCOME) => void = () => undefined;
    const outcome = () => new Promise<typeof AN_OUTCOME>((resolve) => (end = resolve));
    const progress = () => {
      setImmediate(() => end(AN_OUTCOME));
      return A_PROGRESS;
    };
    const { stderr } = await runCommand(payCommand, PAY, paying({ outcome, progress }));
    expect(stderr).toEqual(['pln …0001  polling  pay: pending (03 Pending)', 'pln …0001  polling → Sukses  Rp11.000']);
  });

  test('`pay` prints how to continue a payment that waits for confirmation', async () => {
    let end: (outcome: typeof GAGAL) => void = () => undefined;
    const outcome = () => new Promise<typeof GAGAL>((resolve) => (end = resolve));
    const progress = () => {
      setImmediate(() => end(GAGAL));
      return { ...A_PROGRESS, stage: 'awaiting-confirmation', bill: { amount: 11_000, inquiry: true, receipt: [] } };
    };
    const { stderr } = await runCommand(payCommand, PAY, paying({ outcome, progress }));
    expect(stderr.join('\n')).toContain('tuntas confirm --provider digiswitch --ref r-1 --amount 11000');
  });

  test('`pay` reports that no worker runs, and goes on waiting', async () => {
    let end: (outcome: typeof AN_OUTCOME) => void = () => undefined;
    const outcome = () => new Promise<typeof AN_OUTCOME>((resolve) => (end = resolve));
    const progress = () => {
      setTimeout(() => end(AN_OUTCOME), 10);
      throw new Error('no poller');
    };
    const { code, stderr } = await runCommand(payCommand, PAY, paying({ outcome, progress }, { worker: false }));
    expect(code).toBe(0);
    expect(stderr).toContain(NO_WORKER);
  });

  test('`pay` ends with 4 when Temporal is lost on the way, and prints that the payment goes on', async () => {
    const { code, stderr, calls } = await runCommand(payCommand, PAY, paying({ outcome: thrown('Unreachable') }));
    expect(code).toBe(4);
    expect(stderr.join('\n')).toContain('tuntas status --provider digiswitch --ref r-1');
    expect(calls.at(-1)).toEqual(['close']);
  });

  test('`pay` ends with 2 when the reference is taken by another payment', async () => {
    expect((await runCommand(payCommand, PAY, paying({ pay: thrown('RequestMismatch') }))).code).toBe(2);
  });

  test('`pay` hides the voucher in its text, in whatever field it is, and prints it in clear as JSON', async () => {
    const bought = {
      ...AN_OUTCOME,
      voucher: '1234-5678-9012',
      serialNumber: '1234 5678 9012/NAMA',
      receipt: [{ name: 'token', value: '123456789012' }],
    };
    const fakes = paying({ outcome: () => bought });
    const { stdout, stderr } = await runCommand(payCommand, PAY, fakes);
    expect([...stdout, ...stderr].join('\n').replaceAll(/[ -]/g, '')).not.toContain('123456789012');
    expect(onlyDocument((await runCommand(payCommand, [...PAY, '--json'], fakes)).stdout)).toMatchObject(bought);
  });

  test("`pay` leaves control characters out of the provider's message", async () => {
    const { stdout, stderr } = await runCommand(
      payCommand,
      PAY,
      paying({ outcome: () => ({ ...GAGAL, message: '\u001b[2Jgagal\nlagi' }) }),
    );
    // eslint-disable-next-line no-control-regex
    expect([...stdout, ...stderr].join('')).not.toMatch(/\u001b/);
    expect(stderr.join('\n')).toContain('gagal lagi');
  });
});

describe('a record with characters that a terminal acts on', () => {
  const BAD = '\u001b]0;x\u0007\u009b2J\u202e\u2028\rforged\nSukses  pln';
  const raw = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
  const key = { provider: 'digiswitch', refId: 'r-1' };
  const request = { ...key, product: `pln${BAD}`, customerNo: `0812${BAD}`, account: BAD, fields: { [BAD]: BAD } };
  const receipt = [{ name: BAD, value: BAD, group: BAD }];
  const timeline = [{ at: BAD, event: BAD, result: BAD, code: BAD, message: BAD }];
  const texts = { code: BAD, message: BAD, customerName: BAD, serialNumber: BAD, providerRef: BAD };
  const outcome = { ...AN_OUTCOME, ...request, ...texts, receipt };
  const progress = {
    ...A_PROGRESS,
    ...{ request, timeline, doing: BAD, nextCheck: BAD, review: { since: BAD, why: BAD }, unproven: { [BAD]: 1 } },
    bill: { inquiry: true, customerName: BAD, expiresAt: BAD, receipt },
    lastReply: { at: BAD, code: BAD, message: BAD, result: BAD },
  };
  const evidence = [{ kind: 'failed', from: 'notice', at: BAD, code: BAD, message: BAD }];
  const resolution = { status: 'Gagal', by: BAD, note: BAD };
  const outcomeReview = {
    ...A_RESOLVED_REVIEW,
    request,
    outcome,
    why: BAD,
    evidence,
    timeline,
    since: BAD,
    resolution,
  };
  const summary = { ...key, product: BAD, status: BAD, stage: BAD, review: true, why: BAD, startedAt: BAD };

  const shown: [string, typeof statusCommand, string[], Fakes][] = [
    ['`status` under way', statusCommand, ['status', ...NAMED], { payments: { progress: () => progress } }],
    [
      '`status` with a review',
      statusCommand,
      ['status', ...NAMED],
      {
        payments: { outcome: () => outcome, progress: () => ({ ...progress, outcome, outcomeReview }) },
        running: false,
      },
    ],
    ['`pay`', payCommand, PAY, paying({ outcome: () => outcome, progress: () => progress })],
    ['`bill`', billCommand, ['bill', ...PAY.slice(1)], { payments: { startBill: () => progress.bill } }],
    ['`list`', listCommand, ['list'], { payments: { list: () => [summary] } }],
  ];

  test.each(shown)('%s prints none of them, and no forged line', async (_, add, args, fakes) => {
    const { stdout, stderr } = await runCommand(add, args, fakes);
    const text = [...stdout, ...stderr].join('\n');
    expect(text).toContain('forged');
    expect(text).not.toMatch(raw);
    expect(text).not.toMatch(/^Sukses {2}pln$/m);
  });

  test.each(shown)('%s --json has them all, as escapes', async (_, add, args, fakes) => {
    const { stdout } = await runCommand(add, [...args, '--json'], fakes);
    expect(stdout.join('')).not.toMatch(raw);
    expect(JSON.stringify(onlyDocument(stdout))).toContain(JSON.stringify(BAD).slice(1, -1));
  });

  test('an error prints none of them either', async () => {
    const { error } = await runCommand(payCommand, [...PAY, '--field', `${BAD}=1`]);
    const written: string[] = [];
    log((error as Error).message, { write: (text) => written.push(text) });
    expect(written.join('')).toContain('forged');
    expect(written.join('').slice(0, -1)).not.toMatch(raw);
  });
});

describe('bill', () => {
  const args = ['bill', ...PAY.slice(1), '--confirm', 'manual'];
  const bill = { amount: 11_000, inquiry: true, receipt: [{ name: 'periode', value: '201901' }] };

  test('`bill` prints the bill and ends with 0', async () => {
    const { code, stdout } = await runCommand(billCommand, [...args, '--json'], {
      payments: { startBill: () => bill },
    });
    expect(code).toBe(0);
    expect(onlyDocument(stdout)).toMatchObject(bill);
    const { stdout: text } = await runCommand(billCommand, args, { payments: { startBill: () => bill } });
    expect(text.join('\n')).toMatch(/Rp11\.000[^]*periode +201901/);
  });

  test('`bill` ends with 1 when the inquiry failed', async () => {
    expect((await runCommand(billCommand, args, { payments: { startBill: thrown('InquiryFailed') } })).code).toBe(1);
  });
});

describe('status', () => {
  const args = ['status', ...NAMED, '--json'];

  test.each([
    [0, AN_OUTCOME],
    [1, GAGAL],
  ])('`status` ends with %d for a payment that has ended', async (expected, outcome) => {
    const payments = { outcome: () => outcome, progress: () => A_PROGRESS };
    const { code, stdout } = await runCommand(statusCommand, args, { payments, running: false });
    expect(code).toBe(expected);
    expect(onlyDocument(stdout)).toMatchObject({ status: outcome.status, stage: 'ended', outcome });
  });

  test('`status` ends with 3 for a payment under way', async () => {
    const { code, stdout } = await runCommand(statusCommand, args, { payments: { progress: () => A_PROGRESS } });
    expect(code).toBe(3);
    expect(onlyDocument(stdout)).toMatchObject(A_PROGRESS);
  });

  test('`status` shows Pending when no worker answers, and why it shows no more', async () => {
    const fakes = { payments: { progress: thrown('Unreachable') }, worker: false };
    const { code, stdout, stderr } = await runCommand(statusCommand, args, fakes);
    expect(code).toBe(3);
    expect(onlyDocument(stdout)).toMatchObject({ ...KEY, status: 'Pending' });
    expect(stderr).toEqual([NO_WORKER]);
  });

  test('`status` shows the outcome of an ended payment without a worker', async () => {
    const payments = { outcome: () => GAGAL, progress: thrown('Unreachable'), review: () => undefined };
    const { code, stdout } = await runCommand(statusCommand, args, { payments, running: false, worker: false });
    expect(code).toBe(1);
    const { status, funds } = GAGAL;
    expect(onlyDocument(stdout)).toMatchObject({ status, outcome: GAGAL, standing: { status, funds } });
  });

  const reviewed = (outcomeReview: typeof AN_OPEN_REVIEW): Fakes => ({
    payments: {
      outcome: () => AN_OUTCOME,
      progress: () => ({ ...A_PROGRESS, stage: 'ended', outcome: AN_OUTCOME, outcomeReview }),
    },
    running: false,
  });

  test('`status` shows the open review of an ended payment, and how to resolve it', async () => {
    const { code, stdout } = await runCommand(statusCommand, args.slice(0, -1), reviewed(AN_OPEN_REVIEW));
    expect(code).toBe(0);
    const text = stdout.join('\n');
    expect(text).toMatch(/^Sukses {2}pln 530000000001/);
    expect(text).toContain('Review of the outcome Sukses: open');
    expect(text).toContain('a notice says Gagal after the end in Sukses');
    expect(text).toContain('2026-01-02T00:00:01.000Z');
    expect(text).toContain('captured now');
    expect(text).toContain('evidence from notice: failed (74 Refund)');
    expect(text).toContain('tuntas resolve --provider digiswitch --ref r-1 --status <Sukses|Gagal>');
  });

  test('`status` shows who resolved the review of an ended payment, and where the funds are since', async () => {
    const { code, stdout } = await runCommand(statusCommand, args.slice(0, -1), reviewed(A_RESOLVED_REVIEW));
    expect(code).toBe(0);
    const text = stdout.join('\n');
    expect(text).toMatch(/^Gagal by a review since, funds released\. At its end:\nSukses {2}pln 530000000001/);
    expect(text).toContain('Review of the outcome Sukses: resolved as Gagal');
    expect(text).toContain('Gagal by Sari: letter of 3 May');
    expect(text).toContain('released now, captured at the end of the payment');
    expect(text).not.toContain('tuntas resolve');
  });

  test('`status --json` has the review beside the outcome, which stays what it was', async () => {
    const { code, stdout } = await runCommand(statusCommand, args, reviewed(A_RESOLVED_REVIEW));
    expect(code).toBe(0);
    expect(onlyDocument(stdout)).toMatchObject({
      status: 'Sukses',
      outcome: AN_OUTCOME,
      outcomeReview: A_RESOLVED_REVIEW,
      standing: { status: 'Gagal', funds: 'released' },
    });
  });

  test('`status` shows a resolved review without a worker, and reports one that cannot be read', async () => {
    const without = (review: () => unknown): Fakes => ({
      payments: { outcome: () => AN_OUTCOME, review },
      running: false,
      worker: false,
    });
    const { stdout } = await runCommand(
      statusCommand,
      args,
      without(() => A_RESOLVED_REVIEW),
    );
    expect(onlyDocument(stdout)).toMatchObject({
      ...KEY,
      status: 'Sukses',
      stage: 'ended',
      outcome: AN_OUTCOME,
      outcomeReview: A_RESOLVED_REVIEW,
    });
    const text = await runCommand(
      statusCommand,
      args.slice(0, -1),
      without(() => A_RESOLVED_REVIEW),
    );
    expect(text.stdout.join('\n')).toContain('resolved as Gagal');
    const { code, stderr } = await runCommand(statusCommand, args, without(thrown('Unreachable')));
    expect({ code, stderr }).toEqual({ code: 0, stderr: ['Its review cannot be shown: the reason.', NO_WORKER] });
  });

  test('`status` shows why a payment under way is under review, and how to resolve it', async () => {
    const review = { since: '2026-01-02T00:00:00.000Z', why: 'no verdict from the provider' };
    const payments = { progress: () => ({ ...A_PROGRESS, review }) };
    const { stdout } = await runCommand(statusCommand, args.slice(0, -1), { payments });
    expect(stdout.join('\n')).toContain('since 2026-01-02T00:00:00.000Z: no verdict from the provider');
    expect(stdout.join('\n')).toContain('tuntas resolve --provider digiswitch --ref r-1');
  });

  test('a Gagal that the provider did not decide shows our message and no code', async () => {
    const message = 'the ledger refused to hold the funds: nothing was sent';
    const outcome = { ...GAGAL, reason: 'no-funds', code: '', message } as const;
    const { stdout, stderr } = await runCommand(payCommand, PAY, paying({ outcome: () => outcome }));
    expect(stdout.join('\n')).toContain(`  message     ${message}`);
    expect(stderr.at(-1)).toMatch(new RegExp(`Gagal \\(no-funds\\) {2}${message}$`));
  });
});

describe('confirm, cancel and resolve', () => {
  const verdict = ['--status', 'Gagal', '--by', 'Sari', '--note', 'letter of 3 May'];

  test.each([
    [confirmCommand, ['confirm', ...NAMED, '--amount', '11000'], ['confirm', KEY, { amount: 11_000 }]],
    [cancelCommand, ['cancel', ...NAMED], ['cancel', KEY]],
    [
      resolveCommand,
      ['resolve', ...NAMED, ...verdict],
      ['resolve', KEY, { status: 'Gagal', by: 'Sari', note: 'letter of 3 May' }],
    ],
  ])('%p sends its message and prints the progress', async (add, args, call) => {
    const payments = { [call[0] as string]: () => A_PROGRESS };
    const { code, calls, stdout } = await runCommand(add, [...args, '--json'], { payments });
    expect(code).toBe(0);
    expect(calls).toContainEqual(call);
    expect(onlyDocument(stdout)).toMatchObject(A_PROGRESS);
  });

  test.each([
    [cancelCommand, 'cancel', ['cancel', ...NAMED]],
    [resolveCommand, 'resolve', ['resolve', ...NAMED, ...verdict]],
  ])('%p prints the outcome of a payment that it ended', async (add, method, args) => {
    const ended = { ...A_PROGRESS, stage: 'ended', status: 'Gagal', outcome: GAGAL };
    const { code, stdout } = await runCommand(add, args, { payments: { [method]: () => ended }, running: false });
    expect(code).toBe(0);
    expect(stdout.join('\n')).toMatch(/^Gagal \(failed\) {2}pln 530000000001[^]*02 Transaksi Gagal/);
  });

  test('`cancel` prints the outcome of a payment that has ended since its answer was given', async () => {
    const payments = { cancel: () => A_PROGRESS, outcome: () => GAGAL };
    const args = ['cancel', ...NAMED, '--json'];
    const { code, stdout } = await runCommand(cancelCommand, args, { payments, running: false });
    expect(code).toBe(0);
    expect(onlyDocument(stdout)).toMatchObject({ status: 'Gagal', stage: 'ended', outcome: GAGAL });
  });

  test('`confirm` prints the present progress, because a repeat gets the answer of the first one', async () => {
    const payments = { confirm: () => ({ ...A_PROGRESS, stage: 'awaiting-confirmation' }), progress: () => A_PROGRESS };
    const args = ['confirm', ...NAMED, '--amount', '11000', '--json'];
    expect(onlyDocument((await runCommand(confirmCommand, args, { payments })).stdout)).toMatchObject(A_PROGRESS);
  });

  test('`resolve` prints the review of an ended payment that it resolved', async () => {
    const payments = { resolve: () => A_RESOLVED_REVIEW };
    const args = ['resolve', ...NAMED, ...verdict];
    const { code, stdout } = await runCommand(resolveCommand, args, { payments, running: false });
    expect(code).toBe(0);
    expect(stdout.join('\n')).toContain('resolved as Gagal');
    const json = await runCommand(resolveCommand, [...args, '--json'], { payments, running: false });
    expect(onlyDocument(json.stdout)).toEqual(A_RESOLVED_REVIEW);
  });

  test('a message that the payment refuses ends with 2', async () => {
    const payments = { cancel: thrown('UpdateRefused') };
    expect((await runCommand(cancelCommand, ['cancel', ...NAMED], { payments })).code).toBe(2);
  });

  test.each([
    [confirmCommand, ['confirm', ...NAMED], 'amount'],
    [confirmCommand, ['confirm', ...NAMED, '--amount', '1e4'], 'amount'],
    [cancelCommand, ['cancel', '--provider', 'digiswitch'], 'refId'],
    [resolveCommand, ['resolve', ...NAMED, '--status', 'Pending', '--by', 'S', '--note', 'x'], 'status'],
    [resolveCommand, ['resolve', ...NAMED, '--status', 'Gagal', '--by', 'S', '--note', ' '], 'note'],
    [resolveCommand, ['resolve', ...NAMED, '--status', 'Gagal', '--note', 'x'], 'by'],
  ])('%p %j is refused before Temporal is called', async (add, args, path) => {
    const { code, calls, error } = await runCommand(add, args);
    expect({ code, calls }).toEqual({ code: 2, calls: [] });
    expect(error).toMatchObject({ faults: [{ path }] });
  });
});

describe('list', () => {
  const summary = {
    ...KEY,
    product: 'pln',
    status: 'Pending',
    stage: 'polling',
    review: true,
    startedAt: '2026-01-01',
  };

  test('`list` filters by its options and prints one document', async () => {
    const args = ['list', '--status', 'Pending', '--stage', 'polling', '--review', '--limit', '5', '--json'];
    const { code, calls, stdout } = await runCommand(listCommand, args, { payments: { list: () => [summary] } });
    expect(code).toBe(0);
    expect(calls[1]).toEqual(['list', { status: 'Pending', stage: 'polling', review: true, limit: 5 }]);
    expect(onlyDocument(stdout)).toMatchObject([summary]);
  });

  test('`list --customer` asks for the hash of the number', async () => {
    const key = Buffer.alloc(32, 5);
    process.env['A_CUSTOMER_KEY'] = key.toString('base64');
    const config = { ...A_CONFIG, customerKey: { env: 'A_CUSTOMER_KEY' } };
    const args = ['list', '--customer', '530000000001'];
    const { calls, code } = await runCommand(listCommand, args, { payments: { list: () => [summary] }, config });
    expect(code).toBe(0);
    expect(calls[1]).toEqual(['list', { customer: [customerHash(key, '530000000001')], limit: 100 }]);
  });

  test('`list --customer` without a configured key is refused, before anything is asked', async () => {
    const { calls, code } = await runCommand(listCommand, ['list', '--customer', '530000000001'], { config: A_CONFIG });
    expect({ calls, code }).toEqual({ calls: [], code: 2 });
  });

  test('`hash` prints the hash of the number, and never the number', async () => {
    const key = Buffer.alloc(32, 5);
    process.env['A_CUSTOMER_KEY'] = key.toString('base64');
    const config = { ...A_CONFIG, customerKey: { env: 'A_CUSTOMER_KEY' } };
    const hash = customerHash(key, '530000000001');
    const { stdout, stderr } = await runCommand(hashCommand, ['hash', '530000000001'], { config });
    expect(stdout).toEqual([hash]);
    expect(decodeURIComponent(stderr.join())).toContain(`PaymentCustomer IN ('${hash}')`);
    expect((await runCommand(hashCommand, ['hash', ''], { config })).code).toBe(2);
  });

  test('`list --review` prints the reason of each review that is known', async () => {
    const why = 'the ledger refused capture (409)';
    const found = [
      { ...summary, why },
      { ...summary, refId: 'r-2' },
    ];
    const { stdout } = await runCommand(listCommand, ['list', '--review'], { payments: { list: () => found } });
    expect(stdout.join('\n')).toMatch(/r-1 .* the ledger refused capture \(409\) [^]*r-2 .* yes /);
  });

  test.each([
    ['--status', 'pending'],
    ['--stage', 'paid'],
    ['--limit', '0'],
  ])('`list %s %s` is refused', async (option, value) => {
    const { code, calls } = await runCommand(listCommand, ['list', option, value]);
    expect({ code, calls }).toEqual({ code: 2, calls: [] });
  });
});

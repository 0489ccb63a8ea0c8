import { InFlight } from '../../../cli/batch/in-flight.js';
import { LinePayments } from '../../../cli/batch/line-payments.js';
import { Pace } from '../../../cli/batch/pace.js';
import { RepeatingCalls } from '../../../cli/batch/repeating-calls.js';
import type { Session } from '../../../cli/session.js';
import { TuntasError } from '../../../contract/errors.js';
import { outcomeOf } from './support.js';

const REQUEST = { provider: 'digiswitch', refId: 'r-1', product: 'pln', customerNo: '530000000001' };
const never = () => new Promise<never>(() => undefined);
const unknown = async () => {
  throw new TuntasError('PaymentNotFound', 'none');
};
/** As the client tells it: the server has answered, and workers fail at this payment again and again. */
const stuck = async () => {
  const cause = Object.assign(new Error('9 FAILED_PRECONDITION'), {
    code: 9,
    details: 'Workflow Task in failed state.',
  });
  throw new TuntasError('Unreachable', 'no worker carries it on', { cause: new Error('failed', { cause }) });
};

interface Calls {
  isRunning?: () => Promise<boolean>;
  hasWorker?: () => Promise<boolean>;
  waitedMs?: () => Promise<number | undefined>;
  payments?: Record<string, () => unknown>;
}

function setUp({ payments = {}, ...calls }: Calls, outageMs = 30) {
  const stop = new AbortController();
  const session = {
    isRunning: unknown,
    hasWorker: async () => true,
    waitedMs: async () => 50,
    within: (_ms: number, ask: () => Promise<unknown>) => ask(),
    payments: { start: async () => ({ provider: 'digiswitch', refId: 'r-1' }), ...payments },
    ...calls,
  } as unknown as Session;
  const repeating = new RepeatingCalls(stop.signal, outageMs, { callMs: 20, stoppedMs: 10, unreadMs: 300 });
  const at = { session, repeating, stop: stop.signal, log: () => undefined, waitMs: 10, stuckMs: 40 };
  const limits = { pace: new Pace(10_000), inFlight: new InFlight(20, stop.signal) };
  return { stop, lines: new LinePayments(at), limits };
}

const NOT_STARTED = { failure: expect.objectContaining({ code: 'Unreachable' }), state: 'not-started' };
const PENDING = { failure: expect.objectContaining({ code: 'Unreachable' }), state: 'pending' };

describe('a call that hangs', () => {
  test.each<[string, Calls, object]>([
    ['the state', { isRunning: never }, NOT_STARTED],
    ['the payment', { payments: { pay: never } }, PENDING],
    ['a payment of an earlier run', { isRunning: async () => false, payments: { pay: never } }, PENDING],
    ['the start of an earlier run', { isRunning: async () => true, payments: { start: never } }, PENDING],
  ])('for %s ends a line after Ctrl-C, and without it after the outage', async (_what, calls, expected) => {
    const stopped = setUp(calls, 3_600_000);
    const paying = stopped.lines.pay(REQUEST, stopped.limits);
    setTimeout(() => stopped.stop.abort(), 5);
    expect(await paying).toEqual(expected);

    const { lines, limits } = setUp(calls);
    expect(await lines.pay(REQUEST, limits)).toEqual(expected);
  });

  test.each<[string, Calls]>([
    ['the time that tasks wait', { waitedMs: never }],
    ['the workers', { hasWorker: never }],
    ['the progress', { payments: { progress: never } }],
  ])('for %s holds up no line', async (_what, calls) => {
    const payments = { pay: async () => undefined, outcome: async () => outcomeOf(REQUEST), ...calls.payments };
    const { lines, limits } = setUp({ ...calls, payments: { progress: unknown, ...payments } });
    await lines.warnWithoutWorker();
    expect(await lines.pay(REQUEST, limits)).toEqual({ outcome: outcomeOf(REQUEST) });
  });

  test('at the end leaves a payment Pending', async () => {
    for (const calls of [{ isRunning: never }, { isRunning: async () => false, payments: { outcome: never } }]) {
      expect(await setUp(calls).lines.ask(REQUEST)).toEqual(PENDING);
    }
  });

  test('once is made again', async () => {
    let calls = 0;
    const isRunning = () => ((calls += 1) === 1 ? never() : unknown());
    const { lines, limits } = setUp({ isRunning, payments: { pay: async () => outcomeOf(REQUEST) } }, 60_000);
    expect(await lines.pay(REQUEST, limits)).toEqual({ outcome: outcomeOf(REQUEST) });
  });
});

describe('a payment whose workers fail at it again and again', () => {
  test.each<[string, Record<string, () => unknown>]>([
    ['pay', { pay: stuck, progress: stuck, outcome: async () => undefined }],
    ['progress', { pay: async () => undefined, progress: stuck, outcome: async () => undefined }],
    ['outcome', { pay: stuck, progress: stuck, outcome: stuck }],
  ])('as %s tells is Pending after its time, and no failure of Temporal', async (_what, payments) => {
    const { lines, limits } = setUp({ payments }, 1);
    expect(await lines.pay(REQUEST, limits)).toEqual({ state: 'pending' });
  });

  test('has been started for certain, and has its outcome where a worker is mended meanwhile', async () => {
    let starts = 0;
    const start = async () => ((starts += 1), REQUEST);
    const { lines, limits } = setUp({ payments: { start, pay: stuck, outcome: async () => outcomeOf(REQUEST) } }, 1);
    expect(await lines.pay(REQUEST, limits)).toEqual({ outcome: outcomeOf(REQUEST) });
    expect(starts).toBe(1);
  });

  test('stays Pending when it is asked for again, or was started by an earlier run', async () => {
    const isRunning = async () => false;
    const { lines, limits } = setUp({ isRunning, payments: { outcome: stuck, pay: stuck } }, 1);
    expect(await lines.ask(REQUEST)).toEqual({ state: 'pending' });
    expect(await lines.pay(REQUEST, limits)).toEqual({ state: 'pending' });
  });
});

describe('a payment that has ended, and whose outcome Temporal does not tell', () => {
  const unlisted = async () => {
    throw new TuntasError('Unreachable', "Temporal's list does not show the payment yet: ask again");
  };
  const unread = {
    refused: expect.objectContaining({
      code: 'Unreachable',
      message: expect.stringMatching(/^the payment has ended, and its outcome cannot be read \(Temporal's list/),
    }),
  };
  const hasEnded = async () => false;
  const A_MINUTE = 60_000;

  test('is an error of its own line, in an earlier run and when it is asked for again', async () => {
    const { lines, limits } = setUp({ isRunning: hasEnded, payments: { pay: unlisted, outcome: unlisted } }, A_MINUTE);
    expect(await Promise.all([lines.pay(REQUEST, limits), lines.ask(REQUEST)])).toEqual([unread, unread]);
  });

  test('is one too where this run has started it', async () => {
    let isKnown = false;
    const isRunning = () => (isKnown ? hasEnded() : unknown());
    const pay = () => ((isKnown = true), unlisted());
    const { lines, limits } = setUp({ isRunning, payments: { pay } }, A_MINUTE);
    expect(await lines.pay(REQUEST, limits)).toEqual(unread);
  });

  test('is told where a later call has it', async () => {
    let asked = 0;
    const pay = async () => ((asked += 1) < 2 ? unlisted() : outcomeOf(REQUEST));
    const { lines, limits } = setUp({ isRunning: hasEnded, payments: { pay } }, A_MINUTE);
    expect(await lines.pay(REQUEST, limits)).toEqual({ outcome: outcomeOf(REQUEST) });
  });

  test('is a failure of Temporal where Temporal does not answer whether it has ended', async () => {
    let asked = 0;
    const isRunning = () => ((asked += 1) === 1 ? hasEnded() : unlisted());
    const { lines, limits } = setUp({ isRunning, payments: { pay: unlisted } }, 1_000);
    expect(await lines.pay(REQUEST, limits)).toEqual(PENDING);
  });

  test('is a failure of Temporal where it still runs', async () => {
    let isKnown = false;
    const isRunning = () => (isKnown ? Promise.resolve(true) : unknown());
    const pay = () => ((isKnown = true), unlisted());
    const { lines, limits } = setUp({ isRunning, payments: { pay } }, 1_000);
    expect(await lines.pay(REQUEST, limits)).toEqual(PENDING);
  });
});

test('a payment that no worker carries on at all keeps its slot: its inquiry and pay are still to come', async () => {
  const cause = Object.assign(new Error('9 FAILED_PRECONDITION'), {
    code: 9,
    details: 'no poller seen for task queue',
  });
  const progress = async () => {
    throw new TuntasError('Unreachable', 'no worker carries it on', { cause });
  };
  const begun = performance.now();
  // Longer than the time after which a payment would be let go at which workers fail.
  const outcome = async () => (performance.now() - begun > 200 ? outcomeOf(REQUEST) : undefined);
  const { lines, limits } = setUp({ payments: { pay: async () => undefined, progress, outcome } }, 1);
  expect(await lines.pay(REQUEST, limits)).toEqual({ outcome: outcomeOf(REQUEST) });
});

test('a line never has the outcome of another customer under its reference', async () => {
  const other = outcomeOf({ ...REQUEST, customerNo: '530000000002' });
  const ended = { isRunning: async () => false, payments: { outcome: async () => other } };
  const { lines } = setUp(ended);
  expect(await lines.ask(REQUEST)).toMatchObject({ refused: { code: 'RequestMismatch' } });
  const later = setUp({
    payments: { pay: async () => undefined, progress: async () => ({ stage: 'inquiry' }), ...ended.payments },
  });
  expect(await later.lines.pay(REQUEST, later.limits)).toMatchObject({ refused: { code: 'RequestMismatch' } });
});

import { check } from '../../../cli/batch/check.js';
import { BatchFile } from '../../../cli/batch/file.js';
import { Pace, paymentsPerSecond } from '../../../cli/batch/pace.js';
import { ResultNotWritten } from '../../../cli/batch/result-file.js';
import type { Row } from '../../../cli/batch/rows.js';
import { BatchRun, type RunOptions } from '../../../cli/batch/run.js';
import { exitCodeOfBatch } from '../../../cli/batch/summary.js';
import type { Session } from '../../../cli/session.js';
import { TuntasError } from '../../../contract/errors.js';
import type { PaymentKey } from '../../../contract/names.js';
import type { PaymentRequest } from '../../../contract/request.js';
import { eachTestsFolder } from '../../support/folder.js';
import { A_CONFIG } from '../fake-tools.js';
import { fileOf, HEADER, lineOf, outcomeOf, written } from './support.js';

const folder = eachTestsFolder();

/** Payments of a Temporal that forgets nothing: `started` has every reference once. */
function fakeSession(pay: (request: PaymentRequest) => unknown = outcomeOf) {
  const started = new Set<string>();
  const payments = {
    pay: async (request: PaymentRequest) => {
      started.add(request.refId);
      return pay(request);
    },
  };
  const isRunning = async ({ refId }: PaymentKey) => {
    if (!started.has(refId)) throw new TuntasError('PaymentNotFound', 'none');
    return false;
  };
  const within = (_ms: number, calls: () => Promise<unknown>) => calls();
  const known = { hasWorker: async () => true, waitedMs: async () => 50 };
  return { session: { payments, isRunning, within, ...known } as unknown as Session, started };
}

async function run(count: number, changes: Partial<RunOptions>, content = fileOf(count)) {
  const file = await BatchFile.open(await written(folder(), content), undefined);
  const checked = await check(file, () => undefined);
  const rows: Row[] = [];
  const put = async (_ordinal: number, row: Row) => void rows.push(row);
  const finish = async () => undefined;
  const options: RunOptions = {
    ...{ session: fakeSession().session, file, checked, result: { put, finish }, concurrency: 2, waitMs: 0 },
    ...{ perSecond: () => 10_000, stop: new AbortController().signal, log: () => undefined },
    ...changes,
  };
  const ended = await new BatchRun(options).run();
  await file.close();
  return { ended, rows };
}

describe('a result that cannot be written', () => {
  const full = () => Promise.reject(new ResultNotWritten('r.csv', Object.assign(new Error(), { code: 'ENOSPC' })));

  test('in the middle: nothing more is started, no result takes its name, and the batch ends with 5', async () => {
    const { session, started } = fakeSession();
    let puts = 0;
    let finished = 0;
    const put = () => ((puts += 1) > 3 ? full() : Promise.resolve());
    const finish = async () => void (finished += 1);
    const { ended } = await run(100, { session, concurrency: 1, result: { put, finish } });
    expect(started.size).toBe(4);
    expect(finished).toBe(0);
    expect(ended).toMatchObject({ isWritten: false, failure: { message: 'r.csv cannot be written (ENOSPC)' } });
    expect(exitCodeOfBatch(ended)).toBe(5);

    // The same file again has every outcome, and starts nothing twice.
    const again = await run(100, { session });
    expect(started.size).toBe(100);
    expect(again.rows).toHaveLength(100);
    expect(exitCodeOfBatch(again.ended)).toBe(0);
  });

  test('after another failure: no result says that the line was not started', async () => {
    let finished = 0;
    let release: () => void = () => undefined;
    const isUnderWay = new Promise<void>((resolve) => (release = resolve));
    const pay = async (request: PaymentRequest) => {
      if (request.provider === 'b') {
        release();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return outcomeOf(request);
      }
      await isUnderWay;
      throw new Error('the first failure');
    };
    const put = (_ordinal: number, { provider }: Row) => (provider === 'b' ? full() : Promise.resolve());
    const content = [HEADER, lineOf(0, 'a'), lineOf(1, 'b'), ''].join('\n');
    const finish = async () => void (finished += 1);
    const { ended } = await run(0, { session: fakeSession(pay).session, result: { put, finish } }, content);
    expect(ended).toMatchObject({ isWritten: false, failure: { message: 'the first failure' } });
    expect(finished).toBe(0);
  });

  test('at the end: the batch ends with 5', async () => {
    const { ended } = await run(3, { result: { put: () => Promise.resolve(), finish: full } });
    expect(ended).toMatchObject({ isWritten: false, counts: { Sukses: 3 } });
    expect(exitCodeOfBatch(ended)).toBe(5);
  });
});

describe('Temporal out of reach', () => {
  const lost = () => {
    throw new TuntasError('Unreachable', 'Temporal does not answer');
  };

  test('for too long ends the batch with 4; a payment that may have been started is Pending', async () => {
    const { ended } = await run(20, { session: fakeSession(lost).session, concurrency: 1, outageMs: 1 });
    expect(ended).toMatchObject({ counts: { Pending: 1 }, notStarted: 19, failure: { code: 'Unreachable' } });
    expect(exitCodeOfBatch(ended)).toBe(4);
  });

  test('before a payment was started leaves the line as not started', async () => {
    const session = { ...fakeSession().session, isRunning: async () => lost() };
    const { ended } = await run(20, { session, concurrency: 1, outageMs: 1 });
    expect(ended).toMatchObject({ counts: { Pending: 0 }, notStarted: 20 });
  });
});

test.each([0, 7])('line %i whose workers fail at it is Pending, and all others are paid', async (index) => {
  const cause = Object.assign(new Error(), { code: 9, details: 'Workflow Task in failed state.' });
  const pay = (request: PaymentRequest) => {
    if (request.refId !== `r-${index}`) return outcomeOf(request);
    throw new TuntasError('Unreachable', 'no worker carries it on at the moment', { cause });
  };
  const { session } = fakeSession(pay);
  const start = async ({ provider, refId }: PaymentRequest) => ({ provider, refId });
  const outcome = async (key: PaymentKey) => pay(key as PaymentRequest);
  const isRunning = (key: PaymentKey) => session.isRunning(key).then(() => key.refId === `r-${index}`);
  const payments = { ...session.payments, start, outcome, progress: outcome } as unknown as Session['payments'];
  const { ended } = await run(20, {
    session: { ...session, isRunning, payments },
    ...{ callMs: 10, outageMs: 1, stuckMs: 30 },
  });
  expect(ended).toMatchObject({ counts: { Sukses: 19, Pending: 1 }, notStarted: 0, isWritten: true });
  expect(ended).not.toHaveProperty('failure');
  expect(exitCodeOfBatch(ended)).toBe(3);
});

test('one payment that has ended, and that the list of Temporal does not show, stops no other line', async () => {
  const { session } = fakeSession((request) => {
    if (request.refId !== 'r-3') return outcomeOf(request);
    throw new TuntasError('Unreachable', "Temporal's list does not show the payment yet: ask again");
  });
  const limits = { callMs: 1_000, stoppedMs: 10, unreadMs: 300 };
  const { ended, rows } = await run(20, { session, concurrency: 1, limits });
  expect(ended).toMatchObject({ counts: { Sukses: 19, refused: 1, Pending: 0 }, notStarted: 0, isWritten: true });
  expect(ended).not.toHaveProperty('failure');
  expect(rows.filter(({ status }) => status === undefined)).toEqual([
    expect.objectContaining({ refId: 'r-3', code: 'Unreachable', message: expect.stringContaining("Temporal's list") }),
  ]);
  expect(exitCodeOfBatch(ended)).toBe(5);
});

test('a Temporal that takes every call and answers none ends a batch, with Ctrl-C and without', async () => {
  const never = () => new Promise<never>(() => undefined);
  const known = { hasWorker: never, waitedMs: never, isRunning: never };
  const session = { ...fakeSession(never).session, ...known } as unknown as Session;
  const limits = { callMs: 20, stoppedMs: 10 };
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  for (const changes of [{ stop: stop.signal }, { outageMs: 30 }]) {
    const { ended } = await run(20, { session, limits, ...changes });
    expect(ended).toMatchObject({ notStarted: 20, isWritten: true, failure: { code: 'Unreachable' } });
    expect(exitCodeOfBatch(ended)).toBe(4);
  }
});

test('two runs of the same file at once start every reference once', async () => {
  const requests: string[] = [];
  const { session, started } = fakeSession((request) => (requests.push(request.refId), outcomeOf(request)));
  const [one, other] = await Promise.all([run(50, { session }), run(50, { session })]);
  expect(one.ended.counts.Sukses).toBe(50);
  expect(other.ended.counts.Sukses).toBe(50);
  expect(started.size).toBe(50);
});

describe('the pace', () => {
  test('is half of the rate of inquiry and pay, which a payment uses twice', () => {
    const provider = { ...A_CONFIG.providers['digiswitch']!, ratePerSecond: 80, checkShare: 0.5 };
    expect(paymentsPerSecond({ ...A_CONFIG, providers: { digiswitch: provider } }, 'digiswitch')).toBe(10);
    expect(
      paymentsPerSecond({ ...A_CONFIG, providers: { digiswitch: { ...provider, checkShare: 0.25 } } }, 'digiswitch'),
    ).toBe(15);
    // Without a configuration: a provider of the default rate.
    expect(paymentsPerSecond(undefined, 'digiswitch')).toBe(2.5);
  });

  test('spaces starts evenly and makes up for nothing', async () => {
    const pace = new Pace(50);
    const { signal } = new AbortController();
    await pace.turn(signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const begun = performance.now();
    await Promise.all([pace.turn(signal), pace.turn(signal), pace.turn(signal)]);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(38);
  });

  test('does not hold up a batch that shall stop', async () => {
    const stop = new AbortController();
    const pace = new Pace(0.001);
    await pace.turn(stop.signal);
    const waiting = pace.turn(stop.signal);
    stop.abort();
    await waiting;
  });
});

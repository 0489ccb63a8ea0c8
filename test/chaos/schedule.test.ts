import { jest } from '@jest/globals';
import fc from 'fast-check';
import { CommanderError } from 'commander';
import { readOptions } from './options.js';
import { Random } from './random.js';
import { rulesOf } from './rules.js';
import { makeSchedule, type ScheduleOptions } from './schedule.js';
import { parsePaymentRequest } from '../../contract/request.js';
import { paymentId } from '../../contract/names.js';
import { type RuleInput, Rules } from '../../sandbox/rules.js';

const options = (more: Partial<ScheduleOptions> = {}): ScheduleOptions => ({
  payments: 300,
  seed: 42,
  duration: 600_000,
  clients: 4,
  workers: 2,
  workerKills: 20,
  serverKills: 3,
  sandboxKills: 2,
  webhooksKills: 2,
  ...more,
});

describe('the schedule of a chaos run', () => {
  test('is the same for the same seed and differs for another seed', () => {
    expect(makeSchedule(options())).toEqual(makeSchedule(options()));
    expect(makeSchedule(options({ seed: 43 }))).not.toEqual(makeSchedule(options()));
  });

  test('has every kill that was asked for, in order and within the duration', () => {
    const { disturbances } = makeSchedule(options());
    const times = disturbances.map(({ at }) => at);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.every((at) => at > 0 && at < 600_000)).toBe(true);
    const count = (kind: string) => disturbances.filter((each) => each.kind === kind).length;
    expect(['worker', 'server', 'sandbox', 'webhooks'].map(count)).toEqual([20, 3, 2, 2]);
    expect(new Set(disturbances.flatMap((each) => (each.kind === 'worker' ? [each.which] : [])))).toEqual(
      new Set([0, 1]),
    );
  });

  test('holds only requests that the contract accepts, each under a reference of its own', () => {
    const { payments } = makeSchedule(options());
    for (const { request } of payments) expect(() => parsePaymentRequest(request)).not.toThrow();
    expect(new Set(payments.map(({ request }) => paymentId(request))).size).toBe(300);
  });

  test('holds some of every kind of payment and of fault', () => {
    const { payments } = makeSchedule(options({ payments: 1_000 }));
    const some = (test: (plan: (typeof payments)[number]) => unknown) => payments.filter(test).length;
    expect(some(({ starters }) => starters.length > 1)).toBeGreaterThan(100);
    expect(some(({ answer }) => answer === 'confirm')).toBeGreaterThan(30);
    expect(some(({ answer }) => answer === 'cancel')).toBeGreaterThan(10);
    expect(some(({ request }) => request.onDeadline === 'release')).toBeGreaterThan(100);
    expect(some(({ request }) => request.account === 'poor')).toBeGreaterThan(20);
    for (const fault of ['reset-after-charge', 'slow', 'half-answer', 'html', 'wrong-reference', 'not-found']) {
      expect(some(({ behaviour }) => behaviour.pay === fault)).toBeGreaterThan(0);
    }
    for (const step of ['hold', 'capture', 'release', 'secondHold'] as const) {
      expect(some(({ behaviour }) => behaviour[step].some((fault) => typeof fault === 'number'))).toBeGreaterThan(5);
    }
    for (const signature of ['forged', 'none']) {
      expect(some(({ behaviour }) => behaviour.notice.signature === signature)).toBeGreaterThan(10);
    }
  });

  test('never has a signed notice claim a Sukses that is none', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), (seed) => {
        for (const { behaviour, extraNotices } of makeSchedule(options({ seed, payments: 20 })).payments) {
          const signed = [behaviour.notice, ...extraNotices].filter(({ signature = 'valid' }) => signature === 'valid');
          expect(signed.every(({ as }) => as === undefined || as === 'gagal')).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('makes rules that the sandbox accepts, none of which a restart would reset', () => {
    const rules = rulesOf(makeSchedule(options()).payments);
    expect(new Rules().add(rules)).toHaveLength(rules.length);
    const isBound = ({ match }: RuleInput) => (match?.ref ?? match?.customerNo) !== undefined;
    expect(rules.every((rule) => rule.times === undefined && isBound(rule))).toBe(true);
  });
});

describe('the random numbers of a chaos run', () => {
  test('lie between 0 and 1 and depend on seed and label only', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), (seed, label) => {
        const [one, other] = [new Random(seed, label), new Random(seed, label)];
        for (let turn = 0; turn < 20; turn += 1) {
          const value = one.next();
          expect(value >= 0 && value < 1).toBe(true);
          expect(other.next()).toBe(value);
        }
      }),
    );
  });

  test('include both ends of a range of whole numbers', () => {
    const random = new Random(1, 'ends');
    const drawn = Array.from({ length: 500 }, () => random.int(3, 5));
    expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
  });

  test('follow the weights, and never draw a value of weight 0', () => {
    const random = new Random(1, 'weights');
    const drawn = Array.from({ length: 500 }, () =>
      random.weighted([
        [9, 'often'],
        [1, 'seldom'],
        [0, 'never'],
      ]),
    );
    expect(drawn.filter((value) => value === 'often').length).toBeGreaterThan(350);
    expect(drawn).toContain('seldom');
    expect(drawn).not.toContain('never');
  });
});

describe('the options of a chaos run', () => {
  test('are sized for the full run when left out', () => {
    expect(readOptions([])).toMatchObject({ payments: 2_000, workerKills: 20, serverKills: 3, duration: 600_000 });
  });

  test('read sizes, seed and durations', () => {
    const args = ['--payments', '50', '--seed', '7', '--duration', '90s', '--json', '--server-kills', '0'];
    expect(readOptions(args)).toMatchObject({ payments: 50, seed: 7, duration: 90_000, json: true, serverKills: 0 });
  });

  test.each([[['--payments', '0']], [['--duration', 'soon']], [['--seed', '-1']], [['--unknown']]])(
    'are refused with %j',
    (args) => {
      const silenced = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
      try {
        expect(() => readOptions(args)).toThrow(CommanderError);
      } finally {
        silenced.mockRestore();
      }
    },
  );
});

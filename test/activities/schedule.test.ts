import fc from 'fast-check';
import { cutOffLeft, endOfDay, nextCheckAt } from '../../activities/schedule.js';

const jakarta = 'Asia/Jakarta';
const at = (text: string) => Date.parse(text);

test('the business day of 23:59 WIB ends a minute later, and that of 00:00 WIB a day later', () => {
  expect(endOfDay(at('2026-03-01T23:59:00+07:00'), jakarta)).toBe(at('2026-03-02T00:00:00+07:00'));
  expect(endOfDay(at('2026-03-02T00:00:00+07:00'), jakarta)).toBe(at('2026-03-03T00:00:00+07:00'));
});

test('the end of a day is the midnight that the clocks show, also on the nights when they are changed', () => {
  expect(endOfDay(at('2026-03-29T00:30:00+01:00'), 'Europe/Berlin')).toBe(at('2026-03-30T00:00:00+02:00'));
  expect(endOfDay(at('2026-10-25T00:30:00+02:00'), 'Europe/Berlin')).toBe(at('2026-10-26T00:00:00+01:00'));
});

test('each time zone keeps its own clock, whichever was asked about before', () => {
  const moment = at('2026-03-01T20:00:00Z');
  for (const zone of [jakarta, 'Europe/Berlin', jakarta, 'UTC', 'Europe/Berlin']) {
    const end = new Date(endOfDay(moment, zone)).toISOString();
    const expected = {
      'Asia/Jakarta': '2026-03-02T17:00',
      'Europe/Berlin': '2026-03-01T23:00',
      UTC: '2026-03-02T00:00',
    };
    expect(end).toBe(`${expected[zone as keyof typeof expected]}:00.000Z`);
  }
});

test('the end of a day is after the moment asked about, at most a day later', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (moment) => {
      const left = endOfDay(moment, jakarta) - moment;
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(86_400_000);
    }),
  );
});

describe('the poll plan', () => {
  const plan = {
    minGapMs: 60_000,
    firstCheckMs: 30_000,
    poll: [
      { everyMs: 60_000, forMs: 600_000 },
      { everyMs: 300_000, forMs: 3_600_000 },
    ],
    pollLimitMs: 85 * 86_400_000,
  };

  test('the poll plan begins at firstCheck, but not before minGap after pay', () => {
    expect(nextCheckAt(plan, 0, { lastAt: 0, checks: 0 })).toBe(60_000);
    expect(nextCheckAt({ ...plan, minGapMs: 10_000 }, 0, { lastAt: 0, checks: 0 })).toBe(30_000);
  });

  test('the poll plan keeps each interval for its time, and the last one without end', () => {
    expect(nextCheckAt(plan, 0, { lastAt: 120_000, checks: 2 })).toBe(180_000);
    expect(nextCheckAt(plan, 0, { lastAt: 700_000, checks: 11 })).toBe(1_000_000);
    expect(nextCheckAt(plan, 0, { lastAt: 40 * 86_400_000, checks: 99 })).toBe(40 * 86_400_000 + 300_000);
  });

  test('the poll plan ends at pollLimit, when the provider no longer knows the payment', () => {
    expect(nextCheckAt(plan, 0, { lastAt: 85 * 86_400_000, checks: 99 })).toBeUndefined();
  });

  test('the poll plan never checks sooner than minGap after the last contact', () => {
    fc.assert(
      fc.property(
        fc.nat(90 * 86_400_000),
        fc.nat(500),
        fc.integer({ min: 1, max: 600_000 }),
        (lastAt, checks, minGapMs) => {
          const due = nextCheckAt({ ...plan, minGapMs }, 0, { lastAt, checks });
          if (due !== undefined) expect(due - lastAt).toBeGreaterThanOrEqual(minGapMs);
        },
      ),
    );
  });
});

test('a cut-off window over midnight is waited out to its end', () => {
  const windows = [{ from: '23:30', to: '00:30' }];
  expect(cutOffLeft(windows, at('2026-03-01T23:45:00+07:00'), jakarta)).toBe(45 * 60_000);
  expect(cutOffLeft(windows, at('2026-03-02T00:10:00+07:00'), jakarta)).toBe(20 * 60_000);
  expect(cutOffLeft(windows, at('2026-03-02T00:30:00+07:00'), jakarta)).toBe(0);
  expect(cutOffLeft(windows, at('2026-03-02T12:00:00+07:00'), jakarta)).toBe(0);
});

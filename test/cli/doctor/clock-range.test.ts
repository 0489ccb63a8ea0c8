import fc from 'fast-check';
import { certainly, narrowest, rangeOf, rangeOfHeaders } from '../../../cli/doctor/clock-range.js';

const NOON = Date.UTC(2026, 0, 1, 12);

/** An answer of a server whose clock is ahead, after `out` ms on the way there and `back` ms on the way back. */
const answer = ({ ahead, out, back }: { ahead: number; out: number; back: number }) => {
  const at = new Date(NOON + out + ahead).toUTCString();
  return rangeOfHeaders({ date: at }, { sentAt: NOON, receivedAt: NOON + out + back })!;
};

const delay = fc.integer({ min: 0, max: 60_000 });
const ahead = fc.integer({ min: -10 * 3_600_000, max: 10 * 3_600_000 });

test('the range of an answer has the true difference in it, however slow the way is', () => {
  fc.assert(
    fc.property(ahead, delay, delay, (difference, out, back) => {
      const { least, most } = answer({ ahead: difference, out, back });
      return least <= difference && difference <= most && most - least === out + back + 999;
    }),
  );
});

test('the certain difference is never more than the true one, and never of the other sign', () => {
  fc.assert(
    fc.property(ahead, delay, delay, (difference, out, back) => {
      const certain = certainly(answer({ ahead: difference, out, back }));
      return (
        certain === 0 || (Math.sign(certain) === Math.sign(difference) && Math.abs(certain) <= Math.abs(difference))
      );
    }),
  );
});

test('clocks that agree are never found to differ', () => {
  fc.assert(fc.property(delay, delay, (out, back) => certainly(answer({ ahead: 0, out, back })) === 0));
});

test.each([
  ['no Date', {}],
  ['an answer from a cache', { date: new Date(NOON).toUTCString(), age: '12' }],
  ['a time without its zone', { date: '2026-01-01 12:00:00' }],
  ['a Date that is none', { date: 'yesterday GMT' }],
])('%s tells nothing', (_what, headers) => {
  expect(rangeOfHeaders(headers as Record<string, string>, { sentAt: NOON, receivedAt: NOON })).toBeUndefined();
});

test('of several answers the quickest one tells most', () => {
  const slow = rangeOf({ sentAt: 0, receivedAt: 500, at: 100 });
  const quick = rangeOf({ sentAt: 600, receivedAt: 610, at: 605 });
  expect(narrowest([slow, quick])).toBe(quick);
  expect(narrowest([])).toBeUndefined();
});

import {
  type EvidenceKind,
  isUndecidedStanding,
  verdictOf,
  nextStanding,
  type Standing,
} from '../../contract/evidence.js';
import { STANDINGS } from '../support/standings.js';

const kinds: EvidenceKind[] = ['not-sent', 'unknown', 'pending', 'refused', 'failed', 'success'];
const sources = ['pay', 'status', 'notice', 'operator'] as const;

/** How much is known: a payment only ever comes to know more. */
const rank: Record<Standing, number> = {
  unsent: 0,
  unknown: 1,
  pending: 2,
  failing: 3,
  refused: 4,
  failed: 4,
  success: 4,
  contradicted: 5,
};

const everyPair = STANDINGS.flatMap((standing) =>
  kinds.flatMap((kind) =>
    sources.flatMap((from) => [true, false].map((canAsk) => [standing, { kind, from }, canAsk] as const)),
  ),
);

test.each(everyPair)('%s and then %j (status call: %s) never know less than before', (standing, evidence, canAsk) => {
  const next = nextStanding(standing, evidence, canAsk);
  expect(rank[next]).toBeGreaterThanOrEqual(rank[standing]);
  // The same evidence a second time changes nothing more, but for a failure that is being confirmed.
  if (next !== 'failing') expect(nextStanding(next, evidence, canAsk)).toBe(next);
});

test.each(everyPair)('%s and then %j (status call: %s) replace no verdict by another', (standing, evidence, canAsk) => {
  const next = nextStanding(standing, evidence, canAsk);
  const before = verdictOf(standing);
  if (before) expect([before, undefined]).toContain(verdictOf(next));
  if (before && !verdictOf(next)) expect(next).toBe('contradicted');
  if (standing === 'contradicted') expect(next).toBe('contradicted');
});

test.each(STANDINGS)(
  'from %s neither silence nor Pending nor a proof of not sending leads to a verdict',
  (standing) => {
    for (const kind of ['not-sent', 'unknown', 'pending'] as const) {
      for (const from of sources) {
        const next = nextStanding(standing, { kind, from }, true);
        if (isUndecidedStanding(standing)) expect(isUndecidedStanding(next)).toBe(true);
        else expect(next).toBe(standing);
      }
    }
  },
);

test('a failure in the reply to pay, or in a notice, waits for status where status can be asked', () => {
  expect(nextStanding('unsent', { kind: 'failed', from: 'pay' }, true)).toBe('failing');
  expect(nextStanding('pending', { kind: 'failed', from: 'notice' }, true)).toBe('failing');
  expect(nextStanding('failing', { kind: 'failed', from: 'status' }, true)).toBe('failed');
  expect(nextStanding('unsent', { kind: 'failed', from: 'pay' }, false)).toBe('failed');
});

test('what was once pending is not believed to have never been made without a status call', () => {
  expect(nextStanding('pending', { kind: 'refused', from: 'notice' }, true)).toBe('failing');
});

import { withPending } from '../../client/live-progress.js';
import type { Progress } from '../../contract/messages.js';

const progress: Progress = {
  request: { provider: 'digiswitch', refId: 'inv-1', product: 'pln', customerNo: '530000000001' },
  stage: 'polling',
  status: 'Pending',
  funds: 'none',
  timeline: [],
};
const pending = { type: 'check', attempt: 3, heartbeat: undefined, lastFailure: undefined };

test('without a pending activity the progress stays as it is', () => {
  expect(withPending(progress, [])).toBe(progress);
});

test('a waiting check shows its contacts, its next check and the last reply', () => {
  const evidence = { kind: 'pending', from: 'status', at: '2026-01-01T00:01:00.000Z', code: '03', message: 'Pending' };
  const activity = {
    ...pending,
    heartbeat: { lastAt: 0, checks: 7 },
    lastFailure: { contacts: { lastAt: 0, checks: 7 }, evidence },
    nextAttemptAt: Date.parse('2026-01-01T00:02:00Z'),
  };
  expect(withPending(progress, [activity])).toStrictEqual({
    ...progress,
    doing: 'check',
    attempts: 7,
    nextCheck: '2026-01-01T00:02:00.000Z',
    lastReply: { at: '2026-01-01T00:01:00.000Z', code: '03', message: 'Pending', result: 'pending' },
  });
});

test('an activity without contacts shows its attempts, and the reason why it waits', () => {
  const activity = { ...pending, type: 'inquire', lastFailure: { why: 'cut-off', code: '', message: '' } };
  expect(withPending(progress, [activity])).toStrictEqual({
    ...progress,
    doing: 'inquire',
    attempts: 3,
    lastReply: { result: 'cut-off' },
  });
});

test('unproven replies are counted from the last failure, which is newer than the heartbeat', () => {
  const heartbeat = { lastAt: 0, checks: 2, unproven: { timeout: 1 } };
  const lastFailure = {
    contacts: { lastAt: 0, checks: 2, unproven: { timeout: 2 } },
    evidence: { kind: 'unknown', why: 'timeout' },
  };
  expect(withPending(progress, [{ ...pending, heartbeat }]).unproven).toEqual({ timeout: 1 });
  const live = withPending(progress, [{ ...pending, heartbeat, lastFailure }]);
  expect(live.unproven).toEqual({ timeout: 2 });
  expect(live.lastReply).toEqual({ result: 'unknown: timeout' });
});

test('a check that came late shows by how much', () => {
  const late = { lastAt: 0, checks: 2, lateMs: 95_000 };
  expect(withPending(progress, [{ ...pending, heartbeat: late }])).toMatchObject({ checksLateMs: 95_000 });
  const lastFailure = { contacts: { lastAt: 0, checks: 3 } };
  expect(withPending(progress, [{ ...pending, heartbeat: late, lastFailure }])).not.toHaveProperty('checksLateMs');
});

test('a failure that describes no reply adds none', () => {
  expect(withPending(progress, [{ ...pending, lastFailure: 'worker shut down' }])).not.toHaveProperty('lastReply');
});

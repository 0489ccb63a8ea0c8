import { MockActivityEnvironment } from '@temporalio/testing';
import type { Client } from '@temporalio/client';
import type { Logger } from '@temporalio/common';
import { createProviderActivities } from '../../activities/index.js';
import { thisMachine } from '../../activities/world.js';
import type { Plan } from '../../contract/plan.js';
import { scriptedProvider, unknown } from '../support/scripted-provider.js';
import { aRequest, testConfig } from '../support/test-workers.js';

const NOW = Date.parse('2026-03-01T12:00:00+07:00');
/** A server on which every reference is new. */
const workflow = { start: async () => ({ terminate: async () => undefined }) };
const plan = { timeZone: 'Asia/Jakarta' } as Plan;

/** Pays once for each call of `pay`, on a machine whose clocks stand still but for `recordingMs` per mark. */
function machine({ recordingMs = 0, breaker = {}, script = {}, recorded = true } = {}) {
  const clock = { now: NOW };
  const { provider, count } = scriptedProvider('digiswitch', script, () => Promise.resolve(clock.now));
  const warnings: string[] = [];
  const none = () => undefined;
  const logger: Logger = {
    ...{ log: none, trace: none, debug: none, info: none, error: none },
    warn: (message) => void warnings.push(message),
  };
  let monotonic = 0;
  const marks: unknown[] = [];
  const heartbeat = async (_token: unknown, mark: unknown) => {
    if (!recorded) throw new Error('the attempt was given up');
    marks.push(mark);
    monotonic += recordingMs;
  };
  const { pay, inquire } = createProviderActivities({
    ...thisMachine,
    now: () => Promise.resolve(clock.now),
    monotonic: () => monotonic,
    config: testConfig({ breaker }),
    providers: { digiswitch: provider },
    client: { activity: { heartbeat }, workflow } as unknown as Client,
  });
  return {
    marks,
    count,
    warnings,
    clock,
    inquire: () => new MockActivityEnvironment({}, { logger }).run(inquire, { request: aRequest(), plan }),
    pay: (more = {}, info = {}) =>
      new MockActivityEnvironment({ workflowExecution: { workflowId: 'w', runId: 'run' }, ...info }, { logger }).run(
        pay,
        {
          request: aRequest(),
          plan,
          firstRunId: 'run',
          notAfter: NOW + 60_000,
          ...more,
        },
      ),
  };
}

test('pay is sent once its mark is recorded', async () => {
  const { pay, marks, count } = machine();
  expect(await pay()).toMatchObject({ kind: 'success', from: 'pay' });
  expect(marks).toEqual([{ sending: true, at: new Date(NOW).toISOString() }]);
  expect(count('pay')).toBe(1);
});

test('pay is not sent when its mark cannot be recorded', async () => {
  const { pay, count } = machine({ recorded: false });
  expect(await pay()).toMatchObject({ kind: 'not-sent', why: 'not-recorded' });
  expect(count('pay')).toBe(0);
});

test('a process that was stopped while it recorded the mark sends nothing', async () => {
  const { pay, count } = machine({ recordingMs: 5_001 });
  expect(await pay()).toMatchObject({ kind: 'not-sent', why: 'stalled' });
  expect(count('pay')).toBe(0);
});

test('neither a second attempt nor a run after a reset sends pay, and both leave it unknown', async () => {
  const { pay, count } = machine();
  expect(await pay({}, { attempt: 2 })).toMatchObject({ kind: 'unknown', why: 'second-attempt' });
  expect(await pay({ firstRunId: 'another' })).toMatchObject({ kind: 'unknown', why: 'reset' });
  expect(count('pay')).toBe(0);
});

test('nothing is sent from `notAfter` on', async () => {
  const { pay, count } = machine();
  expect(await pay({ notAfter: NOW })).toMatchObject({ kind: 'not-sent', why: 'expired' });
  expect(count('pay')).toBe(0);
});

test('pays wait after as many pays without a reply as configured', async () => {
  const { pay, count } = machine({ breaker: { failures: 2, pause: '1m' }, script: { pay: [unknown] } });
  expect(await pay()).toMatchObject({ kind: 'unknown' });
  expect(await pay()).toMatchObject({ kind: 'unknown' });
  expect(await pay()).toMatchObject({ kind: 'not-sent', why: 'provider-paused', retryAfterMs: 60_000 });
  expect(count('pay')).toBe(2);
});

test('a refusal of a repeated pay proves nothing about the first one', async () => {
  const { pay } = machine({ script: { pay: [{ kind: 'refused', code: '44' }] } });
  expect(await pay({ again: true })).toMatchObject({ kind: 'unknown', why: 'repeat-refused' });
});

test('a call that the provider refuses is logged once a minute, and names no payment', async () => {
  const refused = { kind: 'unknown', why: 'refused-call', code: '45', callRefused: true } as const;
  const { pay, warnings, clock } = machine({ script: { pay: [refused] } });
  await pay();
  await pay();
  expect(warnings).toEqual([
    'digiswitch refuses our calls (code 45): our address there, or our key and its signature, must be mended',
  ]);
  clock.now += 60_000;
  await pay({ notAfter: clock.now + 60_000 });
  expect(warnings).toHaveLength(2);
});

test('a deposit that is too low is logged once a minute, and names no payment', async () => {
  const { pay, warnings } = machine({ script: { pay: [{ kind: 'refused', code: '44', depositTooLow: true }] } });
  await pay();
  await pay();
  expect(warnings).toEqual(['our deposit at digiswitch is too low: pays are refused until it is filled up']);
});

test('an inquiry that the provider refuses because of our key is logged once a minute', async () => {
  const refused = { kind: 'refused', code: '41', message: 'Signature tidak valid', callRefused: true } as const;
  const { inquire, warnings } = machine({ script: { inquiry: [refused] } });
  expect([await inquire(), await inquire()]).toMatchObject([refused, refused]);
  expect(warnings).toEqual([expect.stringContaining('digiswitch refuses our calls (code 41)')]);
});

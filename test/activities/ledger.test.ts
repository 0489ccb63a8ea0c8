import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import type { HttpCall, HttpResult } from '../../activities/http.js';
import { createLedgerActivities } from '../../activities/index.js';
import { thisMachine } from '../../activities/world.js';
import type { LedgerReply, LedgerStep } from '../../contract/ledger.js';
import { testConfig } from '../support/test-workers.js';

const HOLD = { key: 'payment:p:r:hold', holdId: 'payment:p:r:1', account: 'a1', amount: 11_000 };

type Activity = (args: typeof HOLD) => Promise<LedgerReply>;

/** A ledger that answers with `result`; `calls` gets what was sent, `errors` what was logged at error level. */
function ledger(result: HttpResult, { attempt = 1 } = {}) {
  const calls: HttpCall[] = [];
  const errors: LogEntry[] = [];
  const clock = { now: 0 };
  const activities = createLedgerActivities({
    ...thisMachine,
    now: async () => clock.now,
    exchange: async (call) => {
      calls.push(call);
      return result;
    },
    config: testConfig({}, { ledger: { baseUrl: 'http://ledger.test/v1/', timeout: '3s' } }),
    providers: {},
    client: undefined as never,
    ledgerToken: 't0ken',
  });
  const logger = new DefaultLogger('ERROR', (entry) => errors.push(entry));
  const run = (step: LedgerStep): Promise<LedgerReply> =>
    new MockActivityEnvironment({ attempt }, { logger }).run<[typeof HOLD], LedgerReply, Activity>(
      activities[step],
      HOLD,
    );
  return { calls, errors, clock, run };
}

const hold = (result: HttpResult, options = {}) => ledger(result, options).run('hold');

const reply = (status: number, body = '', more = {}): HttpResult => ({
  kind: 'reply',
  status,
  headers: {},
  body: Buffer.from(body),
  ...more,
});

const STEPS: LedgerStep[] = ['hold', 'capture', 'release'];

test.each([
  ['hold', '/holds', { id: 'payment:p:r:1', account: 'a1', amount: 11_000 }],
  ['capture', '/holds/payment%3Ap%3Ar%3A1/capture', { amount: 11_000 }],
  ['release', '/holds/payment%3Ap%3Ar%3A1/release', {}],
] as const)('a %s is sent with its idempotency key and the token', async (step, path, body) => {
  const { calls, run } = ledger(reply(201, '{}'));
  expect(await run(step)).toEqual({ kind: 'done' });
  expect(calls).toMatchObject([
    {
      method: 'POST',
      url: `http://ledger.test/v1${path}`,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'payment:p:r:hold',
        authorization: 'Bearer t0ken',
      },
      body: JSON.stringify(body),
      timeoutMs: 3_000,
    },
  ]);
});

test('an empty body is an answer too', async () => {
  expect(await hold(reply(204))).toEqual({ kind: 'done' });
});

test('a refusal remembers whether an earlier attempt got no reply', async () => {
  expect(await hold(reply(402))).toEqual({ kind: 'refused', status: 402, message: 'HTTP 402', repeated: false });
  expect(await hold(reply(409), { attempt: 2 })).toMatchObject({ status: 409, repeated: true });
});

type Meaning = 'done' | 'refused' | 'repeat' | 'alarm';

/** Status, then its meaning for hold, capture and release. */
const TABLE: [number, Meaning, Meaning, Meaning][] = [
  [200, 'done', 'done', 'done'],
  [201, 'done', 'done', 'done'],
  [204, 'done', 'done', 'done'],
  [301, 'alarm', 'alarm', 'alarm'],
  [302, 'alarm', 'alarm', 'alarm'],
  [307, 'alarm', 'alarm', 'alarm'],
  [308, 'alarm', 'alarm', 'alarm'],
  [400, 'repeat', 'refused', 'refused'],
  [401, 'alarm', 'alarm', 'alarm'],
  [402, 'refused', 'refused', 'refused'],
  [403, 'alarm', 'alarm', 'alarm'],
  [404, 'alarm', 'refused', 'refused'],
  [405, 'alarm', 'alarm', 'alarm'],
  [408, 'repeat', 'repeat', 'repeat'],
  [409, 'refused', 'refused', 'refused'],
  [410, 'repeat', 'refused', 'refused'],
  [415, 'repeat', 'refused', 'refused'],
  [422, 'refused', 'refused', 'refused'],
  [425, 'repeat', 'repeat', 'repeat'],
  [429, 'repeat', 'repeat', 'repeat'],
  [499, 'repeat', 'refused', 'refused'],
  [500, 'repeat', 'repeat', 'repeat'],
  [503, 'repeat', 'repeat', 'repeat'],
  [599, 'repeat', 'repeat', 'repeat'],
];
const CELLS = TABLE.flatMap(([status, ...meanings]) =>
  STEPS.map((step, index) => ({ status, step, meaning: meanings[index]! })),
);

describe('an HTTP status means', () => {
  test.each(CELLS)('for a $step, $status: $meaning', async ({ status, step, meaning }) => {
    const { errors, run } = ledger(reply(status));
    if (meaning === 'done') expect(await run(step)).toEqual({ kind: 'done' });
    else if (meaning === 'refused') expect(await run(step)).toMatchObject({ kind: 'refused', status, repeated: false });
    else {
      await expect(run(step)).rejects.toMatchObject({
        type: 'LedgerUnanswered',
        nonRetryable: false,
        details: [{ why: `http-${status}` }],
      });
    }
    expect(errors.map(({ meta }) => meta)).toMatchObject(meaning === 'alarm' ? [{ step, status }] : []);
  });
});

test.each([1, 2, 9])('a wrong token never refuses a hold, on attempt %i neither', async (attempt) => {
  await expect(hold(reply(401, '{"error":"unknown token"}'), { attempt })).rejects.toMatchObject({
    type: 'LedgerUnanswered',
    nonRetryable: false,
    details: [{ why: 'http-401' }],
  });
});

test.each<[string, HttpResult]>([
  ['timeout', { kind: 'unknown', why: 'timeout' }],
  ['connect', { kind: 'not-sent', why: 'connect' }],
  ['not-json', reply(200, '<html>')],
  ['not-json', reply(200, '{"state":"hel')],
])('a step that gets no answer (%s) is repeated, and is no alarm', async (why, result) => {
  for (const step of STEPS) {
    const { errors, run } = ledger(result);
    await expect(run(step)).rejects.toMatchObject({
      type: 'LedgerUnanswered',
      nonRetryable: false,
      details: [{ why }],
    });
    expect(errors).toEqual([]);
  }
});

test('the ledger can say when the step is to be repeated', async () => {
  await expect(hold(reply(429, '', { retryAfterMs: 7_000 }))).rejects.toMatchObject({ nextRetryDelay: 7_000 });
  await expect(hold(reply(503, '', { retryAfterMs: 9_000 }))).rejects.toMatchObject({ nextRetryDelay: 9_000 });
});

test('an alarm is logged once a minute for each step, however many payments meet it', async () => {
  const { clock, errors, run } = ledger(reply(403));
  const meet = async (step: LedgerStep, at: number) => {
    clock.now = at;
    await expect(run(step)).rejects.toMatchObject({ type: 'LedgerUnanswered' });
  };
  await meet('hold', 1_000);
  await meet('hold', 2_000);
  await meet('capture', 3_000);
  await meet('hold', 60_999);
  await meet('capture', 4_000);
  await meet('hold', 61_000);
  expect(errors.map(({ meta }) => meta?.['step'] as string)).toEqual(['hold', 'capture', 'hold']);
});

test('an alarm shows no account, token or key', async () => {
  const { errors, run } = ledger(reply(401, 'a1 t0ken'));
  await expect(run('hold')).rejects.toThrow();
  expect(errors).toHaveLength(1);
  expect(JSON.stringify(errors, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))).not.toMatch(
    /a1\b|t0ken|payment:p:r/,
  );
});
